/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

/**
 * What a route does with a packet (rtm_type, include/uapi/linux/rtnetlink.h; the order is that of its numbers).
 */
public enum RouteType
{
    UNSPECIFIED,
    UNICAST,
    LOCAL,
    BROADCAST,
    ANYCAST,
    MULTICAST,
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT,
    THROW,
    NAT,
    EXTERNAL;

    private static final RouteType[] VALUES = values();

    static RouteType of(final int code)
    {
        return code < VALUES.length ? VALUES[code] : UNSPECIFIED;
    }
}
