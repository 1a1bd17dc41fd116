/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

/**
 * Values of the EtherType field (IEEE 802 numbers) that a director meets.
 */
public final class EtherType
{
    /** IPv4, RFC 894. */
    public static final int IPV4 = 0x0800;
    /** ARP, RFC 826. */
    public static final int ARP = 0x0806;
    /** Customer VLAN tag, IEEE 802.1Q. */
    public static final int VLAN = 0x8100;
    /** IPv6, RFC 2464. */
    public static final int IPV6 = 0x86DD;
    /** Service VLAN tag, IEEE 802.1ad. */
    public static final int VLAN_SERVICE = 0x88A8;

    private EtherType()
    {
    }
}
