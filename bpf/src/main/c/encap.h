/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Rewriting: what DirectRoute, IpipTunnel and LinkHeader do, byte for byte. Nothing has been written before; from the first
 * write on the packet does not go up any more.
 */
#ifndef JLVS_ENCAP_H
#define JLVS_ENCAP_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "director.h"
#include "flow.h"
#include "packet.h"

#define MAX_DATAGRAM 0xffff
#define MIN_MTU_IPV4 68
#define MIN_MTU_IPV6 1280
#define CHECKSUM_LESS_ONE_TTL 0xfeff /* ~m + m' of RFC 1624 equation 3, for whatever TTL and protocol */

static __always_inline __u16 fold(__u64 sum)
{
	sum = (sum >> 32) + (__u32)sum;
	sum = (sum >> 16) + (__u16)sum;
	sum = (sum >> 16) + (__u16)sum;
	sum = (sum >> 16) + (__u16)sum;
	return sum;
}

static __always_inline void decrement_ttl(void *datagram, _Bool ipv6)
{
	if (ipv6) {
		((struct ipv6hdr *)datagram)->hop_limit--;
	} else {
		struct iphdr *ip = datagram;
		__u32 sum = (__u16)~ip->check + bpf_htons(CHECKSUM_LESS_ONE_TTL);

		ip->check = ~((sum >> 16) + (__u16)sum);
		ip->ttl--;
	}
}

/* Whether a tag stays: not when the route leads through another interface, whose device knows its own. */
static __always_inline __be32 kept_tag(struct xdp_md *ctx, const struct packet *p, const struct next_hop *hop)
{
	return hop->interface == ctx->ingress_ifindex ? p->tag : 0;
}

/*
 * Moves the head by so many bytes and cuts the padding off. Room in front is what a driver may lack; cutting cannot
 * fail, since a whole datagram is left.
 */
static __always_inline _Bool resize(struct xdp_md *ctx, int head, __u32 padding)
{
	if (head != 0 && bpf_xdp_adjust_head(ctx, head) != 0)
		return 0;
	if (padding != 0 && bpf_xdp_adjust_tail(ctx, -(int)padding) != 0) {
		if (head != 0)
			bpf_xdp_adjust_head(ctx, -head);
		return 0;
	}
	return 1;
}

static __always_inline void write_macs(void *data, const struct next_hop *hop)
{
	__u32 *macs = data;

	macs[0] = hop->macs[0];
	macs[1] = hop->macs[1];
	macs[2] = hop->macs[2];
}

static __always_inline int direct_route(struct xdp_md *ctx, const struct packet *p, const struct next_hop *hop,
					_Bool ipv6)
{
	__u32 pull = p->tag && !kept_tag(ctx, p, hop) ? sizeof(struct vlan_header) : 0;
	void *data, *end;

	if (p->ip_length > hop->mtu)
		return UP_TOO_LONG;
	if ((pull | p->padding) && !resize(ctx, pull, p->padding))
		return UP_NO_HEADROOM;

	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	if (p->tag && !pull) {
		void *datagram = data + sizeof(struct ethhdr) + sizeof(struct vlan_header);

		if (datagram + (ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)) > end)
			return UP_MALFORMED;
		decrement_ttl(datagram, ipv6);
	} else {
		struct ethhdr *eth = data;

		if ((void *)(eth + 1) + (ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)) > end)
			return UP_MALFORMED;
		eth->h_proto = p->ethertype;
		decrement_ttl(eth + 1, ipv6);
	}
	write_macs(data, hop);
	return FORWARD_DIRECT_ROUTE;
}

static __always_inline void write_outer_ipv4(struct iphdr *outer, const struct packet *p, const struct next_hop *hop,
					     _Bool ipv6, struct cpu_counts *counts)
{
	_Bool dont_fragment = !ipv6 && (p->fragment & bpf_htons(IPV4_DONT_FRAGMENT));
	struct iphdr ip = {
		.version = 4,
		.ihl = 5,
		.tos = p->tos,
		.tot_len = bpf_htons(p->ip_length + sizeof(ip)),
		.frag_off = dont_fragment ? bpf_htons(IPV4_DONT_FRAGMENT) : 0,
		.ttl = p->ttl - 1,
		.protocol = ipv6 ? IPPROTO_IPV6 : IPPROTO_IPIP,
		.saddr = hop->tunnel_source[3],
		.daddr = hop->server[3],
	};
	__u32 *words = (__u32 *)&ip;

	if (!dont_fragment)
		ip.id = bpf_htons(counts->identification++);
	ip.check = ~fold((__u64)words[0] + words[1] + words[2] + words[3] + words[4]);
	*outer = ip;
}

static __always_inline void write_outer_ipv6(struct ipv6hdr *outer, const struct packet *p,
					     const struct next_hop *hop, _Bool ipv6)
{
	*(__be32 *)outer = bpf_htonl(6 << 28 | p->tos << 20);
	outer->payload_len = bpf_htons(p->ip_length);
	outer->nexthdr = ipv6 ? IPPROTO_IPV6 : IPPROTO_IPIP;
	outer->hop_limit = p->ttl - 1;
	for (int i = 0; i < 4; i++) {
		outer->saddr.s6_addr32[i] = hop->tunnel_source[i];
		outer->daddr.s6_addr32[i] = hop->server[i];
	}
}

/*
 * Link header, outer header, and the TTL of the datagram behind them. The link header's length is a constant to the
 * compiler.
 */
static __always_inline int encapsulate(struct xdp_md *ctx, const struct packet *p, const struct next_hop *hop,
				       _Bool ipv6, __be32 tag, struct cpu_counts *counts)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	__u32 link = sizeof(struct ethhdr) + (tag ? sizeof(struct vlan_header) : 0);
	__u32 inner = ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	void *outer = data + link;

	if (hop->flags & DESTINATION_IPV6) {
		if (outer + sizeof(struct ipv6hdr) + inner > end)
			return UP_MALFORMED;
		write_outer_ipv6(outer, p, hop, ipv6);
		decrement_ttl(outer + sizeof(struct ipv6hdr), ipv6);
		*(__be16 *)(outer - sizeof(__be16)) = bpf_htons(ETH_P_IPV6);
	} else {
		if (outer + sizeof(struct iphdr) + inner > end)
			return UP_MALFORMED;
		write_outer_ipv4(outer, p, hop, ipv6, counts);
		decrement_ttl(outer + sizeof(struct iphdr), ipv6);
		*(__be16 *)(outer - sizeof(__be16)) = bpf_htons(ETH_P_IP);
	}
	if (tag)
		*(__be32 *)(data + offsetof(struct ethhdr, h_proto)) = tag;
	write_macs(data, hop);
	return FORWARD_TUNNEL;
}

static __always_inline int tunnel(struct xdp_md *ctx, const struct packet *p, const struct next_hop *hop, _Bool ipv6,
				  struct cpu_counts *counts)
{
	__u32 overhead = hop->flags & DESTINATION_IPV6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	__u32 min_mtu = hop->flags & DESTINATION_IPV6 ? MIN_MTU_IPV6 : MIN_MTU_IPV4;
	__be32 tag = kept_tag(ctx, p, hop);
	__u32 pull = p->tag && !tag ? sizeof(struct vlan_header) : 0;

	/* MTUs below the minimum, and sums beyond 65535, are for the Java path to refuse. */
	if (p->ip_length + overhead > hop->mtu || hop->mtu < min_mtu + overhead ||
	    p->ip_length + overhead > MAX_DATAGRAM)
		return UP_TOO_LONG;
	if (!resize(ctx, (int)pull - (int)overhead, p->padding))
		return UP_NO_HEADROOM;
	return tag ? encapsulate(ctx, p, hop, ipv6, tag, counts) : encapsulate(ctx, p, hop, ipv6, 0, counts);
}

#endif
