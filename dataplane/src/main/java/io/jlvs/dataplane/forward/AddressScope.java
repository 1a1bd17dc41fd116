/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

/**
 * Which addresses may be answered. Stateless.
 */
final class AddressScope
{
    private static final long IPV4_BROADCAST = 0xFFFF_FFFFL;
    private static final long IPV4_FIRST_MULTICAST = 0xE000_0000L;
    private static final int IPV6_MULTICAST_SHIFT = 56;
    private static final int IPV6_MULTICAST = 0xFF;

    private AddressScope()
    {
    }

    /**
     * Whether an address names a single host: not unspecified, multicast (RFC 5771, RFC 4291 section 2.7), reserved
     * or the limited broadcast. Directed broadcasts cannot be told without the routes; the kernel delivers packets to
     * them as link-layer broadcasts.
     */
    static boolean isSingleHost(final boolean ipv6, final long high, final long low)
    {
        if (ipv6)
        {
            return 0 != (high | low) && IPV6_MULTICAST != high >>> IPV6_MULTICAST_SHIFT;
        }
        final long address = low & IPV4_BROADCAST;
        return 0 != address && address < IPV4_FIRST_MULTICAST;
    }
}
