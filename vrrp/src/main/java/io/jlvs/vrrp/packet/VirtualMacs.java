/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

/**
 * MAC addresses of virtual routers, RFC 9568 section 7.3.
 */
public final class VirtualMacs
{
    private static final long IPV4 = 0x0000_5E00_0100L;
    private static final long IPV6 = 0x0000_5E00_0200L;

    private VirtualMacs()
    {
    }

    /**
     * MAC of a virtual router.
     *
     * @param isIpv6          family.
     * @param virtualRouterId 1..255.
     * @return 48 bits: 00:00:5e:00:01:VRID, for IPv6 00:00:5e:00:02:VRID.
     */
    public static long of(final boolean isIpv6, final int virtualRouterId)
    {
        return (isIpv6 ? IPV6 : IPV4) | virtualRouterId;
    }
}
