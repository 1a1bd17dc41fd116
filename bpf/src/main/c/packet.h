/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * From a frame to the key of its flow, with the checks of PacketParser. What is odd in any way goes up.
 */
#ifndef JLVS_PACKET_H
#define JLVS_PACKET_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "director.h"

#define IPV4_FRAGMENT 0x3fff /* offset and "more fragments" */
#define IPV4_DONT_FRAGMENT 0x4000
#define IPV4_WITHOUT_OPTIONS 0x45
#define MAX_PLAIN_FRAME (ETH_FRAME_LEN + 4)
#define TCP_LENGTH 20
#define UDP_LENGTH 8
#define SCTP_LENGTH 12
#define TCP_DATA_OFFSET 12
#define TCP_FLAGS 13
#define TCP_FIN_SYN_RST_ACK 0x17
#define TCP_ACK 0x10
#define VIRTUAL_ROUTER_PREFIX 0x00005e00 /* RFC 9568 section 7.3; then 01 for IPv4 or 02 for IPv6, and the VRID */
#define KIND_PROTOCOL 0x3f /* FlowTableDescriptor: bits of the protocol in the kind */

struct vlan_header {
	__be16 tci;
	__be16 ethertype;
};

/* What the steps know of the packet. */
struct packet {
	__u32 ip_offset;
	__u32 ip_length;
	__u32 padding;	/* bytes behind the datagram */
	__be32 tag;	/* EtherType and TCI, 0: none */
	__be16 ethertype;
	__be16 fragment; /* IPv4 flags and offset */
	__be32 ports;
	__u8 protocol;
	__u8 ttl;
	__u8 tos;
};

/*
 * The MAC address of a virtual router of which this host is the master. Those of other macvlan interfaces go up. Comes
 * after the comparison with the port's own, which costs nothing more by it.
 */
static __always_inline _Bool is_virtual_router(const __u8 *mac, const struct port *port)
{
	__u32 family = mac[4] - 1, router = mac[5];

	return *(const __u32 *)mac == bpf_htonl(VIRTUAL_ROUTER_PREFIX) && family < 2 &&
	       READ_ONCE(port->virtual_routers[(family << 2 | router >> 6) % VIRTUAL_ROUTER_WORDS]) >> (router & 63) & 1;
}

static __always_inline int parse_ethernet(void *data, void *end, const struct port *port, struct packet *p)
{
	struct ethhdr *eth = data;
	struct vlan_header *vlan = (void *)(eth + 1);

	if ((void *)(eth + 1) > end)
		return UP_MALFORMED;
	if ((*(__u32 *)eth->h_dest != *(const __u32 *)port->mac ||
	     *(__u16 *)(eth->h_dest + 4) != *(const __u16 *)(port->mac + 4)) &&
	    !is_virtual_router(eth->h_dest, port))
		return UP_NOT_FOR_HOST;

	p->ethertype = eth->h_proto;
	p->ip_offset = sizeof(*eth);
	if (p->ethertype == bpf_htons(ETH_P_8021Q) || p->ethertype == bpf_htons(ETH_P_8021AD)) {
		if ((void *)(vlan + 1) > end)
			return UP_MALFORMED;
		p->tag = *(__be32 *)(data + offsetof(struct ethhdr, h_proto));
		p->ethertype = vlan->ethertype;
		p->ip_offset = sizeof(*eth) + sizeof(*vlan);
	}
	return FURTHER;
}

/* The datagram lies within the frame; finds the padding behind it, which the Java path cuts off too. */
static __always_inline int check_length(struct xdp_md *ctx, void *data, void *end, struct packet *p)
{
	__u32 datagram_end = p->ip_offset + p->ip_length;
	__u32 frame_length = end - data;

	/*
	 * Few packets get here with a difference: data segments fill their frames. Only a buffer that can be full has
	 * another behind it without one.
	 */
	if (frame_length != datagram_end || frame_length > MAX_PLAIN_FRAME) {
		if (constants.frags)
			frame_length = bpf_xdp_get_buff_len(ctx);
		if (frame_length < datagram_end)
			return UP_MALFORMED;
		p->padding = frame_length - datagram_end;
	}
	return FURTHER;
}

static __always_inline int parse_transport(void *transport, void *end, __u32 length, struct packet *p)
{
	__u8 *bytes = transport;

	if (p->protocol == IPPROTO_UDP) {
		if (length < UDP_LENGTH || transport + UDP_LENGTH > end)
			return UP_MALFORMED;
	} else if (p->protocol == IPPROTO_TCP) {
		__u32 header_length;

		if (length < TCP_LENGTH || transport + TCP_LENGTH > end)
			return UP_MALFORMED;
		header_length = bytes[TCP_DATA_OFFSET] >> 4 << 2;
		if (header_length < TCP_LENGTH || header_length > length)
			return UP_MALFORMED;
		/* A segment without any of them closes the connection (TcpStateTable), so ACK must be there. */
		if ((bytes[TCP_FLAGS] & TCP_FIN_SYN_RST_ACK) != TCP_ACK)
			return UP_TCP_FLAGS;
	} else if (p->protocol == IPPROTO_SCTP) {
		if (length < SCTP_LENGTH || transport + SCTP_LENGTH > end)
			return UP_MALFORMED;
	} else {
		return UP_PROTOCOL;
	}
	p->ports = *(__be32 *)transport;
	return FURTHER;
}

static __always_inline int parse_ipv4(struct xdp_md *ctx, void *data, void *end, struct iphdr *ip, struct packet *p)
{
	__u32 *words = (__u32 *)ip;
	__u64 sum;
	int outcome;

	if ((void *)(ip + 1) > end)
		return UP_MALFORMED;
	if (*(__u8 *)ip != IPV4_WITHOUT_OPTIONS)
		return ip->version == 4 && ip->ihl > 5 ? UP_OPTIONS : UP_MALFORMED;
	if (ip->frag_off & bpf_htons(IPV4_FRAGMENT))
		return UP_FRAGMENT;

	sum = (__u64)words[0] + words[1] + words[2] + words[3] + words[4];
	sum = (sum >> 32) + (__u32)sum;
	sum = (sum >> 16) + (__u16)sum;
	sum = (sum >> 16) + (__u16)sum;
	sum = (sum >> 16) + (__u16)sum;
	if (sum != 0xffff)
		return UP_MALFORMED;

	p->ip_length = bpf_ntohs(ip->tot_len);
	p->ttl = ip->ttl;
	p->tos = ip->tos;
	p->fragment = ip->frag_off;
	p->protocol = ip->protocol;
	if (p->ttl <= 1)
		return UP_TTL;
	outcome = check_length(ctx, data, end, p);
	if (outcome != FURTHER)
		return outcome;
	/* A total length below that of the header would wrap here. */
	if (p->ip_length < sizeof(*ip))
		return UP_MALFORMED;
	return parse_transport(ip + 1, end, p->ip_length - sizeof(*ip), p);
}

static __always_inline int parse_ipv6(struct xdp_md *ctx, void *data, void *end, struct ipv6hdr *ip, struct packet *p)
{
	int outcome;

	if ((void *)(ip + 1) > end || ip->version != 6)
		return UP_MALFORMED;
	p->ip_length = sizeof(*ip) + bpf_ntohs(ip->payload_len);
	p->ttl = ip->hop_limit;
	p->tos = bpf_ntohs(*(__be16 *)ip) >> 4;
	p->protocol = ip->nexthdr;
	if (p->protocol == IPPROTO_FRAGMENT)
		return UP_FRAGMENT;
	if (p->protocol == IPPROTO_HOPOPTS || p->protocol == IPPROTO_ROUTING || p->protocol == IPPROTO_DSTOPTS ||
	    p->protocol == IPPROTO_AH)
		return UP_OPTIONS;
	if (p->ttl <= 1)
		return UP_TTL;
	outcome = check_length(ctx, data, end, p);
	if (outcome != FURTHER)
		return outcome;
	return parse_transport(ip + 1, end, p->ip_length - sizeof(*ip), p);
}

#endif
