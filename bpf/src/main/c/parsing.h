/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * From a frame to the service it asks for. Every access goes through LOAD, which checks the bounds.
 */
#ifndef JLVS_PARSING_H
#define JLVS_PARSING_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "maps.h"

#define MAX_VLAN_TAGS 2 /* in the frame; the kernel keeps an outer one in the skb, out of sight here */
#define MAX_IPV6_EXTENSIONS 8

#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV6_FRAGMENT_OFFSET 0xfff8

struct vlan_header {
	__be16 tci;
	__be16 ethertype;
};

/* The first 4 bytes of TCP, UDP and SCTP (RFC 9293, 768, 9260). */
struct ports {
	__be16 source;
	__be16 destination;
};

/* What hop-by-hop, routing, destination options and fragment headers begin with (RFC 8200 section 4). */
struct ipv6_extension {
	__u8 next;
	__u8 length;
	__be16 fragment;
};

/*
 * Copies a value out of the packet; false if it ends before. Directly where the bytes are in the linear part; a driver
 * may have left them in page fragments, which only the helper reaches (a call of it costs 15 to 20 ns more).
 */
#define LOAD(skb, offset, value)                                                                   \
	({                                                                                         \
		void *from = (void *)(long)(skb)->data + (offset);                                 \
		_Bool linear = from + sizeof(value) <= (void *)(long)(skb)->data_end;              \
		if (linear)                                                                        \
			(value) = *(typeof(value) *)from;                                          \
		linear || bpf_skb_load_bytes((skb), (offset), &(value), sizeof(value)) == 0;       \
	})

/* Returns the EtherType under up to two VLAN tags and moves the offset behind it; 0: frame too short. */
static __always_inline __be16 parse_ethernet(struct __sk_buff *skb, __u32 *offset)
{
	__be16 ethertype;

	if (!LOAD(skb, offsetof(struct ethhdr, h_proto), ethertype))
		return 0;
	*offset = sizeof(struct ethhdr);

	for (int i = 0; i < MAX_VLAN_TAGS; i++) {
		struct vlan_header vlan;

		if (ethertype != bpf_htons(ETH_P_8021Q) && ethertype != bpf_htons(ETH_P_8021AD))
			break;
		if (!LOAD(skb, *offset, vlan))
			return 0;
		ethertype = vlan.ethertype;
		*offset += sizeof(vlan);
	}
	return ethertype;
}

/*
 * Whether the data may begin with the datagram. Generic XDP forgets the length of the link header (skb->mac_len) of
 * frames that it copies into several buffers, skb_cow_data_for_xdp() since Linux 6.9, and tcx then begins behind it.
 */
static __always_inline _Bool may_lack_link_header(struct __sk_buff *skb)
{
	__u8 first;

	if (!LOAD(skb, 0, first))
		return 0;
	return (skb->protocol == bpf_htons(ETH_P_IP) && first >> 4 == 4) ||
	       (skb->protocol == bpf_htons(ETH_P_IPV6) && first >> 4 == 6);
}

/* Fills address and protocol, moves the offset to the transport header. False: truncated or not the first fragment. */
static __always_inline _Bool parse_ipv4(struct __sk_buff *skb, __u32 *offset, struct service_key *key)
{
	struct iphdr ip;

	if (!LOAD(skb, *offset, ip))
		return 0;
	if (ip.version != 4 || ip.ihl < 5 || (ip.frag_off & bpf_htons(IPV4_FRAGMENT_OFFSET)))
		return 0;
	key->protocol = ip.protocol;
	key->address[3] = ip.daddr;
	*offset += ip.ihl * 4;
	return 1;
}

static __always_inline _Bool parse_ipv6(struct __sk_buff *skb, __u32 *offset, struct service_key *key)
{
	struct ipv6hdr ip;
	__u8 next;

	if (!LOAD(skb, *offset, ip) || ip.version != 6)
		return 0;
	key->ipv6 = 1;
	__builtin_memcpy(key->address, &ip.daddr, sizeof(key->address));
	*offset += sizeof(ip);
	next = ip.nexthdr;

	for (int i = 0; i < MAX_IPV6_EXTENSIONS; i++) {
		struct ipv6_extension extension;

		if (next != IPPROTO_HOPOPTS && next != IPPROTO_ROUTING && next != IPPROTO_DSTOPTS &&
		    next != IPPROTO_FRAGMENT && next != IPPROTO_AH)
			break;
		if (!LOAD(skb, *offset, extension))
			return 0;
		if (next == IPPROTO_FRAGMENT) {
			if (extension.fragment & bpf_htons(IPV6_FRAGMENT_OFFSET))
				return 0;
			*offset += 8;
		} else if (next == IPPROTO_AH) {
			*offset += (extension.length + 2) * 4; /* RFC 4302 section 2.2 */
		} else {
			*offset += (extension.length + 1) * 8;
		}
		next = extension.next;
	}
	key->protocol = next;
	return 1;
}

/* The service that the datagram's destination may be; false if it cannot be one. */
static __always_inline _Bool parse_service(struct __sk_buff *skb, __u32 offset, __be16 ethertype,
					   struct service_key *key)
{
	struct ports ports;

	if (ethertype == bpf_htons(ETH_P_IP)) {
		if (!parse_ipv4(skb, &offset, key))
			return 0;
	} else if (ethertype == bpf_htons(ETH_P_IPV6)) {
		if (!parse_ipv6(skb, &offset, key))
			return 0;
	} else {
		return 0;
	}

	if (key->protocol != IPPROTO_TCP && key->protocol != IPPROTO_UDP && key->protocol != IPPROTO_SCTP)
		return 0;
	if (!LOAD(skb, offset, ports))
		return 0;
	key->port = ports.destination;
	return 1;
}

#endif
