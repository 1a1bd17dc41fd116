/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;


import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A rule of policy routing that there shall be, or shall not be any more. Immutable.
 *
 * @param isIpv6            family.
 * @param isInverted        applies to packets that do not match.
 * @param source            network of the sender, if given.
 * @param sourceLength      its prefix, in bits.
 * @param destination       network of the receiver, if given.
 * @param destinationLength its prefix, in bits.
 * @param inputName         interface that packets came by, if given.
 * @param outputName        interface that packets are bound to, if given.
 * @param mark              fwmark, if given.
 * @param markMask          bits of the mark that are compared, if given; else all.
 * @param typeOfService     if given.
 * @param priority          place among the rules, if given; else before all but the first.
 * @param action            FR_ACT_*: 1 look up, 6 blackhole, 7 unreachable, 8 prohibit.
 * @param table             to look up.
 * @param protocol          RTPROT_*: who made it.
 */
public record RuleSpec(
    boolean isIpv6,
    boolean isInverted,
    Optional<InetAddress> source,
    int sourceLength,
    Optional<InetAddress> destination,
    int destinationLength,
    Optional<String> inputName,
    Optional<String> outputName,
    OptionalLong mark,
    OptionalLong markMask,
    OptionalInt typeOfService,
    OptionalLong priority,
    int action,
    int table,
    int protocol)
{
    /** The action that looks a table up. */
    public static final int FR_ACT_TO_TBL = 1;

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(isIpv6 ? "IPv6" : "IPv4");
        text.append(isInverted ? " not from " : " from ").append(network(source, sourceLength));
        text.append(" to ").append(network(destination, destinationLength));
        inputName.ifPresent((name) -> text.append(" iif ").append(name));
        outputName.ifPresent((name) -> text.append(" oif ").append(name));
        mark.ifPresent((value) -> text.append(" fwmark 0x").append(Long.toHexString(value)));
        priority.ifPresent((value) -> text.append(" priority ").append(value));
        return text.append(FR_ACT_TO_TBL == action ? " table " + table : " action " + action).toString();
    }

    private static String network(final Optional<InetAddress> address, final int length)
    {
        return address.map((value) -> InetText.of(value) + "/" + length).orElse("all");
    }
}
