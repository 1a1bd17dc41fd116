/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Icmpv6Flyweight;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import java.net.Inet6Address;
import org.agrona.MutableDirectBuffer;

/**
 * Unsolicited neighbour advertisement (RFC 4861 sections 4.4 and 7.2.6) to all nodes, sent from the address that it
 * tells of.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Type      |     Code      |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |R|S|O|                     Reserved                            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       Target Address (16 bytes)               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Option type  | Option length |                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *  |                           Target MAC                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * One thread.
 */
public final class NeighbourAdvertFrame
{
    /** Type: neighbour advertisement. */
    public static final int TYPE = 136;
    /** Flag: the sender routes. */
    public static final int FLAG_ROUTER = 0x8000_0000;
    /** Flag: what neighbours know already is replaced. */
    public static final int FLAG_OVERRIDE = 0x2000_0000;
    /** Option: link-layer address of the target. */
    public static final int OPTION_TARGET_MAC = 2;

    /** Flags, from the start of the ICMPv6 header. */
    public static final int FLAGS_OFFSET = Icmpv6Flyweight.REST_OFFSET;
    /** Target address. */
    public static final int TARGET_OFFSET = FLAGS_OFFSET + Integer.BYTES;
    /** Option. */
    public static final int OPTION_OFFSET = TARGET_OFFSET + 2 * Long.BYTES;
    /** Length of the option in units of 8 bytes. */
    public static final int OPTION_LENGTH_OFFSET = OPTION_OFFSET + Byte.BYTES;
    /** MAC in the option. */
    public static final int OPTION_MAC_OFFSET = OPTION_LENGTH_OFFSET + Byte.BYTES;
    /** Length of the frame. */
    public static final int LENGTH = EthernetFlyweight.LENGTH + Ipv6Flyweight.LENGTH + OPTION_MAC_OFFSET +
        EthernetFlyweight.MAC_LENGTH;

    private static final int MESSAGE_LENGTH = OPTION_MAC_OFFSET + EthernetFlyweight.MAC_LENGTH;
    private static final int HOP_LIMIT = 255;
    private static final long ALL_NODES_MAC = 0x3333_0000_0001L;
    private static final long ALL_NODES_HIGH = 0xFF02_0000_0000_0000L;
    private static final long ALL_NODES_LOW = 1;

    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final Icmpv6Flyweight icmp = new Icmpv6Flyweight();

    /**
     * Write a frame.
     *
     * @param buffer   that takes it.
     * @param offset   of its first byte.
     * @param mac      that has the address, 48 bits.
     * @param address  to be announced.
     * @param isRouter whether this host forwards IPv6.
     * @return length in bytes.
     */
    public int encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long mac,
        final Inet6Address address,
        final boolean isRouter)
    {
        final int ipOffset = offset + EthernetFlyweight.LENGTH;
        final int icmpOffset = ipOffset + Ipv6Flyweight.LENGTH;
        ethernet.wrap(buffer, offset).destination(ALL_NODES_MAC).source(mac).type(EtherType.IPV6);
        buffer.putBytes(ipOffset + Ipv6Flyweight.SOURCE_OFFSET, address.getAddress());
        ipv6.wrap(buffer, ipOffset)
            .trafficClass(0, 0)
            .payloadLength(MESSAGE_LENGTH)
            .nextHeader(IpProtocol.ICMPV6)
            .hopLimit(HOP_LIMIT)
            .destination(ALL_NODES_HIGH, ALL_NODES_LOW);
        icmp.wrap(buffer, icmpOffset).type(TYPE, 0).checksum(0);
        buffer.putInt(icmpOffset + FLAGS_OFFSET, FLAG_OVERRIDE | (isRouter ? FLAG_ROUTER : 0), BIG_ENDIAN);
        buffer.putBytes(icmpOffset + TARGET_OFFSET, address.getAddress());
        buffer.putByte(icmpOffset + OPTION_OFFSET, (byte)OPTION_TARGET_MAC);
        buffer.putByte(icmpOffset + OPTION_LENGTH_OFFSET, (byte)1);
        EthernetFlyweight.mac(buffer, icmpOffset + OPTION_MAC_OFFSET, mac);
        icmp.checksum(Checksums.finish(
            Checksums.pseudoHeaderV6(
                ipv6.sourceHigh(), ipv6.sourceLow(), ALL_NODES_HIGH, ALL_NODES_LOW, IpProtocol.ICMPV6, MESSAGE_LENGTH) +
            Checksums.sum(buffer, icmpOffset, MESSAGE_LENGTH)));
        return LENGTH;
    }
}
