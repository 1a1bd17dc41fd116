/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.vrrp.model.VrrpVersion;
import java.net.InetAddress;
import java.util.List;

/**
 * An advert that was taken.
 *
 * @param source          of the sender.
 * @param destination     group or own address.
 * @param ttl             TTL or hop limit as received.
 * @param version         of the protocol.
 * @param virtualRouterId 1..255.
 * @param priority        0..255; 0: the sender ceases to be master.
 * @param intervalNs      between adverts of the sender.
 * @param addresses       in it, in the order of the wire.
 * @param checksum        what the sender covers by it.
 */
public record Advert(
    InetAddress source,
    InetAddress destination,
    int ttl,
    VrrpVersion version,
    int virtualRouterId,
    int priority,
    long intervalNs,
    List<InetAddress> addresses,
    ChecksumKind checksum)
{
}
