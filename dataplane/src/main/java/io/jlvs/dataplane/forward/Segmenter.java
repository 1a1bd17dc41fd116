/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.TcpFlyweight;
import io.jlvs.dataplane.packet.UdpFlyweight;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a super-frame (TCP over IPv4 or IPv6, or UDP datagrams sent together) into the frames it stands for, as
 * tcp_gso_segment (net/ipv4/tcp_offload.c) and __udp_gso_segment (net/ipv4/udp_offload.c) do: lengths, counting IP
 * identifications, sequence numbers, flags, checksums.
 * <p>
 * Not thread safe: one per worker. Segments are built in own memory with headroom for a tunnel, each valid until the
 * next one.
 */
public final class Segmenter
{
    /** Bytes before a segment that may be overwritten. */
    static final int HEADROOM = 128;

    private static final int MAX_DATAGRAM_LENGTH = 0xFFFF;
    private static final int TYPE_MASK = ~Frame.GSO_ECN;

    private final UnsafeBuffer scratch =
        new UnsafeBuffer(new byte[HEADROOM + LinkHeader.MAX_LENGTH + MAX_DATAGRAM_LENGTH]);
    private final Frame segment = new Frame();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final TcpFlyweight tcp = new TcpFlyweight();
    private final UdpFlyweight udp = new UdpFlyweight();

    private PacketContext packet;
    private MutableDirectBuffer buffer;
    private int interfaceIndex;
    private int linkLength;
    private int headersLength;
    private int payloadLength;
    private int segmentPayloadLength;
    private int done;
    private int index;
    private boolean putsChecksum;

    /**
     * Whether a super-frame is of a kind that can be cut and agrees with its own headers.
     *
     * @param frame  super-frame.
     * @param packet its parsed view.
     * @return false for UDP that is to be fragmented, for contradictions, and for ordinary frames.
     */
    public static boolean canSegment(final Frame frame, final PacketContext packet)
    {
        if (PacketContext.TRANSPORT != packet.kind || packet.fragment || 0 >= frame.gsoSize())
        {
            return false;
        }
        switch (frame.gsoType() & TYPE_MASK)
        {
            case Frame.GSO_TCPV4:
                return IpProtocol.TCP == packet.protocol && !packet.ipv6;

            case Frame.GSO_TCPV6:
                return IpProtocol.TCP == packet.protocol && packet.ipv6;

            case Frame.GSO_UDP_L4:
                return IpProtocol.UDP == packet.protocol;

            default:
                return false;
        }
    }

    /**
     * Length of the largest IP datagram that a super-frame stands for.
     *
     * @param frame  super-frame.
     * @param packet its parsed view.
     * @return length in bytes.
     */
    public static int largestDatagram(final Frame frame, final PacketContext packet)
    {
        if (Frame.GSO_UDP == (frame.gsoType() & TYPE_MASK))
        {
            return Math.min(packet.ipLength, packet.ipHeaderLength + frame.gsoSize());
        }
        if (!canSegment(frame, packet))
        {
            return packet.ipLength;
        }
        final int headersLength = packet.ipHeaderLength + transportHeaderLength(frame, packet);
        return Math.min(packet.ipLength, headersLength + frame.gsoSize());
    }

    /**
     * Start on a super-frame for which {@link #canSegment} is true.
     *
     * @param frame     not changed; its memory must stay until the last segment.
     * @param newPacket parsed view of the frame, kept until the last segment.
     */
    public void begin(final Frame frame, final PacketContext newPacket)
    {
        final int transportHeaderLength = transportHeaderLength(frame, newPacket);
        packet = newPacket;
        buffer = frame.buffer();
        interfaceIndex = frame.interfaceIndex();
        linkLength = newPacket.ipOffset - frame.offset();
        headersLength = newPacket.ipHeaderLength + transportHeaderLength;
        payloadLength = newPacket.transportLength - transportHeaderLength;
        segmentPayloadLength = frame.gsoSize();
        done = 0;
        index = 0;
        putsChecksum = IpProtocol.TCP == newPacket.protocol || 0 != (frame.flags() & Frame.FLAG_NEEDS_CHECKSUM) ||
            0 != buffer.getShort(newPacket.transportOffset + UdpFlyweight.CHECKSUM_OFFSET);
    }

    /**
     * Whether there is another segment. A super-frame without payload is one segment.
     *
     * @return true if {@link #next()} may be called.
     */
    public boolean hasNext()
    {
        return done < payloadLength || 0 == index;
    }

    /**
     * Build the next segment: Ethernet header as in the super-frame, checksums complete.
     *
     * @return valid until the next call; the datagram starts as far behind the frame's start as in the super-frame.
     */
    public Frame next()
    {
        final int length = Math.min(segmentPayloadLength, payloadLength - done);
        final boolean last = done + length >= payloadLength;
        final int ipOffset = HEADROOM + linkLength;
        final int transportOffset = ipOffset + packet.ipHeaderLength;
        final int transportLength = headersLength - packet.ipHeaderLength + length;
        // The Ethernet header too, each time: the outer header of a tunnel has overwritten the one before.
        scratch.putBytes(HEADROOM, buffer, packet.ipOffset - linkLength, linkLength + headersLength);
        scratch.putBytes(
            ipOffset + headersLength, buffer, packet.ipOffset + headersLength + done, length);

        putIp(ipOffset, headersLength + length);
        final int checksumAt;
        if (IpProtocol.TCP == packet.protocol)
        {
            putTcp(transportOffset, last);
            checksumAt = transportOffset + TcpFlyweight.CHECKSUM_OFFSET;
        }
        else
        {
            udp.wrap(scratch, transportOffset).length(transportLength);
            checksumAt = transportOffset + UdpFlyweight.CHECKSUM_OFFSET;
        }
        if (putsChecksum)
        {
            final int pseudo = Checksums.fold(Checksums.pseudoHeader(packet, transportLength));
            scratch.putShort(checksumAt, (short)pseudo, BIG_ENDIAN);
            Checksums.complete(scratch, transportOffset, transportOffset + transportLength, checksumAt);
        }

        done += length;
        index++;
        return segment.wrap(scratch, HEADROOM, linkLength + headersLength + length, HEADROOM, interfaceIndex);
    }

    private void putIp(final int offset, final int length)
    {
        if (packet.ipv6)
        {
            ipv6.wrap(scratch, offset).payloadLength(length - Ipv6Flyweight.LENGTH);
        }
        else
        {
            ipv4.wrap(scratch, offset)
                .totalLength(length)
                .identification(packet.identification + index)
                .putChecksum();
        }
    }

    private void putTcp(final int offset, final boolean last)
    {
        int flags = packet.tcpFlags;
        if (!last)
        {
            flags &= ~(TcpFlags.FIN | TcpFlags.PSH);
        }
        if (0 < index)
        {
            flags &= ~TcpFlags.CWR;
        }
        tcp.wrap(scratch, offset).sequence(packet.tcpSequence + done).flags(flags);
    }

    private static int transportHeaderLength(final Frame frame, final PacketContext packet)
    {
        return IpProtocol.TCP == packet.protocol ?
            (frame.buffer().getByte(packet.transportOffset + TcpFlyweight.DATA_OFFSET_OFFSET) & 0xF0) >> 2 :
            UdpFlyweight.LENGTH;
    }
}
