/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * What was heard on the segments of the virtual addresses.
 *
 * @param listenedMs how long.
 * @param probed     addresses that were asked for, and on which interfaces.
 * @param answers    to the probes, each sender once for an address.
 * @param adverts    of VRRP, in the order of arrival.
 * @param problems   why something could not be asked or heard.
 */
public record WireFacts(
    long listenedMs,
    List<Probed> probed,
    Set<Heard.AddressAnswer> answers,
    List<Heard.RouterAdvert> adverts,
    List<String> problems)
{
    /**
     * A question.
     *
     * @param address       asked for.
     * @param interfaceName on which.
     */
    public record Probed(InetAddress address, String interfaceName)
    {
    }

    /** Nobody was asked. */
    public static final WireFacts NONE = new WireFacts(0, List.of(), Set.of(), List.of(), List.of());

    /**
     * Keep immutable copies.
     */
    public WireFacts
    {
        probed = List.copyOf(probed);
        answers = Set.copyOf(answers);
        adverts = List.copyOf(adverts);
        problems = List.copyOf(problems);
    }

    boolean isProbed(final InetAddress address)
    {
        return probed.stream().anyMatch((question) -> question.address().equals(address));
    }
}
