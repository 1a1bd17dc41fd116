/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;

/**
 * Direct routing, ipvsadm {@code -g}: the packet goes on as it is, with other MAC addresses and its TTL lowered by one
 * (ip_vs_dr_xmit in net/netfilter/ipvs/ip_vs_xmit.c). Super-frames and unfinished checksums pass as they are; a
 * datagram that came in fragments leaves in fragments of the size it came in.
 * <p>
 * Not thread safe: one per worker.
 */
public final class DirectRoute implements ForwardingMethod
{
    private final Segmenter segmenter = new Segmenter();
    private final IcmpErrors errors;
    private final Fragmenter fragmenter;

    /**
     * Direct routing for one worker.
     *
     * @param errors     answers what cannot be forwarded.
     * @param fragmenter cuts what does not fit and may be cut.
     */
    public DirectRoute(final IcmpErrors errors, final Fragmenter fragmenter)
    {
        this.errors = errors;
        this.fragmenter = fragmenter;
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
        Hop.decrement(frame, packet);
        LinkHeader.trim(frame, packet);

        final int mtu = nextHop.mtu();
        final int length = frame.isSuperFrame() ? Segmenter.largestDatagram(frame, packet) : packet.ipLength;
        if (length > mtu && Hop.mustNotFragment(packet))
        {
            return errors.tooBig(frame, packet, mtu, sink);
        }
        LinkHeader.address(frame, packet, nextHop);
        final boolean sent = length > mtu || 0 != packet.largestFragment ?
            sendFragments(frame, packet, nextHop, sink) : sink.transmit(nextHop.interfaceIndex(), frame);
        return sent ? Verdict.FORWARD_DIRECT_ROUTE : Verdict.DROP_TRANSMIT;
    }

    private boolean sendFragments(
        final Frame frame, final PacketContext packet, final NextHop nextHop, final FrameSink sink)
    {
        final int linkLength = packet.ipOffset - frame.offset();
        boolean sent = true;
        if (frame.isSuperFrame() && Segmenter.canSegment(frame, packet))
        {
            segmenter.begin(frame, packet);
            while (sent && segmenter.hasNext())
            {
                final Frame segment = segmenter.next();
                sent = fragmenter.fragmentIpv4(
                    segment,
                    segment.offset() + linkLength,
                    nextHop.mtu(),
                    false,
                    nextHop.interfaceIndex(),
                    sink);
            }
        }
        else
        {
            UnfinishedChecksum.complete(frame, packet);
            sent = fragmenter.fragmentIpv4(
                frame,
                packet.ipOffset,
                Hop.fragmentLimit(packet, nextHop.mtu()),
                0 != packet.largestFragment,
                nextHop.interfaceIndex(),
                sink);
        }
        return sent;
    }
}
