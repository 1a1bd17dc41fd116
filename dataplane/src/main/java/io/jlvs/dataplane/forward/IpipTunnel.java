/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * IPIP tunnel, ipvsadm {@code -i}: IPv4 in IPv4 (RFC 2003), IPv6 in IPv6 (RFC 2473), IPv6 in IPv4 (RFC 4213) and IPv4
 * in IPv6, with the outer header as ip_vs_tunnel_xmit writes it (net/netfilter/ipvs/ip_vs_xmit.c): TOS and TTL of the
 * inner header, whose TTL is lowered first; DF of the inner header; identification 0 with DF, else counting.
 * <p>
 * A datagram that came in fragments is encapsulated as a whole and the outer one cut to the size it came in. IPv6
 * fragments are encapsulated one by one. Super-frames are cut into segments, since no device below knows their inner
 * headers.
 * <p>
 * Not thread safe: one per worker.
 */
public final class IpipTunnel implements ForwardingMethod
{
    /** Smallest MTU of an IPv4 link, RFC 791. */
    private static final int MIN_MTU_V4 = 68;
    private static final int MAX_DATAGRAM_LENGTH = 0xFFFF;

    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final Segmenter segmenter = new Segmenter();
    private final UnsafeBuffer scratch =
        new UnsafeBuffer(new byte[Segmenter.HEADROOM + LinkHeader.MAX_LENGTH + MAX_DATAGRAM_LENGTH]);
    private final Frame copy = new Frame();
    private final IcmpErrors errors;
    private final Fragmenter fragmenter;
    private final IpIdentification identification;

    /**
     * Tunnels for one worker.
     *
     * @param errors         answers what cannot be forwarded.
     * @param fragmenter     cuts outer datagrams that do not fit.
     * @param identification of outer headers without DF.
     */
    public IpipTunnel(
        final IcmpErrors errors, final Fragmenter fragmenter, final IpIdentification identification)
    {
        this.errors = errors;
        this.fragmenter = fragmenter;
        this.identification = identification;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public Verdict forward(
        final Frame frame,
        final PacketContext packet,
        final Destination destination,
        final NextHop nextHop,
        final FrameSink sink)
    {
        if (packet.ttl <= 1)
        {
            return errors.timeExceeded(frame, packet, sink);
        }
        final int overhead = destination.ipv6() ? Ipv6Flyweight.LENGTH : Ipv4Flyweight.LENGTH;
        final int mtu = nextHop.mtu() - overhead;
        if (mtu < (destination.ipv6() ? Ipv6Flyweight.MIN_MTU : MIN_MTU_V4))
        {
            return Verdict.DROP_NO_NEIGHBOUR;
        }
        Hop.decrement(frame, packet);
        LinkHeader.trim(frame, packet);

        final boolean segments = frame.isSuperFrame() && Segmenter.canSegment(frame, packet);
        final int length = segments ? Segmenter.largestDatagram(frame, packet) : packet.ipLength;
        if (length > mtu && Hop.mustNotFragment(packet))
        {
            return errors.tooBig(frame, packet, mtu, sink);
        }
        if (segments)
        {
            return forwardSegments(frame, packet, destination, nextHop, sink);
        }
        UnfinishedChecksum.complete(frame, packet);
        return send(frame, packet, packet.ipLength, destination, nextHop, sink);
    }

    private Verdict forwardSegments(
        final Frame frame,
        final PacketContext packet,
        final Destination destination,
        final NextHop nextHop,
        final FrameSink sink)
    {
        final int linkLength = packet.ipOffset - frame.offset();
        Verdict verdict = Verdict.FORWARD_TUNNEL;
        segmenter.begin(frame, packet);
        while (Verdict.FORWARD_TUNNEL == verdict && segmenter.hasNext())
        {
            final Frame segment = segmenter.next();
            verdict = send(segment, packet, segment.length() - linkLength, destination, nextHop, sink);
        }
        return verdict;
    }

    private Verdict send(
        final Frame inner,
        final PacketContext packet,
        final int innerLength,
        final Destination destination,
        final NextHop nextHop,
        final FrameSink sink)
    {
        final boolean outerIpv6 = destination.ipv6();
        final int overhead = outerIpv6 ? Ipv6Flyweight.LENGTH : Ipv4Flyweight.LENGTH;
        if (innerLength > MAX_DATAGRAM_LENGTH - (outerIpv6 ? 0 : overhead))
        {
            return Verdict.DROP_MALFORMED;
        }
        final Frame frame = inner.headroom() < overhead ? copyWithHeadroom(inner) : inner;
        final int innerOffset = frame.offset() + frame.length() - innerLength;
        final int outerOffset = LinkHeader.encapsulate(
            frame, innerOffset, overhead, outerIpv6 ? EtherType.IPV6 : EtherType.IPV4, nextHop);
        final int protocol = packet.ipv6 ? IpProtocol.IPV6 : IpProtocol.IPIP;
        if (outerIpv6)
        {
            putOuterIpv6(frame, outerOffset, innerLength, protocol, destination, nextHop);
        }
        else
        {
            final boolean dontFragment = packet.dontFragment && !packet.ipv6;
            putOuterIpv4(frame, outerOffset, innerLength, dontFragment, protocol, destination, nextHop);
        }

        final int interfaceIndex = nextHop.interfaceIndex();
        final int limit = outerIpv6 ? nextHop.mtu() : Hop.fragmentLimit(packet, nextHop.mtu());
        final boolean reassembled = 0 != packet.largestFragment;
        final boolean sent = innerLength + overhead <= limit ? sink.transmit(interfaceIndex, frame) :
            outerIpv6 ? fragmenter.fragmentIpv6(frame, outerOffset, limit, interfaceIndex, sink) :
            fragmenter.fragmentIpv4(frame, outerOffset, limit, reassembled, interfaceIndex, sink);
        return sent ? Verdict.FORWARD_TUNNEL : Verdict.DROP_TRANSMIT;
    }

    private void putOuterIpv4(
        final Frame frame,
        final int offset,
        final int innerLength,
        final boolean dontFragment,
        final int protocol,
        final Destination destination,
        final NextHop nextHop)
    {
        final int innerOffset = offset + Ipv4Flyweight.LENGTH;
        ipv4.wrap(frame.buffer(), offset)
            .headerLength(Ipv4Flyweight.LENGTH)
            .tos(innerTos(frame, innerOffset, protocol))
            .totalLength(Ipv4Flyweight.LENGTH + innerLength)
            .identification(dontFragment ? 0 : identification.next())
            .fragment(dontFragment ? Ipv4Flyweight.FLAG_DONT_FRAGMENT : 0)
            .ttl(innerTtl(frame, innerOffset, protocol))
            .protocol(protocol)
            .source(nextHop.sourceLow())
            .destination(destination.addressLow())
            .putChecksum();
    }

    private void putOuterIpv6(
        final Frame frame,
        final int offset,
        final int innerLength,
        final int protocol,
        final Destination destination,
        final NextHop nextHop)
    {
        final int innerOffset = offset + Ipv6Flyweight.LENGTH;
        final int tos = innerTos(frame, innerOffset, protocol);
        final int ttl = innerTtl(frame, innerOffset, protocol);
        ipv6.wrap(frame.buffer(), offset)
            .trafficClass(tos, 0)
            .payloadLength(innerLength)
            .nextHeader(protocol)
            .hopLimit(ttl)
            .source(nextHop.sourceHigh(), nextHop.sourceLow())
            .destination(destination.addressHigh(), destination.addressLow());
    }

    private static int innerTos(final Frame frame, final int innerOffset, final int protocol)
    {
        return IpProtocol.IPV6 == protocol ?
            frame.buffer().getShort(innerOffset + Ipv6Flyweight.VERSION_OFFSET, BIG_ENDIAN) >> 4 & 0xFF :
            frame.buffer().getByte(innerOffset + Ipv4Flyweight.TOS_OFFSET) & 0xFF;
    }

    private static int innerTtl(final Frame frame, final int innerOffset, final int protocol)
    {
        final int ttlOffset =
            IpProtocol.IPV6 == protocol ? Ipv6Flyweight.HOP_LIMIT_OFFSET : Ipv4Flyweight.TTL_OFFSET;
        return frame.buffer().getByte(innerOffset + ttlOffset) & 0xFF;
    }

    private Frame copyWithHeadroom(final Frame frame)
    {
        scratch.putBytes(Segmenter.HEADROOM, frame.buffer(), frame.offset(), frame.length());
        return copy.wrap(
            scratch, Segmenter.HEADROOM, frame.length(), Segmenter.HEADROOM, frame.interfaceIndex());
    }
}
