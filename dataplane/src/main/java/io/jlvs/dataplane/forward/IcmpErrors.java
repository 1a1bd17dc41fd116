/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.IcmpFlyweight;
import io.jlvs.dataplane.packet.Icmpv6Flyweight;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * ICMP and ICMPv6 errors as the kernel under IPVS sends them (icmp_send in net/ipv4/icmp.c, icmp6_send in
 * net/ipv6/icmp.c): from the address that the packet was sent to, back to the MAC and interface it came from, quoting
 * as much of the packet as the kernel quotes.
 * <p>
 * An error never answers an error, a fragment other than the first, a link-layer broadcast, or a source that is no
 * single host (RFC 1122 section 3.2.2, RFC 4443 section 2.4): {@link Verdict#DROP_STRAY}. Not thread safe: one per
 * worker. Answers are built in own memory, valid until the next one.
 */
public final class IcmpErrors
{
    /** TTL and hop limit that the kernel gives to its own packets, net.ipv4.ip_default_ttl. */
    public static final int DEFAULT_TTL = 64;

    /** RFC 1812 section 4.3.2.3 and icmp_send: as much as fits a datagram of 576 bytes. */
    private static final int MAX_DATAGRAM_LENGTH = 576;
    /** TOS bits that are reflected, IPTOS_TOS_MASK. */
    private static final int REFLECTED_TOS = 0x1E;
    /** Precedence "internetwork control", RFC 1812 section 4.3.2.5. */
    private static final int INTERNETWORK_CONTROL = 0xC0;
    /** NR_ICMP_TYPES: types above are taken for errors. */
    private static final int LAST_KNOWN_TYPE = 18;
    private static final int FRAME_AT = 64;

    private final UnsafeBuffer scratch =
        new UnsafeBuffer(new byte[FRAME_AT + LinkHeader.MAX_LENGTH + Ipv6Flyweight.MIN_MTU]);
    private final Frame answer = new Frame();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final IcmpFlyweight icmp = new IcmpFlyweight();
    private final Icmpv6Flyweight icmpv6 = new Icmpv6Flyweight();
    private final IcmpRateLimit rateLimit;
    private final IpIdentification identification;
    private final int ttl;

    /**
     * Errors with the kernel's default TTL.
     *
     * @param rateLimit      of this worker.
     * @param identification of this worker.
     */
    public IcmpErrors(final IcmpRateLimit rateLimit, final IpIdentification identification)
    {
        this(rateLimit, identification, DEFAULT_TTL);
    }

    /**
     * Errors with another TTL.
     *
     * @param rateLimit      of this worker.
     * @param identification of this worker.
     * @param ttl            and hop limit of the errors.
     */
    public IcmpErrors(final IcmpRateLimit rateLimit, final IpIdentification identification, final int ttl)
    {
        this.rateLimit = rateLimit;
        this.identification = identification;
        this.ttl = ttl;
    }

    /**
     * No server is available: port unreachable.
     *
     * @param frame  to answer, not changed.
     * @param packet its parsed view.
     * @param sink   takes the answer.
     * @return ANSWER_PORT_UNREACHABLE or a DROP_* verdict.
     */
    public Verdict portUnreachable(final Frame frame, final PacketContext packet, final FrameSink sink)
    {
        if (!isAnswerable(frame, packet))
        {
            return Verdict.DROP_STRAY;
        }
        if (!rateLimit.tryAcquire())
        {
            return Verdict.DROP_RATE_LIMITED;
        }
        final boolean sent = packet.ipv6 ?
            sendV6(frame, packet, Icmpv6Flyweight.DESTINATION_UNREACHABLE, Icmpv6Flyweight.PORT_UNREACHABLE, 0, sink) :
            sendV4(frame, packet, IcmpFlyweight.DESTINATION_UNREACHABLE, IcmpFlyweight.PORT_UNREACHABLE, 0, sink);
        return sent ? Verdict.ANSWER_PORT_UNREACHABLE : Verdict.DROP_TRANSMIT;
    }

    /**
     * The TTL or hop limit would become 0.
     *
     * @param frame  to answer, not changed.
     * @param packet its parsed view.
     * @param sink   takes the answer.
     * @return ANSWER_TIME_EXCEEDED or a DROP_* verdict.
     */
    public Verdict timeExceeded(final Frame frame, final PacketContext packet, final FrameSink sink)
    {
        if (!isAnswerable(frame, packet))
        {
            return Verdict.DROP_STRAY;
        }
        if (!rateLimit.tryAcquire())
        {
            return Verdict.DROP_RATE_LIMITED;
        }
        final boolean sent = packet.ipv6 ?
            sendV6(frame, packet, Icmpv6Flyweight.TIME_EXCEEDED, Icmpv6Flyweight.HOP_LIMIT_EXCEEDED, 0, sink) :
            sendV4(frame, packet, IcmpFlyweight.TIME_EXCEEDED, IcmpFlyweight.TTL_EXCEEDED, 0, sink);
        return sent ? Verdict.ANSWER_TIME_EXCEEDED : Verdict.DROP_TRANSMIT;
    }

    /**
     * The packet does not fit: fragmentation needed, or packet too big. As in the kernel, path MTU discovery is not
     * rate limited.
     *
     * @param frame  to answer, not changed.
     * @param packet its parsed view.
     * @param mtu    that a packet may have, in bytes of IP datagram.
     * @param sink   takes the answer.
     * @return ANSWER_TOO_BIG or a DROP_* verdict.
     */
    public Verdict tooBig(final Frame frame, final PacketContext packet, final int mtu, final FrameSink sink)
    {
        if (!isAnswerable(frame, packet))
        {
            return Verdict.DROP_STRAY;
        }
        final boolean sent = packet.ipv6 ?
            sendV6(frame, packet, Icmpv6Flyweight.PACKET_TOO_BIG, 0, mtu, sink) :
            sendV4(frame, packet, IcmpFlyweight.DESTINATION_UNREACHABLE, IcmpFlyweight.FRAGMENTATION_NEEDED, mtu, sink);
        return sent ? Verdict.ANSWER_TOO_BIG : Verdict.DROP_TRANSMIT;
    }

    private static boolean isAnswerable(final Frame frame, final PacketContext packet)
    {
        return 0 == packet.fragmentOffset && Frame.TO_HOST == frame.packetType() && !isError(packet) &&
            AddressScope.isSingleHost(packet.ipv6, packet.sourceHigh, packet.sourceLow) &&
            AddressScope.isSingleHost(packet.ipv6, packet.destinationHigh, packet.destinationLow);
    }

    private static boolean isError(final PacketContext packet)
    {
        if (PacketContext.ICMP_ERROR != packet.kind && PacketContext.ICMP_OTHER != packet.kind)
        {
            return false;
        }
        return packet.ipv6 ? Icmpv6Flyweight.isError(packet.icmpType) :
            packet.icmpType > LAST_KNOWN_TYPE || IcmpFlyweight.isError(packet.icmpType);
    }

    private boolean sendV4(
        final Frame frame,
        final PacketContext packet,
        final int type,
        final int code,
        final int mtu,
        final FrameSink sink)
    {
        final int ipOffset = LinkHeader.answer(frame, packet, scratch, FRAME_AT);
        final int icmpOffset = ipOffset + Ipv4Flyweight.LENGTH;
        final int quotedLength =
            Math.min(packet.ipLength, MAX_DATAGRAM_LENGTH - Ipv4Flyweight.LENGTH - IcmpFlyweight.LENGTH);
        final int icmpLength = IcmpFlyweight.LENGTH + quotedLength;
        scratch.putBytes(icmpOffset + IcmpFlyweight.LENGTH, frame.buffer(), packet.ipOffset, quotedLength);

        ipv4.wrap(scratch, ipOffset)
            .headerLength(Ipv4Flyweight.LENGTH)
            .tos(packet.tos & REFLECTED_TOS | INTERNETWORK_CONTROL)
            .totalLength(Ipv4Flyweight.LENGTH + icmpLength)
            .identification(identification.next())
            .fragment(0)
            .ttl(ttl)
            .protocol(IpProtocol.ICMP)
            .source(packet.destinationLow)
            .destination(packet.sourceLow)
            .putChecksum();
        icmp.wrap(scratch, icmpOffset)
            .type(type, code)
            .checksum(0)
            .mtu(mtu)
            .checksum(Checksums.finish(Checksums.sum(scratch, icmpOffset, icmpLength)));
        return transmit(frame.interfaceIndex(), icmpOffset + icmpLength, sink);
    }

    private boolean sendV6(
        final Frame frame,
        final PacketContext packet,
        final int type,
        final int code,
        final int mtu,
        final FrameSink sink)
    {
        final int ipOffset = LinkHeader.answer(frame, packet, scratch, FRAME_AT);
        final int icmpOffset = ipOffset + Ipv6Flyweight.LENGTH;
        final int quotedLength =
            Math.min(packet.ipLength, Ipv6Flyweight.MIN_MTU - Ipv6Flyweight.LENGTH - Icmpv6Flyweight.LENGTH);
        final int icmpLength = Icmpv6Flyweight.LENGTH + quotedLength;
        scratch.putBytes(icmpOffset + Icmpv6Flyweight.LENGTH, frame.buffer(), packet.ipOffset, quotedLength);

        ipv6.wrap(scratch, ipOffset)
            .trafficClass(0, 0)
            .payloadLength(icmpLength)
            .nextHeader(IpProtocol.ICMPV6)
            .hopLimit(ttl)
            .source(packet.destinationHigh, packet.destinationLow)
            .destination(packet.sourceHigh, packet.sourceLow);
        final long pseudo = Checksums.pseudoHeaderV6(
            packet.destinationHigh,
            packet.destinationLow,
            packet.sourceHigh,
            packet.sourceLow,
            IpProtocol.ICMPV6,
            icmpLength);
        icmpv6.wrap(scratch, icmpOffset)
            .type(type, code)
            .checksum(0)
            .mtu(mtu)
            .checksum(Checksums.finish(pseudo + Checksums.sum(scratch, icmpOffset, icmpLength)));
        return transmit(frame.interfaceIndex(), icmpOffset + icmpLength, sink);
    }

    private boolean transmit(final int interfaceIndex, final int end, final FrameSink sink)
    {
        answer.wrap(scratch, FRAME_AT, end - FRAME_AT, FRAME_AT, interfaceIndex);
        return sink.transmit(interfaceIndex, answer);
    }
}
