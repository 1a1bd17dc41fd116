/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Both ends of a load run. "generate" runs by BPF_PROG_TEST_RUN with live frames: it writes a small UDP packet of one
 * of many flows and redirects it to an interface, as fast as the CPU goes or at a given rate. "sink" and "sink_skb" count
 * at the other end what arrives, and drop it.
 *
 *   Ethernet | IPv4 (TTL 64, DF clear) | UDP without checksum | zeros
 *
 * All headers are written each time: the kernel gives the same memory to the program again and again, with what the
 * receiver made of it.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define TTL 64
#define FLOWS_PER_ADDRESS 8192
#define FIRST_PORT 1024
#define RANDOM_MULTIPLIER 6364136223846793005ULL
#define RANDOM_INCREMENT 1442695040888963407ULL
#define FRESH_FLOWS (1 << 24) /* then they begin anew */
#define FRESH_FIRST (1 << 23) /* behind all other flows */
#define CREDIT_SHIFT 10 /* credit is counted in 1/1024 ns */

/* What to send; numbers in host order. */
struct load_settings {
	__u32 interface;	    /* 0: write the packet and drop it */
	__u32 flows;		    /* 0: the run is over, drop what is left */
	__u64 interval;		    /* 1/1024 ns between packets, 0: no pause */
	__u64 credit_limit;	    /* 1/1024 ns that may be caught up with */
	__u32 first_client;
	__u32 service;
	__u16 port;
	__u8 target_mac[ETH_ALEN];
	__u8 source_mac[ETH_ALEN];
	__u16 fresh; /* of 1024 packets so many are the first and only ones of a flow */
};

/* Of the one thread that sends. */
struct load_state {
	__u64 sent;
	__u64 random;
	__u64 last_ns;
	__u64 credit;
	__u64 fresh; /* flows of a single packet so far */
};

struct load_counts {
	__u64 received; /* packets of the service */
	__u64 other;
	__u64 fresh; /* among the received: of flows of a single packet */
	__u64 padding;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct load_settings);
} settings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct load_state);
} state SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct load_counts);
} counts SEC(".maps");

struct packet {
	struct ethhdr eth;
	struct iphdr ip;
	struct udphdr udp;
} __attribute__((packed));

/* Whether it is time for the next packet: a bucket of time that empties by an interval for each. */
static __always_inline _Bool is_due(struct load_state *s, const struct load_settings *to)
{
	__u64 now, credit;

	if (to->interval == 0)
		return 1;
	now = bpf_ktime_get_ns();
	credit = s->credit + ((now - s->last_ns) << CREDIT_SHIFT);
	s->last_ns = now;
	if (credit > to->credit_limit)
		credit = to->credit_limit;
	if (credit < to->interval) {
		s->credit = credit;
		return 0;
	}
	s->credit = credit - to->interval;
	return 1;
}

static __always_inline __u32 next_flow(struct load_state *s, __u32 flows, __u32 fresh)
{
	s->random = s->random * RANDOM_MULTIPLIER + RANDOM_INCREMENT;
	if (fresh && ((s->random >> 20) & 1023) < fresh)
		return FRESH_FIRST + s->fresh++ % FRESH_FLOWS;
	return ((s->random >> 32) * flows) >> 32;
}

static __always_inline __u16 ip_checksum(const struct iphdr *ip)
{
	const __u16 *words = (const __u16 *)ip;
	__u32 sum = 0;

	for (int i = 0; i < 10; i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static __always_inline void write_packet(struct packet *p, const struct load_settings *to, __u32 flow, __u32 length)
{
	struct iphdr ip = {
		.version = 4,
		.ihl = 5,
		.tot_len = bpf_htons(length - sizeof(p->eth)),
		.ttl = TTL,
		.protocol = IPPROTO_UDP,
		.saddr = bpf_htonl(to->first_client + flow / FLOWS_PER_ADDRESS),
		.daddr = bpf_htonl(to->service),
	};
	struct udphdr udp = {
		.source = bpf_htons(FIRST_PORT + flow % FLOWS_PER_ADDRESS),
		.dest = bpf_htons(to->port),
		.len = bpf_htons(length - sizeof(p->eth) - sizeof(p->ip)),
	};

	ip.check = ip_checksum(&ip);
	__builtin_memcpy(p->eth.h_dest, to->target_mac, ETH_ALEN);
	__builtin_memcpy(p->eth.h_source, to->source_mac, ETH_ALEN);
	p->eth.h_proto = bpf_htons(ETH_P_IP);
	p->ip = ip;
	p->udp = udp;
}

SEC("xdp")
int generate(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	__u32 zero = 0;
	struct load_settings *to = bpf_map_lookup_elem(&settings, &zero);
	struct load_state *s = bpf_map_lookup_elem(&state, &zero);

	if (!to || !s || data + sizeof(struct packet) > end)
		return XDP_ABORTED;
	if (to->flows == 0 || !is_due(s, to))
		return XDP_DROP;

	write_packet(data, to, next_flow(s, to->flows, to->fresh), end - data);
	s->sent++;
	return to->interface ? bpf_redirect(to->interface, 0) : XDP_DROP;
}

/* Counts a packet by its headers; where they are is the caller's matter. */
static __always_inline void count(const struct packet *p, const struct load_settings *to, struct load_counts *c)
{
	if (p->eth.h_proto != bpf_htons(ETH_P_IP) || p->ip.protocol != IPPROTO_UDP ||
	    p->ip.daddr != bpf_htonl(to->service) || p->udp.dest != bpf_htons(to->port))
		c->other++;
	else {
		c->received++;
		if (bpf_ntohl(p->ip.saddr) - to->first_client >= FRESH_FIRST / FLOWS_PER_ADDRESS)
			c->fresh++;
	}
}

/* For frames that arrive as XDP frames: what XDP_TX and redirect send. */
SEC("xdp")
int sink(struct xdp_md *ctx)
{
	struct packet *p = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	__u32 zero = 0;
	struct load_settings *to = bpf_map_lookup_elem(&settings, &zero);
	struct load_counts *c = bpf_map_lookup_elem(&counts, &zero);

	if (!to || !c)
		return XDP_ABORTED;
	if ((void *)(p + 1) > end)
		c->other++;
	else
		count(p, to, c);
	return XDP_DROP;
}

/*
 * For frames that arrive as skbs: what the kernel and AF_PACKET send. Native XDP would copy each of them before it
 * counts, at the cost of the CPU that sends. Headers may lie in page fragments.
 */
SEC("tc")
int sink_skb(struct __sk_buff *skb)
{
	struct packet p;
	__u32 zero = 0;
	struct load_settings *to = bpf_map_lookup_elem(&settings, &zero);
	struct load_counts *c = bpf_map_lookup_elem(&counts, &zero);

	if (!to || !c)
		return TC_ACT_SHOT;
	if (bpf_skb_load_bytes(skb, 0, &p, sizeof(p)) != 0)
		c->other++;
	else
		count(&p, to, c);
	return TC_ACT_SHOT;
}

/* The least that forwarding by XDP can cost: both MAC addresses are written, the frame goes back. */
SEC("xdp")
int bounce(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	__u8 target[ETH_ALEN];

	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	__builtin_memcpy(target, eth->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, eth->h_source, ETH_ALEN);
	__builtin_memcpy(eth->h_source, target, ETH_ALEN);
	return XDP_TX;
}

/* Lets an interface take redirected frames without GRO, and changes nothing. */
SEC("xdp")
int pass(struct xdp_md *ctx __attribute__((unused)))
{
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
