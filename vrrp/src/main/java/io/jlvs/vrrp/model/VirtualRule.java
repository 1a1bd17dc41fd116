/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A line of {@code virtual_rules} or {@code static_rules}, words as in ip-rule(8).
 *
 * @param isIpv6             family of the rule.
 * @param isInverted         {@code not}.
 * @param source             {@code from}, if given.
 * @param sourceLength       its prefix, in bits.
 * @param destination        {@code to}, if given.
 * @param destinationLength  its prefix, in bits.
 * @param inputDevice        {@code iif}, if given.
 * @param outputDevice       {@code oif}, if given.
 * @param mark               {@code fwmark}, if given.
 * @param markMask           behind the slash, if given.
 * @param typeOfService      {@code tos}, if given.
 * @param priority           of the rule; the kernel chooses if not given.
 * @param action             what to do.
 * @param table              for {@link Action#LOOKUP}; main is 254.
 */
public record VirtualRule(
    boolean isIpv6,
    boolean isInverted,
    Optional<InetAddress> source,
    int sourceLength,
    Optional<InetAddress> destination,
    int destinationLength,
    Optional<String> inputDevice,
    Optional<String> outputDevice,
    OptionalLong mark,
    OptionalLong markMask,
    OptionalInt typeOfService,
    OptionalLong priority,
    Action action,
    int table)
{
    /**
     * What a rule does, in the numbers of the kernel (FR_ACT_*).
     */
    public enum Action
    {
        /** {@code table} or {@code lookup}. */
        LOOKUP(1),
        /** {@code blackhole}. */
        BLACKHOLE(6),
        /** {@code unreachable}. */
        UNREACHABLE(7),
        /** {@code prohibit}. */
        PROHIBIT(8);

        private final int number;

        Action(final int number)
        {
            this.number = number;
        }

        /**
         * As the kernel has it.
         *
         * @return FR_ACT_*.
         */
        public int number()
        {
            return number;
        }
    }
}
