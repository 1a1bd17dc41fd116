/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the guard shares with user space. GuardLayoutTest compares the Java side with the BTF of the compiled object.
 */
#ifndef JLVS_MAPS_H
#define JLVS_MAPS_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define GUARD_LAYOUT 1 /* of the structs below; raise it when one changes */
#define MAX_SERVICES 65536
#define MAX_DIRECTORY 256

/* All fields in network byte order; an IPv4 address is address[3], the words before it are 0. */
struct service_key {
	__u8 ipv6; /* 1 or 0 */
	__u8 protocol;
	__be16 port;
	__be32 address[4];
};

/* Who loaded this program: a restarted director finds its guard by it. Set before the program is loaded. */
struct guard_owner {
	__u32 layout;
	__u32 pid;
	__u64 start_ticks; /* field 22 of /proc/PID/stat */
	char directory[MAX_DIRECTORY];
};

const volatile struct guard_owner owner = { .layout = GUARD_LAYOUT };

/* A set; the value says nothing. Entries are few and change seldom, so they are allocated when added. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, MAX_SERVICES);
	__type(key, struct service_key);
	__type(value, __u32);
} services SEC(".maps");

/* Packets dropped. Per CPU: every packet of every service counts here. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} drops SEC(".maps");

#endif
