// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Takes the outer header off an IPv4-in-IPv4 or IPv6-in-IPv6 packet at tc ingress, as a real server of a tunnelling
 * director would with the ipip and ip6_tunnel modules:
 *
 *   Ethernet | IPv4, protocol 4       | IPv4 ...   ->   Ethernet | IPv4 ...
 *   Ethernet | IPv6, next header 41   | IPv6 ...   ->   Ethernet | IPv6 ...
 *
 * A fragment of a tunnelled packet is left alone: only the kernel's own tunnel could put it together.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define PROTOCOL_IPIP 4
#define PROTOCOL_IPV6 41
#define FRAGMENT_MASK 0x3FFF

static __always_inline int strip_ipv4(struct __sk_buff *skb, void *outer, void *end)
{
    struct iphdr *ip = outer;
    if ((void *)(ip + 1) > end)
    {
        return TC_ACT_OK;
    }
    if (ip->protocol != PROTOCOL_IPIP || ip->ihl != 5 || (ip->frag_off & bpf_htons(FRAGMENT_MASK)))
    {
        return TC_ACT_OK;
    }

    if (bpf_skb_adjust_room(skb, -(int)sizeof(*ip), BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO))
    {
        return TC_ACT_SHOT;
    }
    return TC_ACT_OK;
}

static __always_inline int strip_ipv6(struct __sk_buff *skb, void *outer, void *end)
{
    struct ipv6hdr *ip = outer;
    if ((void *)(ip + 1) > end)
    {
        return TC_ACT_OK;
    }
    if (ip->nexthdr != PROTOCOL_IPV6)
    {
        return TC_ACT_OK;
    }

    if (bpf_skb_adjust_room(skb, -(int)sizeof(*ip), BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO))
    {
        return TC_ACT_SHOT;
    }
    return TC_ACT_OK;
}

SEC("tc")
int decapsulate(struct __sk_buff *skb)
{
    void *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    struct ethhdr *eth = data;
    if ((void *)(eth + 1) > end)
    {
        return TC_ACT_OK;
    }

    if (eth->h_proto == bpf_htons(ETH_P_IP))
    {
        return strip_ipv4(skb, eth + 1, end);
    }
    if (eth->h_proto == bpf_htons(ETH_P_IPV6))
    {
        return strip_ipv6(skb, eth + 1, end);
    }
    return TC_ACT_OK;
}

char _license[] SEC("license") = "Dual BSD/GPL";
