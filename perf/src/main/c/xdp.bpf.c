/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What "bench xdp" compares the director's XDP program with, and the wrapper under which it runs over many flows:
 * BPF_PROG_TEST_RUN repeats a program over one and the same memory, so "vary" puts right what the repetition before did
 * to the frame, makes it a packet of a flow picked at random, and jumps to the program that is measured.
 *
 *   Ethernet | IPv4 (TTL 64, DF clear) | UDP without checksum | zeros
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define FRAME_LENGTH 60
#define TTL 64
#define FLOWS_PER_ADDRESS 8192
#define FIRST_PORT 1024
#define RANDOM_MULTIPLIER 6364136223846793005ULL
#define RANDOM_INCREMENT 1442695040888963407ULL

/* Numbers in host order. */
struct vary_settings {
	__u32 flows;
	__u32 first_client;
	__u32 service;
	__u32 port;
	__u64 random;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vary_settings);
} settings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} measured SEC(".maps");

struct packet {
	struct ethhdr eth;
	struct iphdr ip;
	struct udphdr udp;
} __attribute__((packed));

static __always_inline __u16 ip_checksum(const struct iphdr *ip)
{
	const __u32 *words = (const __u32 *)ip;
	__u64 sum = (__u64)words[0] + words[1] + words[2] + words[3] + words[4];

	sum = (sum >> 32) + (__u32)sum;
	sum = (sum >> 16) + (__u16)sum;
	sum = (sum >> 16) + (__u16)sum;
	sum = (sum >> 16) + (__u16)sum;
	return ~sum;
}

static __always_inline void write_packet(struct packet *p, const struct vary_settings *s, __u32 flow)
{
	struct iphdr ip = {
		.version = 4,
		.ihl = 5,
		.tot_len = bpf_htons(FRAME_LENGTH - sizeof(p->eth)),
		.ttl = TTL,
		.protocol = IPPROTO_UDP,
		.saddr = bpf_htonl(s->first_client + flow / FLOWS_PER_ADDRESS),
		.daddr = bpf_htonl(s->service),
	};
	struct udphdr udp = {
		.source = bpf_htons(FIRST_PORT + flow % FLOWS_PER_ADDRESS),
		.dest = bpf_htons(s->port),
		.len = bpf_htons(FRAME_LENGTH - sizeof(p->eth) - sizeof(p->ip)),
	};

	ip.check = ip_checksum(&ip);
	__builtin_memset(&p->eth, 0, 2 * ETH_ALEN);
	p->eth.h_proto = bpf_htons(ETH_P_IP);
	p->ip = ip;
	p->udp = udp;
}

SEC("xdp.frags")
int vary(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct vary_settings *s = bpf_map_lookup_elem(&settings, &zero);
	void *data, *end;

	if (!s)
		return XDP_ABORTED;
	/* A call for each program alike, of which only a tunnel's moves anything. */
	if (bpf_xdp_adjust_head(ctx, (int)(ctx->data_end - ctx->data) - FRAME_LENGTH) != 0)
		return XDP_ABORTED;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	if (data + sizeof(struct packet) > end)
		return XDP_ABORTED;

	s->random = s->random * RANDOM_MULTIPLIER + RANDOM_INCREMENT;
	write_packet(data, s, ((s->random >> 32) * s->flows) >> 32);
	bpf_tail_call(ctx, &measured, 0);
	return XDP_ABORTED;
}

/* Touches nothing. */
SEC("xdp.frags")
int empty(struct xdp_md *ctx __attribute__((unused)))
{
	return XDP_TX;
}

/* The least that a program which sends a packet back does: other MAC addresses. */
SEC("xdp.frags")
int bare(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	__u8 mac[ETH_ALEN];

	if ((void *)(eth + 1) > end)
		return XDP_ABORTED;
	__builtin_memcpy(mac, eth->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, eth->h_source, ETH_ALEN);
	__builtin_memcpy(eth->h_source, mac, ETH_ALEN);
	return XDP_TX;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
