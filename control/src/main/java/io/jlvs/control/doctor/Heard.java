/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.net.InetAddress;
import java.util.Set;

/**
 * Something heard on a wire. MAC addresses are 48 bits.
 */
public sealed interface Heard
{
    /**
     * An answer to a probe: an ARP reply or a neighbour advertisement.
     *
     * @param interfaceName on which it came.
     * @param address       that the sender claims.
     * @param mac           of the sender, as it says in the answer.
     */
    record AddressAnswer(String interfaceName, InetAddress address, long mac) implements Heard
    {
    }

    /**
     * A VRRP advert.
     *
     * @param interfaceName      on which it came or went.
     * @param mac                of the frame's sender.
     * @param source             address of the sender.
     * @param version            of VRRP.
     * @param virtualRouterId    0..255.
     * @param priority           0..255.
     * @param intervalMs         between adverts, as the sender says.
     * @param authenticationType of version 2: 0 none, 1 password, 2 header; 0 in version 3.
     * @param addresses          in it.
     */
    record RouterAdvert(
        String interfaceName,
        long mac,
        InetAddress source,
        int version,
        int virtualRouterId,
        int priority,
        long intervalMs,
        int authenticationType,
        Set<InetAddress> addresses) implements Heard
    {
    }
}
