/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import java.util.Arrays;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts IPv4 fragments together (RFC 791 section 3.2) before anything else looks at them, as the kernel does for packets
 * that are for the host itself, so that IPVS sees datagrams only: fragments may come in any order, a datagram of which
 * a part is missing goes nowhere, and what leaves is cut to the size of the largest fragment that came
 * ({@link PacketContext#largestFragment}).
 * <p>
 * A few datagrams at a time, in memory allocated at construction: when all places are taken the oldest unfinished one
 * is given up. Fragments that overlap give their datagram up (ip_frag_queue in net/ipv4/ip_fragment.c). Not thread
 * safe: one per worker.
 */
public final class Reassembler
{
    /** Datagrams under way at the same time, 64 KiB of memory each. */
    public static final int PLACES = 16;
    /** How long a datagram may be unfinished, as net.ipv4.ipfrag_time. */
    public static final long TIMEOUT_MS = 30_000;

    private static final int MAX_DATAGRAM_LENGTH = 0xFFFF;
    private static final int UNITS = (MAX_DATAGRAM_LENGTH + 1) / 8;

    private final Place[] places = new Place[PLACES];
    private final Frame datagram = new Frame();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();

    /**
     * A reassembler without fragments.
     */
    public Reassembler()
    {
        for (int i = 0; i < PLACES; i++)
        {
            places[i] = new Place();
        }
    }

    /**
     * Add an IPv4 fragment.
     *
     * @param frame  that holds it; copied.
     * @param packet its parsed view; once the datagram is whole, that of the datagram, whatever its kind then is.
     * @param nowMs  monotonic time.
     * @return the whole datagram as a frame with headroom, valid until the next call, or null while parts are missing.
     */
    public Frame add(final Frame frame, final PacketContext packet, final long nowMs)
    {
        final Place place = place(packet, nowMs);
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
        final int ipOffset = place.ipOffset();
        final int length = place.headerLength + place.endOffset;
        if (length > MAX_DATAGRAM_LENGTH)
        {
            return null;
        }
        ipv4.wrap(place.buffer, ipOffset)
            .totalLength(length)
            .fragment(place.hasFlag() ? Ipv4Flyweight.FLAG_DONT_FRAGMENT : 0)
            .putChecksum();
        final int offset = ipOffset - place.linkLength;
        final int packetType = frame.packetType();
        datagram
            .wrap(place.buffer, offset, place.linkLength + length, offset, frame.interfaceIndex())
            .packetType(packetType);
        PacketParser.parse(place.buffer, offset, datagram.length(), packet);
        packet.largestFragment = place.largestFragment;
        return datagram;
    }

    private Place place(final PacketContext packet, final long nowMs)
    {
        Place oldest = places[0];
        for (final Place place : places)
        {
            if (place.isOf(packet) && nowMs - place.startMs < TIMEOUT_MS)
            {
                return place;
            }
            if (oldest.used && (!place.used || place.startMs - oldest.startMs < 0))
            {
                oldest = place;
            }
        }
        return oldest.start(packet, nowMs);
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
        private long startMs;
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
        private int largestFragmentWithFlag;

        private Place start(final PacketContext packet, final long nowMs)
        {
            used = true;
            startMs = nowMs;
            source = packet.sourceLow;
            destination = packet.destinationLow;
            identification = packet.identification;
            protocol = packet.protocol;
            headerLength = 0;
            endOffset = 0;
            highestEnd = 0;
            arrivedUnits = 0;
            largestFragment = 0;
            largestFragmentWithFlag = 0;
            Arrays.fill(arrived, 0);
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
            if (packet.dontFragment)
            {
                largestFragmentWithFlag = Math.max(largestFragmentWithFlag, packet.ipLength);
            }
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

        /** The datagram has DF if its largest fragment had (ip_frag_reasm). */
        private boolean hasFlag()
        {
            return largestFragment == largestFragmentWithFlag;
        }

        private boolean isComplete()
        {
            return 0 != headerLength && 0 != endOffset && arrivedUnits == endOffset + 7 >> 3;
        }
    }
}
