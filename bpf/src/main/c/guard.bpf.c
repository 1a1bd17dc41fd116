/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The guard: drops the packets of jlvs's services at tcx (or clsact) ingress, behind the AF_PACKET taps and before
 * netfilter and the sockets, so that the kernel never answers for a service. All else goes on untouched.
 *
 * Fragments but the first carry no port and go on: without the first one, dropped here, the kernel can neither
 * deliver the datagram nor report its reassembly (RFC 792: "if fragment zero is not available then no time exceeded
 * need be sent"; ip_expire() and ip6_frag_expire_frag_queue() keep to it).
 */
#include <linux/bpf.h>
#include <linux/if_packet.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include "maps.h"
#include "parsing.h"

static __always_inline _Bool is_for_service(struct __sk_buff *skb, __u32 offset, __be16 ethertype)
{
	struct service_key key = {};

	return parse_service(skb, offset, ethertype, &key) && bpf_map_lookup_elem(&services, &key);
}

SEC("tc")
int jlvs_guard(struct __sk_buff *skb)
{
	__u32 zero = 0, offset = 0;
	__be16 ethertype;
	__u64 *count;

	if (skb->pkt_type != PACKET_HOST)
		return TC_ACT_UNSPEC;
	ethertype = parse_ethernet(skb, &offset);
	if (!is_for_service(skb, offset, ethertype) &&
	    !(may_lack_link_header(skb) && is_for_service(skb, 0, skb->protocol)))
		return TC_ACT_UNSPEC;

	count = bpf_map_lookup_elem(&drops, &zero);
	if (count)
		(*count)++;
	return TC_ACT_SHOT;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
