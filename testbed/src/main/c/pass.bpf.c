// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Changes nothing. What XDP in the driver of one end of a veth pair sends arrives at the other end only if that has an
 * XDP program too.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int pass(struct xdp_md *ctx __attribute__((unused)))
{
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
