/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A line of {@code virtual_routes} or {@code static_routes}, words as in ip-route(8).
 *
 * @param type            of the route.
 * @param destination     of the route; the unspecified address is {@code default}.
 * @param prefixLength    of the destination, in bits.
 * @param gateway         {@code via}, if given; may be of the other family.
 * @param device          {@code dev}, if given.
 * @param preferredSource {@code src}, if given.
 * @param table           number; main is 254.
 * @param metric          {@code metric}, {@code preference} or {@code priority}, if given.
 * @param scope           RT_SCOPE_*, if given.
 * @param protocol        RTPROT_*; 18 (keepalived) if not given.
 * @param metrics         {@code mtu}, {@code advmss}, {@code initcwnd}...: value by RTAX_* number.
 * @param isOnLink        {@code onlink}.
 * @param isTracked       false with {@code no_track}.
 */
public record VirtualRoute(
    Type type,
    InetAddress destination,
    int prefixLength,
    Optional<InetAddress> gateway,
    Optional<String> device,
    Optional<InetAddress> preferredSource,
    int table,
    OptionalInt metric,
    OptionalInt scope,
    int protocol,
    Map<Integer, Long> metrics,
    boolean isOnLink,
    boolean isTracked)
{
    /**
     * Type of a route, in the numbers of the kernel (RTN_*).
     */
    public enum Type
    {
        /** Gateway or direct. */
        UNICAST(1),
        /** Dropped without an answer. */
        BLACKHOLE(6),
        /** Answered with host unreachable. */
        UNREACHABLE(7),
        /** Answered with administratively prohibited. */
        PROHIBIT(8),
        /** Looked up in the next table. */
        THROW(9);

        private final int number;

        Type(final int number)
        {
            this.number = number;
        }

        /**
         * As the kernel has it.
         *
         * @return RTN_*.
         */
        public int number()
        {
            return number;
        }
    }
}
