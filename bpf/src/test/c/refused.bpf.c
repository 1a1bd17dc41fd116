/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * A program that every verifier refuses: it reads memory at an address out of a packet's mark.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tc")
int refused(struct __sk_buff *skb)
{
	return *(volatile int *)(unsigned long)skb->mark;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
