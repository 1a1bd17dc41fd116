/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;


import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route that a table shall have, or shall not have any more. Immutable.
 *
 * @param type            RTN_*: 1 unicast, 6 blackhole, 7 unreachable, 8 prohibit, 9 throw.
 * @param destination     network; the unspecified address with length 0 is the default route.
 * @param prefixLength    of the destination, in bits.
 * @param gateway         next hop, if given; may be of the other family.
 * @param interfaceIndex  that packets leave by, if given.
 * @param preferredSource own address, if given.
 * @param table           number; main is 254.
 * @param priority        RTA_PRIORITY ("metric"), if given.
 * @param scope           RT_SCOPE_*, if given.
 * @param protocol        RTPROT_*: who made it.
 * @param metrics         value by RTAX_* number.
 * @param isOnLink        the gateway is on the link whatever the addresses say (RTNH_F_ONLINK).
 */
public record RouteSpec(
    int type,
    InetAddress destination,
    int prefixLength,
    Optional<InetAddress> gateway,
    OptionalInt interfaceIndex,
    Optional<InetAddress> preferredSource,
    int table,
    OptionalInt priority,
    OptionalInt scope,
    int protocol,
    Map<Integer, Long> metrics,
    boolean isOnLink)
{
    /** Number that keepalived's routes and rules bear (include/uapi/linux/rtnetlink.h). */
    public static final int RTPROT_KEEPALIVED = 18;

    /**
     * Keep a copy.
     */
    public RouteSpec
    {
        metrics = Map.copyOf(metrics);
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(InetText.of(destination)).append('/').append(prefixLength);
        gateway.ifPresent((address) -> text.append(" via ").append(InetText.of(address)));
        interfaceIndex.ifPresent((index) -> text.append(" on interface ").append(index));
        return text.append(" table ").append(table).toString();
    }
}
