/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the director's XDP program shares with user space. DirectorLayoutTest compares the Java side with the BTF of the
 * compiled object. All maps are mapped by the director; their sizes are set before the program is loaded.
 */
#ifndef JLVS_DIRECTOR_H
#define JLVS_DIRECTOR_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define DIRECTOR_LAYOUT 2 /* of the structs below; raise it when one changes */
#define MAX_DIRECTORY 256
#define MAX_DESTINATIONS 16384
#define MAX_PORTS 256
#define MAX_OUTCOMES 31
#define HASH_KEYS 11 /* FlowHash.keys() */
#define VIRTUAL_ROUTER_WORDS 8 /* a bit for each virtual router identifier, of IPv4 and of IPv6 */

/* One load or store, where and when it is written; see flow.h for what that orders. */
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile typeof(x) *)&(x) = (value))

/* OffloadOutcome: one for each packet, by which it is counted. */
enum outcome {
	FORWARD_DIRECT_ROUTE,
	FORWARD_TUNNEL,
	UP_NOT_IP,
	UP_NOT_FOR_HOST,
	UP_MALFORMED,
	UP_OPTIONS,
	UP_FRAGMENT,
	UP_PROTOCOL,
	UP_TTL,
	UP_TCP_FLAGS,
	UP_UNKNOWN,
	UP_STATE,
	UP_EXPIRED,
	UP_METHOD,
	UP_DESTINATION,
	UP_TOO_LONG,
	UP_CHANGED,
	UP_NO_HEADROOM,
	UP_ORPHANED,
	UP_INTERFACE,
	FURTHER /* not decided yet; last, so also the number of outcomes */
};

/* Who loaded this program: a restarted director finds its predecessor by it. */
struct director_owner {
	__u32 layout;
	__u32 pid;
	__u64 start_ticks; /* field 22 of /proc/PID/stat */
	char directory[MAX_DIRECTORY];
};

/* From jiffies to the ticks of the flow tables (10 ms of CLOCK_MONOTONIC), in units of 2^-32 ticks. */
struct director_clock {
	__u64 jiffies;	  /* at some moment, */
	__u64 ticks;	  /* and the ticks of that moment */
	__u64 multiplier; /* ticks of a jiffy */
	__u64 remainder;  /* of the multiplier, units of 2^-48 ticks: keeps the clock right for years */
};

/* Set before the program is loaded. */
struct director_constants {
	struct director_owner owner;
	__u32 capacity_ipv4; /* slots of the flow tables */
	__u32 capacity_ipv6;
	__u32 cpus;	       /* possible ones */
	__u32 frags;	       /* 1: frames may come in several buffers (Linux 5.18) */
	enum outcome outcomes; /* how many the loader knows */
	__u32 padding;
	__u64 hash_ipv4[HASH_KEYS];
	__u64 hash_ipv6[HASH_KEYS];
	struct director_clock clock;
};

const volatile struct director_constants constants = {
	.owner = { .layout = DIRECTOR_LAYOUT },
	.outcomes = FURTHER,
};

/* An entry of a flow table, FlowTableDescriptor. The table's header takes the first elements of the map. */
struct flow {
	__u32 control;
	__be32 source; /* IPv6: 0 */
	__be32 destination;
	__be32 ports; /* source, destination */
	__u8 kind;
	__u8 state;
	__u8 flags;
	__u8 owner;
	__u32 destination_id;
	__u32 last_seen;
	__u32 link;
};

struct flow_ipv6 {
	struct flow flow;
	__be32 source[4];
	__be32 destination[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flow);
} flows4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flow_ipv6);
} flows6 SEC(".maps");

/* How packets of a destination are sent, DestinationCells. By destination id. */
struct destination {
	__u32 sequence;
	__u32 flags;
	__u32 interface;
	__u32 mtu;
	__u8 destination_mac[ETH_ALEN];
	__u8 source_mac[ETH_ALEN];
	__be16 port;
	__u16 padding;
	__be32 tunnel_source[4];
	__be32 server[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MAX_DESTINATIONS);
	__type(key, __u32);
	__type(value, struct destination);
} destinations SEC(".maps");

/*
 * What was forwarded: by CPU * MAX_DESTINATIONS + destination id, so that no two CPUs write one cache line. Java keeps
 * two rows behind those of the CPUs, for the next director.
 */
struct traffic {
	__u64 packets;
	__u64 bytes; /* of IP datagrams as they came */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct traffic);
} traffic SEC(".maps");

/* What a CPU did. By CPU. */
struct cpu_counts {
	__u64 packets[MAX_OUTCOMES]; /* by outcome */
	__u64 identification;	     /* next one of an outer IPv4 header without DF; the director sets the first */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_counts);
} outcomes SEC(".maps");

/* An interface that the director works on. By the low 8 bits of its index. */
struct port {
	__u32 interface;
	__u32 flags;
	__u8 mac[ETH_ALEN];
	__u8 padding[2];
	__u64 virtual_routers[VIRTUAL_ROUTER_WORDS]; /* those whose MAC address is served too: that of a macvlan above */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MAX_PORTS);
	__type(key, __u32);
	__type(value, struct port);
} ports SEC(".maps");

/* A line of its own: written ten times a second. */
struct heartbeat {
	__u32 until; /* ticks until which to forward */
	__u32 padding[15];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct heartbeat);
} heartbeat SEC(".maps");

#endif
