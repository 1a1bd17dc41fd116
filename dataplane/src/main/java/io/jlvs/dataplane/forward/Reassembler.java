/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts IPv4 fragments together (RFC 791 section 3.2), a few datagrams at a time in memory of its own: when all places
 * are taken the oldest unfinished datagram is given up. Fragments that overlap give their datagram up, as in the kernel
 * (RFC 5722 for the reasons; ip_frag_queue in net/ipv4/ip_fragment.c).
 * <p>
 * Not thread safe: one per worker.
 */
final class Reassembler
{
    /** Datagrams under way at the same time, and 64 KiB each. */
    static final int PLACES = 16;

    private static final long TIMEOUT_NS = 30_000_000_000L;
    private static final int MAX_DATAGRAM_LENGTH = 0xFFFF;
    private static final int UNITS = (MAX_DATAGRAM_LENGTH + 1) / 8;

    private final Place[] places = new Place[PLACES];
    private final Frame datagram = new Frame();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final NanoClock clock;
    private int linkLength;
    private int largestFragment;

    Reassembler(final NanoClock clock)
    {
        this.clock = clock;
        for (int i = 0; i < PLACES; i++)
        {
            places[i] = new Place();
        }
    }

    /**
     * Add a fragment.
     *
     * @param frame  that holds it, without padding; copied.
     * @param packet its parsed view.
     * @return the whole datagram as a frame with headroom, valid until the next call, or null while parts are missing.
     */
    Frame add(final Frame frame, final PacketContext packet)
    {
        final long nowNs = clock.nanoTime();
        final Place place = place(packet, nowNs);
        if (!place.add(frame, packet))
        {
            place.used = false;
            return null;
        }
        if (!place.isComplete())
        {
            return null;
        }

        place.used = false;
        linkLength = place.linkLength;
        largestFragment = place.largestFragment;
        final int ipOffset = place.ipOffset();
        final int length = place.headerLength + place.endOffset;
        if (length > MAX_DATAGRAM_LENGTH)
        {
            return null;
        }
        ipv4.wrap(place.buffer, ipOffset).totalLength(length).fragment(0).putChecksum();
        final int offset = ipOffset - place.linkLength;
        return datagram.wrap(place.buffer, offset, place.linkLength + length, offset, frame.interfaceIndex());
    }

    /** Bytes before the IP header of the datagram that {@link #add} returned last. */
    int linkLength()
    {
        return linkLength;
    }

    /** Largest IP length of the fragments of the datagram that {@link #add} returned last. */
    int largestFragment()
    {
        return largestFragment;
    }

    private Place place(final PacketContext packet, final long nowNs)
    {
        Place oldest = places[0];
        for (final Place place : places)
        {
            if (place.isOf(packet) && nowNs - place.startNs < TIMEOUT_NS)
            {
                return place;
            }
            if (oldest.used && (!place.used || place.startNs - oldest.startNs < 0))
            {
                oldest = place;
            }
        }
        return oldest.start(packet, nowNs);
    }

    /**
     * One unfinished datagram. Payload lies at a fixed offset, so that headers of any length fit before it.
     */
    private static final class Place
    {
        private static final int PAYLOAD_AT =
            Segmenter.HEADROOM + LinkHeader.MAX_LENGTH + Ipv4Flyweight.MAX_HEADER_LENGTH;

        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[PAYLOAD_AT + MAX_DATAGRAM_LENGTH + 1]);
        private final long[] arrived = new long[UNITS / Long.SIZE];
        private boolean used;
        private long startNs;
        private long source;
        private long destination;
        private int identification;
        private int protocol;
        private int linkLength;
        private int headerLength;
        private int endOffset;
        private int highestEnd;
        private int arrivedUnits;
        private int largestFragment;

        private Place start(final PacketContext packet, final long nowNs)
        {
            used = true;
            startNs = nowNs;
            source = packet.sourceLow;
            destination = packet.destinationLow;
            identification = packet.identification;
            protocol = packet.protocol;
            headerLength = 0;
            endOffset = 0;
            highestEnd = 0;
            arrivedUnits = 0;
            largestFragment = 0;
            java.util.Arrays.fill(arrived, 0);
            return this;
        }

        private boolean isOf(final PacketContext packet)
        {
            return used && source == packet.sourceLow && destination == packet.destinationLow &&
                identification == packet.identification && protocol == packet.protocol;
        }

        private int ipOffset()
        {
            return PAYLOAD_AT - headerLength;
        }

        /** False if the fragment contradicts the others. */
        private boolean add(final Frame frame, final PacketContext packet)
        {
            final int offset = packet.fragmentOffset;
            // All fragments but the last hold multiples of 8 bytes; the kernel cuts what is beyond.
            final int length = packet.moreFragments ? packet.transportLength & ~7 : packet.transportLength;
            final int end = offset + length;
            if (0 == length || end > MAX_DATAGRAM_LENGTH || !fitsEnd(end, packet.moreFragments))
            {
                return false;
            }
            final int units = (end + 7 >> 3) - (offset >> 3);
            final int known = knownUnits(offset >> 3, units);
            if (0 != known)
            {
                // What came twice is ignored, what overlaps in part is not to be trusted.
                return known == units;
            }
            for (int unit = offset >> 3; unit < (offset >> 3) + units; unit++)
            {
                arrived[unit >> 6] |= 1L << unit;
            }
            arrivedUnits += units;
            highestEnd = Math.max(highestEnd, end);
            if (!packet.moreFragments)
            {
                endOffset = end;
            }
            largestFragment = Math.max(largestFragment, packet.ipLength);
            buffer.putBytes(PAYLOAD_AT + offset, frame.buffer(), packet.transportOffset, length);
            if (0 == offset)
            {
                headerLength = packet.ipHeaderLength;
                linkLength = packet.ipOffset - frame.offset();
                final int headersLength = linkLength + headerLength;
                buffer.putBytes(PAYLOAD_AT - headersLength, frame.buffer(), frame.offset(), headersLength);
            }
            return true;
        }

        private boolean fitsEnd(final int end, final boolean more)
        {
            return more ? 0 == endOffset || end <= endOffset :
                end >= highestEnd && (0 == endOffset || end == endOffset);
        }

        private int knownUnits(final int first, final int count)
        {
            int known = 0;
            for (int unit = first; unit < first + count; unit++)
            {
                known += (int)(arrived[unit >> 6] >>> unit & 1);
            }
            return known;
        }

        private boolean isComplete()
        {
            return 0 != headerLength && 0 != endOffset && arrivedUnits == endOffset + 7 >> 3;
        }
    }
}
