/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.PacketContext;

/**
 * Remembers what was decided for the first fragment of a datagram, so that the others, which have no ports, follow it.
 * A set-associative cache: when all places of a datagram's set are taken the oldest entry gives way.
 * <p>
 * Not thread safe: one per worker. Allocates nothing after construction.
 */
public final class FragmentTable
{
    /** {@link #find}: nothing is known. */
    public static final int MISSING = Integer.MIN_VALUE;
    /** How long a decision is remembered, as long as the kernel waits for fragments (net.ipv4.ipfrag_time). */
    public static final long LIFETIME_MS = 30_000;

    private static final int WAYS = 4;
    private static final int SOURCE_HIGH = 0;
    private static final int SOURCE_LOW = 1;
    private static final int DESTINATION_HIGH = 2;
    private static final int DESTINATION_LOW = 3;
    private static final int DATAGRAM = 4;
    private static final int EXPIRY = 5;
    private static final int VALUE = 6;
    /** Longs of an entry, a whole cache line. */
    private static final int STRIDE = 8;
    private static final long IPV6_BIT = 1L << 40;
    private static final long USED_BIT = 1L << 41;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final long[] entries;
    private final int setMask;

    /**
     * An empty table.
     *
     * @param capacity number of datagrams, a power of two, at least 4.
     */
    public FragmentTable(final int capacity)
    {
        if (capacity < WAYS || 0 != (capacity & capacity - 1))
        {
            throw new IllegalArgumentException("capacity must be a power of two, at least 4: " + capacity);
        }
        entries = new long[capacity * STRIDE];
        setMask = capacity / WAYS - 1;
    }

    /**
     * Remember the decision for a datagram.
     *
     * @param packet a fragment of it.
     * @param value  anything but {@link #MISSING}.
     * @param nowMs  monotonic time.
     */
    public void put(final PacketContext packet, final int value, final long nowMs)
    {
        final long datagram = datagram(packet);
        final int first = firstOfSet(packet, datagram);
        int place = first;
        for (int i = first; i < first + WAYS * STRIDE; i += STRIDE)
        {
            if (isOf(i, packet, datagram))
            {
                place = i;
                break;
            }
            if (0 != entries[place + DATAGRAM] &&
                (0 == entries[i + DATAGRAM] || entries[i + EXPIRY] - entries[place + EXPIRY] < 0))
            {
                place = i;
            }
        }
        entries[place + SOURCE_HIGH] = packet.sourceHigh;
        entries[place + SOURCE_LOW] = packet.sourceLow;
        entries[place + DESTINATION_HIGH] = packet.destinationHigh;
        entries[place + DESTINATION_LOW] = packet.destinationLow;
        entries[place + DATAGRAM] = datagram;
        entries[place + EXPIRY] = nowMs + LIFETIME_MS;
        entries[place + VALUE] = value;
    }

    /**
     * Look up the decision for a datagram.
     *
     * @param packet a fragment of it.
     * @param nowMs  monotonic time.
     * @return the value, or {@link #MISSING} if it was never put, has been overwritten or is too old.
     */
    public int find(final PacketContext packet, final long nowMs)
    {
        final long datagram = datagram(packet);
        final int first = firstOfSet(packet, datagram);
        for (int i = first; i < first + WAYS * STRIDE; i += STRIDE)
        {
            if (isOf(i, packet, datagram))
            {
                return nowMs - entries[i + EXPIRY] < 0 ? (int)entries[i + VALUE] : MISSING;
            }
        }
        return MISSING;
    }

    /**
     * Identification and family; for IPv4 the protocol too (RFC 791). An IPv6 fragment's protocol may stand behind
     * further extension headers that only the first fragment holds (RFC 8200 section 4.5).
     */
    private static long datagram(final PacketContext packet)
    {
        final long identification = packet.identification & 0xFFFF_FFFFL;
        return packet.ipv6 ? USED_BIT | IPV6_BIT | identification :
            USED_BIT | (long)packet.protocol << Integer.SIZE | identification;
    }

    private int firstOfSet(final PacketContext packet, final long datagram)
    {
        long hash = (packet.sourceHigh ^ packet.destinationHigh) * MIX;
        hash = (hash ^ packet.sourceLow ^ Long.rotateLeft(packet.destinationLow, 32)) * MIX;
        hash = (hash ^ hash >>> 32 ^ datagram) * MIX;
        return ((int)(hash >>> 32) & setMask) * WAYS * STRIDE;
    }

    private boolean isOf(final int i, final PacketContext packet, final long datagram)
    {
        return entries[i + DATAGRAM] == datagram &&
            entries[i + SOURCE_LOW] == packet.sourceLow && entries[i + DESTINATION_LOW] == packet.destinationLow &&
            entries[i + SOURCE_HIGH] == packet.sourceHigh && entries[i + DESTINATION_HIGH] == packet.destinationHigh;
    }
}
