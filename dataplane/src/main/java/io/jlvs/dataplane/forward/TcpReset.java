/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.TcpFlyweight;
import io.jlvs.dataplane.packet.Verdict;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The answer to a TCP segment of a service that belongs to no connection: what the kernel's stack under IPVS sends
 * when no socket takes the segment (tcp_v4_send_reset in net/ipv4/tcp_ipv4.c and its IPv6 twin; RFC 9293 section
 * 3.10.7.1).
 * <p>
 * Not thread safe: one per worker. Answers are built in own memory, valid until the next one.
 */
public final class TcpReset
{
    private static final int ECN_MASK = 0x03;
    private static final int FRAME_AT = 64;

    private final UnsafeBuffer scratch =
        new UnsafeBuffer(new byte[FRAME_AT + LinkHeader.MAX_LENGTH + Ipv6Flyweight.LENGTH + TcpFlyweight.LENGTH]);
    private final Frame answer = new Frame();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final TcpFlyweight tcp = new TcpFlyweight();
    private final int ttl;

    /**
     * Resets with the kernel's default TTL.
     */
    public TcpReset()
    {
        this(IcmpErrors.DEFAULT_TTL);
    }

    /**
     * Resets with another TTL.
     *
     * @param ttl and hop limit of the resets.
     */
    public TcpReset(final int ttl)
    {
        this.ttl = ttl;
    }

    /**
     * Answer a segment with a reset. None answers a reset, a fragment, a wrong checksum, or anything that does not
     * come from and go to a single host.
     *
     * @param frame  to answer, not changed.
     * @param packet its parsed view.
     * @param sink   takes the answer.
     * @return ANSWER_RESET, DROP_STRAY if there is no answer, or DROP_TRANSMIT.
     */
    public Verdict answer(final Frame frame, final PacketContext packet, final FrameSink sink)
    {
        if (!isAnswerable(frame, packet))
        {
            return Verdict.DROP_STRAY;
        }

        final int ipOffset = LinkHeader.answer(frame, packet, scratch, FRAME_AT);
        final int tcpOffset = ipOffset + (packet.ipv6 ? Ipv6Flyweight.LENGTH : Ipv4Flyweight.LENGTH);
        final long pseudo = packet.ipv6 ? putIpv6(ipOffset, packet) : putIpv4(ipOffset, packet);

        final boolean acknowledges = 0 != (packet.tcpFlags & TcpFlags.ACK);
        final int segmentLength = segmentLength(frame, packet);
        tcp.wrap(scratch, tcpOffset)
            .sourcePort(packet.destinationPort)
            .destinationPort(packet.sourcePort)
            .sequence(acknowledges ? packet.tcpAcknowledgment : 0)
            .acknowledgment(acknowledges ? 0 : packet.tcpSequence + segmentLength)
            .headerLength(TcpFlyweight.LENGTH)
            .flags(acknowledges ? TcpFlags.RST : TcpFlags.RST | TcpFlags.ACK)
            .window(0)
            .checksum(0)
            .urgentPointer(0)
            .checksum(Checksums.finish(pseudo + Checksums.sum(scratch, tcpOffset, TcpFlyweight.LENGTH)));

        final int end = tcpOffset + TcpFlyweight.LENGTH;
        answer.wrap(scratch, FRAME_AT, end - FRAME_AT, FRAME_AT, frame.interfaceIndex());
        return sink.transmit(frame.interfaceIndex(), answer) ? Verdict.ANSWER_RESET : Verdict.DROP_TRANSMIT;
    }

    private static boolean isAnswerable(final Frame frame, final PacketContext packet)
    {
        return PacketContext.TRANSPORT == packet.kind && IpProtocol.TCP == packet.protocol && !packet.fragment &&
            0 == (packet.tcpFlags & TcpFlags.RST) && Frame.TO_HOST == frame.packetType() &&
            AddressScope.isSingleHost(packet.ipv6, packet.sourceHigh, packet.sourceLow) &&
            AddressScope.isSingleHost(packet.ipv6, packet.destinationHigh, packet.destinationLow) &&
            (isChecksumVouchedFor(frame) || Checksums.isTransportIntact(frame.buffer(), packet));
    }

    /** A local sender left it to the device, the device verified it, or the segment was put together from good ones. */
    private static boolean isChecksumVouchedFor(final Frame frame)
    {
        return 0 != (frame.flags() & (Frame.FLAG_NEEDS_CHECKSUM | Frame.FLAG_CHECKSUM_VALID)) || frame.isSuperFrame();
    }

    /** Sequence numbers that the segment takes up. */
    private int segmentLength(final Frame frame, final PacketContext packet)
    {
        final int headerLength = tcp.wrap(frame.buffer(), packet.transportOffset).headerLength();
        return packet.transportLength - headerLength +
            (0 != (packet.tcpFlags & TcpFlags.SYN) ? 1 : 0) + (0 != (packet.tcpFlags & TcpFlags.FIN) ? 1 : 0);
    }

    private long putIpv4(final int ipOffset, final PacketContext packet)
    {
        ipv4.wrap(scratch, ipOffset)
            .headerLength(Ipv4Flyweight.LENGTH)
            .tos(packet.tos & ~ECN_MASK)
            .totalLength(Ipv4Flyweight.LENGTH + TcpFlyweight.LENGTH)
            .identification(0)
            .fragment(Ipv4Flyweight.FLAG_DONT_FRAGMENT)
            .ttl(ttl)
            .protocol(IpProtocol.TCP)
            .source(packet.destinationLow)
            .destination(packet.sourceLow)
            .putChecksum();
        return Checksums.pseudoHeaderV4(
            packet.destinationLow, packet.sourceLow, IpProtocol.TCP, TcpFlyweight.LENGTH);
    }

    private long putIpv6(final int ipOffset, final PacketContext packet)
    {
        ipv6.wrap(scratch, ipOffset)
            .trafficClass(packet.tos & ~ECN_MASK, 0)
            .payloadLength(TcpFlyweight.LENGTH)
            .nextHeader(IpProtocol.TCP)
            .hopLimit(ttl)
            .source(packet.destinationHigh, packet.destinationLow)
            .destination(packet.sourceHigh, packet.sourceLow);
        return Checksums.pseudoHeaderV6(
            packet.destinationHigh,
            packet.destinationLow,
            packet.sourceHigh,
            packet.sourceLow,
            IpProtocol.TCP,
            TcpFlyweight.LENGTH);
    }
}
