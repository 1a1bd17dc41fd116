/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import java.net.InetAddress;

/**
 * The kernel's answer to "how would you reach this address". Immutable.
 *
 * @param destination     that was asked for.
 * @param type            {@link RouteType#UNICAST} if packets can be sent; all else but {@code type} is meaningless for
 *                        routes that refuse packets.
 * @param interfaceIndex  that packets leave by.
 * @param gateway         next hop, null if the destination is on the link; may be of the other address family.
 * @param preferredSource own address that the kernel would use, null if it named none.
 * @param mtu             fixed by the route or learned for its path, 0 if there is only that of the interface.
 */
public record RouteInfo(
    InetAddress destination,
    RouteType type,
    int interfaceIndex,
    InetAddress gateway,
    InetAddress preferredSource,
    int mtu)
{
    /**
     * Whether packets to the destination can be sent through an interface.
     *
     * @return true for a unicast route.
     */
    public boolean isUnicast()
    {
        return RouteType.UNICAST == type;
    }

    /**
     * The address whose MAC is needed.
     *
     * @return the gateway, or the destination itself.
     */
    public InetAddress nextHop()
    {
        return null == gateway ? destination : gateway;
    }
}
