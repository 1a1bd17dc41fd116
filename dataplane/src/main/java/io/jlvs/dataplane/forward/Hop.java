/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import org.agrona.MutableDirectBuffer;

/**
 * What a router does to the IP header of a packet that passes. Stateless.
 */
final class Hop
{
    private Hop()
    {
    }

    /** Lower TTL or hop limit by one; it is above 1. {@link PacketContext#ttl} keeps the value received. */
    static void decrement(final Frame frame, final PacketContext packet)
    {
        final MutableDirectBuffer buffer = frame.buffer();
        if (packet.ipv6)
        {
            buffer.putByte(packet.ipOffset + Ipv6Flyweight.HOP_LIMIT_OFFSET, (byte)(packet.ttl - 1));
        }
        else
        {
            final int ttlAt = packet.ipOffset + Ipv4Flyweight.TTL_OFFSET;
            final int checksumAt = packet.ipOffset + Ipv4Flyweight.CHECKSUM_OFFSET;
            final int before = buffer.getShort(ttlAt, BIG_ENDIAN) & 0xFFFF;
            final int checksum = buffer.getShort(checksumAt, BIG_ENDIAN) & 0xFFFF;
            buffer.putByte(ttlAt, (byte)(packet.ttl - 1));
            buffer.putShort(checksumAt, (short)Checksums.update(checksum, before, before - 0x0100), BIG_ENDIAN);
        }
    }

    /** Length to which a datagram is cut: that of the fragments it came in, or what the route allows. */
    static int fragmentLimit(final PacketContext packet, final int mtu)
    {
        return 0 == packet.largestFragment ? mtu : Math.min(mtu, packet.largestFragment);
    }

    /**
     * Whether a packet that is too long is dropped with an answer to its sender. IPVS fragments ICMP errors in spite
     * of DF (ensure_mtu_is_adequate in ip_vs_xmit.c).
     */
    static boolean mustNotFragment(final PacketContext packet)
    {
        return packet.ipv6 || packet.dontFragment && PacketContext.ICMP_ERROR != packet.kind;
    }
}
