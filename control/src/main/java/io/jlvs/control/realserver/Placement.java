/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;


import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A virtual address and where a real server holds it.
 *
 * @param address       the VIP.
 * @param interfaceName {@code lo}, or the tunnel interface.
 * @param isTunnel      packets come in tunnels, which the interface opens.
 */
public record Placement(InetAddress address, String interfaceName, boolean isTunnel)
{
    /** Where a VIP of direct routing is held. */
    public static final String LOOPBACK = "lo";

    /**
     * Whether it is IPv6.
     *
     * @return true for IPv6.
     */
    public boolean isIpv6()
    {
        return address instanceof Inet6Address;
    }

    /**
     * With the prefix length of one address: a shorter one would make the whole network local on {@code lo}.
     *
     * @return such as {@code 10.0.0.100/32}.
     */
    public String cidr()
    {
        return InetText.of(address) + "/" + Byte.SIZE * address.getAddress().length;
    }

    @Override
    public String toString()
    {
        return InetText.of(address) + " on " + interfaceName;
    }
}
