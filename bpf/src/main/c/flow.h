/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * From a packet to its flow and destination: what FlowTable.find() does, over the same memory, while workers and
 * conductor go on changing it.
 *
 * Entries and destinations carry a sequence. A reader looks at the sequence, copies what it needs, and looks again: if
 * it has moved, or was odd, the copies may be of two minds and the packet goes up. Nothing is written to the frame
 * before the second look. That needs the loads to happen in the order in which they are written down: the compiler is
 * kept to it by barrier(), and x86 keeps its loads in order itself. A CPU that does not would need a load-acquire in
 * place of barrier(); the loader therefore takes x86 only.
 */
#ifndef JLVS_FLOW_H
#define JLVS_FLOW_H

#include <linux/bpf.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "director.h"
#include "packet.h"

/* FlowTableDescriptor */
#define TABLE_HEADER_LENGTH 4096
#define TABLE_TIMEOUTS_OFFSET 64
#define CONTROL_STATUS 0x3
#define CONTROL_LIVE 2
#define CONTROL_PASSED (0x3ff << 2)
#define CONTROL_ODD (1 << 12) /* lowest bit of the sequence */
#define STATE_ESTABLISHED 1
#define STATE_UDP 11
#define FLOW_METHOD 0x7

/* ForwardingCode */
#define METHOD_TUNNEL 2
#define METHOD_DIRECT_ROUTE 3

/* DestinationCells */
#define DESTINATION_USABLE 1
#define DESTINATION_IPV6 2

#define TICKS_PER_SECOND 100
#define SEEN_TICKS 32

/*
 * Slots that a lookup visits behind the home slot; Java's goes on to 1024. At the design load of 0.7 one in a million
 * flows may lie further away (DirectorTableLabTest; with 32 slots 0.13 % did). The search is a global function, which the
 * verifier goes through once and alone: inlined, it went through all that follows a hit once for each slot, and gave up
 * (E2BIG, Linux 6.18).
 */
#define MAX_PROBES 128

#define NOT_FOUND 0xffffffffU
#define HASH_MIX 0xd6e8feb86659fd93ULL

struct hit {
	struct flow *flow;
	__u32 control; /* of the first look */
	__u32 state;
	__u32 flags;
	__u32 destination_id;
	__u32 last_seen;
};

struct next_hop {
	__u32 flags;
	__u32 interface;
	__u32 mtu;
	__u32 macs[3]; /* destination and source, as they stand in an Ethernet header */
	__be32 tunnel_source[4];
	__be32 server[4];
};

static __always_inline __u32 ticks_now(void)
{
	__u64 elapsed = bpf_jiffies64() - constants.clock.jiffies;

	/* Wraps where ticks wrap: the product modulo 2^64 has the ticks modulo 2^32 in its upper half. */
	return (constants.clock.ticks + elapsed * constants.clock.multiplier +
		(elapsed >> 16) * constants.clock.remainder) >> 32;
}

static __always_inline __u32 home(__u64 sum, __u32 capacity)
{
	sum = (sum ^ (sum >> 32)) * HASH_MIX;
	sum = (sum ^ (sum >> 32)) * HASH_MIX;
	return ((sum >> 32) * capacity) >> 32;
}

/* Without a branch, which the verifier would follow to both sides at each step of a search. */
static __always_inline __u32 next(__u32 slot, __u32 capacity)
{
	__s64 left = (__s64)slot + 1 - capacity;

	barrier_var(left); /* else the compiler makes a branch of it */
	return (slot + 1) & (left >> 63); /* all ones, or 0 behind the last slot */
}

/* Whether the slot is a dead end: nothing that has its home here or before lies behind it. */
#define IS_LAST(control) (((control) & CONTROL_PASSED) == 0)

static __always_inline void copy_flow(struct flow *flow, __u32 control, struct hit *hit)
{
	hit->flow = flow;
	hit->control = control;
	hit->state = READ_ONCE(flow->state);
	hit->flags = READ_ONCE(flow->flags);
	hit->destination_id = READ_ONCE(flow->destination_id);
	hit->last_seen = READ_ONCE(flow->last_seen);
}

static __always_inline __u32 difference_ipv4(const struct flow *flow, __u32 control, __be32 source, __be32 destination,
					     __be32 ports, __u32 kind)
{
	return (flow->ports ^ ports) | (flow->source ^ source) | (flow->destination ^ destination) |
	       (flow->kind ^ kind) | ((control & CONTROL_STATUS) ^ CONTROL_LIVE);
}

/* Slot of a flow from a slot on, or NOT_FOUND. */
__noinline __u32 search_ipv4(__be32 source, __be32 destination, __be32 ports, __u32 kind, __u32 slot)
{
	for (int i = 0; i < MAX_PROBES; i++) {
		__u32 index = TABLE_HEADER_LENGTH / sizeof(struct flow) + slot;
		struct flow *flow = bpf_map_lookup_elem(&flows4, &index);
		__u32 control;

		if (!flow)
			return NOT_FOUND;
		control = READ_ONCE(flow->control);
		barrier();
		if (difference_ipv4(flow, control, source, destination, ports, kind) == 0)
			return slot;
		if (IS_LAST(control))
			return NOT_FOUND;
		slot = next(slot, constants.capacity_ipv4);
	}
	return NOT_FOUND;
}

static __always_inline int find_ipv4(const struct iphdr *ip, const struct packet *p, struct hit *hit)
{
	const volatile __u64 *keys = constants.hash_ipv4;
	__u32 kind = p->protocol & KIND_PROTOCOL;
	__be32 source = ip->saddr, destination = ip->daddr;
	__u32 slot = home(keys[0] + bpf_ntohl(source) * keys[1] + bpf_ntohl(destination) * keys[2] +
			  bpf_ntohl(p->ports) * keys[3] + kind * keys[4], constants.capacity_ipv4);
	__u32 index = TABLE_HEADER_LENGTH / sizeof(struct flow) + slot;
	struct flow *flow = bpf_map_lookup_elem(&flows4, &index);
	__u32 control;

	if (!flow)
		return UP_UNKNOWN;
	control = READ_ONCE(flow->control);
	barrier();
	if (difference_ipv4(flow, control, source, destination, p->ports, kind) != 0) {
		if (IS_LAST(control))
			return UP_UNKNOWN;
		slot = search_ipv4(source, destination, p->ports, kind, next(slot, constants.capacity_ipv4));
		if (slot == NOT_FOUND)
			return UP_UNKNOWN;
		index = TABLE_HEADER_LENGTH / sizeof(struct flow) + slot;
		flow = bpf_map_lookup_elem(&flows4, &index);
		if (!flow)
			return UP_UNKNOWN;
		control = READ_ONCE(flow->control);
		barrier();
		if (difference_ipv4(flow, control, source, destination, p->ports, kind) != 0)
			return UP_CHANGED;
	}
	copy_flow(flow, control, hit);
	return FURTHER;
}

struct key_ipv6 {
	__be32 source[4];
	__be32 destination[4];
	__be32 ports;
	__u32 kind;
};

static __always_inline __u32 difference_ipv6(const struct flow_ipv6 *entry, __u32 control, const struct key_ipv6 *key)
{
	__u32 difference = (entry->flow.ports ^ key->ports) | (entry->flow.kind ^ key->kind) |
			   ((control & CONTROL_STATUS) ^ CONTROL_LIVE);

	for (int i = 0; i < 4; i++)
		difference |= (entry->source[i] ^ key->source[i]) | (entry->destination[i] ^ key->destination[i]);
	return difference;
}

/* As search_ipv4(). */
__noinline __u32 search_ipv6(const struct key_ipv6 *key, __u32 slot)
{
	if (!key)
		return NOT_FOUND;
	for (int i = 0; i < MAX_PROBES; i++) {
		__u32 index = TABLE_HEADER_LENGTH / sizeof(struct flow_ipv6) + slot;
		struct flow_ipv6 *entry = bpf_map_lookup_elem(&flows6, &index);
		__u32 control;

		if (!entry)
			return NOT_FOUND;
		control = READ_ONCE(entry->flow.control);
		barrier();
		if (difference_ipv6(entry, control, key) == 0)
			return slot;
		if (IS_LAST(control))
			return NOT_FOUND;
		slot = next(slot, constants.capacity_ipv6);
	}
	return NOT_FOUND;
}

static __always_inline int find_ipv6(const struct ipv6hdr *ip, const struct packet *p, struct hit *hit)
{
	const volatile __u64 *keys = constants.hash_ipv6;
	struct key_ipv6 key = { .ports = p->ports, .kind = p->protocol & KIND_PROTOCOL };
	__u64 sum = keys[0] + bpf_ntohl(key.ports) * keys[9] + key.kind * keys[10];
	struct flow_ipv6 *entry;
	__u32 slot, index, control;

	for (int i = 0; i < 4; i++) {
		key.source[i] = ip->saddr.s6_addr32[i];
		key.destination[i] = ip->daddr.s6_addr32[i];
		sum += bpf_ntohl(key.source[i]) * keys[1 + i] + bpf_ntohl(key.destination[i]) * keys[5 + i];
	}
	slot = home(sum, constants.capacity_ipv6);
	index = TABLE_HEADER_LENGTH / sizeof(struct flow_ipv6) + slot;
	entry = bpf_map_lookup_elem(&flows6, &index);
	if (!entry)
		return UP_UNKNOWN;
	control = READ_ONCE(entry->flow.control);
	barrier();
	if (difference_ipv6(entry, control, &key) != 0) {
		if (IS_LAST(control))
			return UP_UNKNOWN;
		slot = search_ipv6(&key, next(slot, constants.capacity_ipv6));
		if (slot == NOT_FOUND)
			return UP_UNKNOWN;
		index = TABLE_HEADER_LENGTH / sizeof(struct flow_ipv6) + slot;
		entry = bpf_map_lookup_elem(&flows6, &index);
		if (!entry)
			return UP_UNKNOWN;
		control = READ_ONCE(entry->flow.control);
		barrier();
		if (difference_ipv6(entry, control, &key) != 0)
			return UP_CHANGED;
	}
	copy_flow(&entry->flow, control, hit);
	return FURTHER;
}

/* Time-out of a state, from the header of the flow table. */
static __always_inline __u32 timeout_of(__u32 state, _Bool ipv6)
{
	__u32 offset = TABLE_TIMEOUTS_OFFSET + state * sizeof(__u32);
	__u32 length = ipv6 ? sizeof(struct flow_ipv6) : sizeof(struct flow);
	__u32 index = offset / length;
	void *element = ipv6 ? bpf_map_lookup_elem(&flows6, &index) : bpf_map_lookup_elem(&flows4, &index);

	return element ? READ_ONCE(*(__u32 *)(element + offset % length)) : 0;
}

/* Whether only data flow in this state, and whether the connection still lives. */
static __always_inline int check_flow(const struct hit *hit, const struct packet *p, _Bool ipv6, __u32 now)
{
	__s32 idle = now - hit->last_seen;

	if (hit->control & CONTROL_ODD)
		return UP_CHANGED;
	if (p->protocol == IPPROTO_TCP) {
		if (hit->state != STATE_ESTABLISHED)
			return UP_STATE;
		/* No time-out is shorter than a second. */
		if (idle >= TICKS_PER_SECOND && idle >= (__s32)timeout_of(STATE_ESTABLISHED, ipv6))
			return UP_EXPIRED;
	} else {
		if (hit->state != STATE_UDP)
			return UP_STATE;
		if (idle >= TICKS_PER_SECOND && idle >= (__s32)timeout_of(STATE_UDP, ipv6))
			return UP_EXPIRED;
	}
	return FURTHER;
}

static __always_inline int read_destination(__u32 id, __u32 method, struct next_hop *hop)
{
	struct destination *d = bpf_map_lookup_elem(&destinations, &id);
	const __u32 *macs;
	__u32 sequence;

	if (!d)
		return UP_DESTINATION;
	sequence = READ_ONCE(d->sequence);
	barrier();
	macs = (const __u32 *)d->destination_mac;
	hop->flags = READ_ONCE(d->flags);
	hop->interface = READ_ONCE(d->interface);
	hop->mtu = READ_ONCE(d->mtu);
	for (int i = 0; i < 3; i++)
		hop->macs[i] = READ_ONCE(macs[i]);
	if (method == METHOD_TUNNEL) {
		for (int i = 0; i < 4; i++) {
			hop->tunnel_source[i] = READ_ONCE(d->tunnel_source[i]);
			hop->server[i] = READ_ONCE(d->server[i]);
		}
	}
	barrier();
	if ((sequence & 1) || READ_ONCE(d->sequence) != sequence)
		return UP_CHANGED;
	return hop->flags & DESTINATION_USABLE ? FURTHER : UP_DESTINATION;
}

/* The second look. Other workers may have counted the slot as passed meanwhile, which changes nothing for this flow. */
static __always_inline _Bool has_changed(const struct hit *hit)
{
	barrier();
	return ((READ_ONCE(hit->flow->control) ^ hit->control) & ~CONTROL_PASSED) != 0;
}

/*
 * Moves the time on, but not for every packet: a line that is only read stays in the caches of all CPUs and need not be
 * written back. A connection may so end a third of a second early, of the minutes that time-outs last. Java may be a
 * tick ahead.
 */
static __always_inline void seen(const struct hit *hit, __u32 now)
{
	if ((__s32)(now - hit->last_seen) > SEEN_TICKS)
		WRITE_ONCE(hit->flow->last_seen, now);
}

#endif
