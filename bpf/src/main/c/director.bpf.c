/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The director's fast path: forwards packets of known flows by the flow tables and destinations that the director keeps,
 * and leaves everything else to it, untouched.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "director.h"
#include "packet.h"
#include "flow.h"
#include "encap.h"

static __always_inline int forward(struct xdp_md *ctx, const struct packet *p, const struct hit *hit, _Bool ipv6,
				   __u32 now, __u32 cpu, struct cpu_counts *counts, int *action)
{
	__u32 method = hit->flags & FLOW_METHOD;
	__u32 index = cpu * MAX_DESTINATIONS + hit->destination_id;
	struct next_hop hop = {};
	struct traffic *sent;
	int outcome;

	if (method != METHOD_DIRECT_ROUTE && method != METHOD_TUNNEL)
		return UP_METHOD;
	outcome = check_flow(hit, p, ipv6, now);
	if (outcome != FURTHER)
		return outcome;
	outcome = read_destination(hit->destination_id, method, &hop);
	if (has_changed(hit))
		return UP_CHANGED;
	if (outcome != FURTHER)
		return outcome;

	outcome = method == METHOD_DIRECT_ROUTE ? direct_route(ctx, p, &hop, ipv6) :
		  tunnel(ctx, p, &hop, ipv6, counts);
	if (outcome > FORWARD_TUNNEL)
		return outcome;

	seen(hit, now);
	sent = bpf_map_lookup_elem(&traffic, &index);
	if (sent) {
		sent->packets++;
		sent->bytes += p->ip_length;
	}
	*action = hop.interface == ctx->ingress_ifindex ? XDP_TX : bpf_redirect(hop.interface, 0);
	return outcome;
}

static __always_inline int direct(struct xdp_md *ctx, __u32 cpu, struct cpu_counts *counts, int *action)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct packet p = {};
	struct hit hit = {};
	__u32 index = ctx->ingress_ifindex % MAX_PORTS, zero = 0;
	struct port *port = bpf_map_lookup_elem(&ports, &index);
	struct heartbeat *beat = bpf_map_lookup_elem(&heartbeat, &zero);
	__u32 now = ticks_now();
	int outcome;

	if (!port || port->interface != ctx->ingress_ifindex)
		return UP_INTERFACE;
	if (!beat || (__s32)(now - READ_ONCE(beat->until)) > 0)
		return UP_ORPHANED;
	outcome = parse_ethernet(data, end, port, &p);
	if (outcome != FURTHER)
		return outcome;

	if (p.ethertype == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = data + p.ip_offset;

		outcome = parse_ipv4(ctx, data, end, ip, &p);
		if (outcome == FURTHER)
			outcome = find_ipv4(ip, &p, &hit);
		return outcome == FURTHER ? forward(ctx, &p, &hit, 0, now, cpu, counts, action) : outcome;
	}
	if (p.ethertype == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = data + p.ip_offset;

		outcome = parse_ipv6(ctx, data, end, ip, &p);
		if (outcome == FURTHER)
			outcome = find_ipv6(ip, &p, &hit);
		return outcome == FURTHER ? forward(ctx, &p, &hit, 1, now, cpu, counts, action) : outcome;
	}
	return UP_NOT_IP;
}

SEC("xdp.frags")
int jlvs_director(struct xdp_md *ctx)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct cpu_counts *counts = bpf_map_lookup_elem(&outcomes, &cpu);
	int action = XDP_PASS;
	int outcome;

	if (!counts)
		return XDP_PASS;
	outcome = direct(ctx, cpu, counts, &action);
	if (outcome >= 0 && outcome < MAX_OUTCOMES)
		counts->packets[outcome]++;
	return action;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
