/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

import java.nio.ByteOrder;

/**
 * Layout of a flow table: one page of header, then the slots. IPv4 and IPv6 flows have a table each.
 * <pre>
 *  Header, {@value #HEADER_LENGTH} bytes, native byte order
 *     0  long  magic "JLVSFLOW"            32  long  hash seed
 *     8  int   layout version              40  long  start time, ms of the epoch
 *    12  int   header length               48  long  process id of the director
 *    16  int   family, 4 or 6              56  int   longest probe
 *    20  int   entry length                60  int   0
 *    24  int   capacity in slots           64  int   time-outs in ticks, one for each
 *    28  int   worker count                          {@link ConnectionState} up to UDP
 *                                             112  int   id of the BPF map that holds the table;
 *                                                        0: the slots follow
 *
 *  Entry, 32 bytes for IPv4, 64 for IPv6; slot s at HEADER_LENGTH + s * entry length
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  | control: sequence (20 bits), passed (10), status (2)          | native
 *  +---------------------------------------------------------------+  4
 *  | IPv4: source address        IPv6: 0                           | big endian
 *  +---------------------------------------------------------------+  8
 *  | IPv4: destination address   IPv6: 0                           | big endian
 *  +-------------------------------+-------------------------------+ 12
 *  | source port                   | destination port              | big endian
 *  +---------------+---------------+---------------+---------------+ 16
 *  | kind          | state         | flags         | owner worker  |
 *  +---------------+---------------+---------------+---------------+ 20
 *  | destination id                                                | native
 *  +---------------------------------------------------------------+ 24
 *  | last seen, ticks of 10 ms of the monotonic clock              | native
 *  +---------------------------------------------------------------+ 28
 *  | link. Connection: slot of its template + 1, or 0.             | native
 *  |       Template: its time-out in ticks.                        |
 *  +---------------------------------------------------------------+ 32, IPv6 only from here
 *  | source address, 16 bytes                                      | big endian
 *  +---------------------------------------------------------------+ 48
 *  | destination address, 16 bytes                                 | big endian
 *  +---------------------------------------------------------------+ 64
 *
 *  kind   bit 7 persistence template (source port 0), bit 6 retired (never found by a lookup any more),
 *         bits 0..5 of the IANA protocol number: TCP 6, UDP 17, SCTP 4 (of 132)
 *  flags  bits 0..2 {@link ForwardingCode}, bit 3 made under a template ({@link FlowTable#CONTROLLED})
 *  status 0 EMPTY, 1 BUSY (claimed, being filled), 2 LIVE
 * </pre>
 * Memory that was never written is an empty table, so a fresh file or BPF array needs a header and no more. An entry
 * never straddles a cache line. The sequence is odd while an entry changes and even when it is whole; every change
 * of more than one field moves it on by two. The home of a key is {@code (hash >>> 32) * capacity >>> 32}, see
 * {@link FlowHash}, and its entry lies in the first slot behind its home that was free, at most {@code longest probe}
 * away, wrapping at the end. {@code passed} counts the entries that lie behind a slot and have their home in it or
 * before it: a lookup goes from slot to slot until it has the key, or until it leaves a slot with a count of 0. So
 * removal leaves nothing behind, and tables that have been in use for long are as fast as new ones. A count of
 * 1023 stays as it is.
 */
public final class FlowTableDescriptor
{
    /** "JLVSFLOW" as a big-endian number. */
    public static final long MAGIC = 0x4A4C5653464C4F57L;
    /** Version of header and entry layout and of the hash. */
    public static final int LAYOUT_VERSION = 1;
    /** Length of the header: a page, so that the slots can be mapped on their own. */
    public static final int HEADER_LENGTH = 4096;
    /** Length of an IPv4 entry. */
    public static final int IPV4_ENTRY_LENGTH = 32;
    /** Length of an IPv6 entry. */
    public static final int IPV6_ENTRY_LENGTH = 64;
    /** Slots that a lookup visits at most. */
    public static final int LONGEST_PROBE = 1024;
    /** Part of the slots that may be filled by the configured number of connections. */
    public static final double DESIGN_LOAD = 0.7;

    static final int MAGIC_OFFSET = 0;
    static final int LAYOUT_VERSION_OFFSET = MAGIC_OFFSET + 8;
    static final int HEADER_LENGTH_OFFSET = LAYOUT_VERSION_OFFSET + 4;
    static final int FAMILY_OFFSET = HEADER_LENGTH_OFFSET + 4;
    static final int ENTRY_LENGTH_OFFSET = FAMILY_OFFSET + 4;
    static final int CAPACITY_OFFSET = ENTRY_LENGTH_OFFSET + 4;
    static final int WORKER_COUNT_OFFSET = CAPACITY_OFFSET + 4;
    static final int HASH_SEED_OFFSET = WORKER_COUNT_OFFSET + 4;
    static final int START_TIME_OFFSET = HASH_SEED_OFFSET + 8;
    static final int PROCESS_ID_OFFSET = START_TIME_OFFSET + 8;
    static final int LONGEST_PROBE_OFFSET = PROCESS_ID_OFFSET + 8;
    /** Where the time-outs are, for programs that end connections by them. */
    public static final int TIMEOUTS_OFFSET = LONGEST_PROBE_OFFSET + 8;
    static final int MAP_ID_OFFSET = TIMEOUTS_OFFSET + (ConnectionState.UDP + 1) * 4;

    /** Where the control word is in an entry. */
    public static final int CONTROL_OFFSET = 0;
    /** Where the IPv4 source address is. */
    public static final int IPV4_SOURCE_OFFSET = CONTROL_OFFSET + 4;
    /** Where the IPv4 destination address is. */
    public static final int IPV4_DESTINATION_OFFSET = IPV4_SOURCE_OFFSET + 4;
    /** Where the source port is. */
    public static final int SOURCE_PORT_OFFSET = IPV4_DESTINATION_OFFSET + 4;
    /** Where the destination port is. */
    public static final int DESTINATION_PORT_OFFSET = SOURCE_PORT_OFFSET + 2;
    /** Where the kind is. */
    public static final int KIND_OFFSET = DESTINATION_PORT_OFFSET + 2;
    /** Where the state is. */
    public static final int STATE_OFFSET = KIND_OFFSET + 1;
    /** Where the flags are. */
    public static final int FLAGS_OFFSET = STATE_OFFSET + 1;
    /** Where the owner is. */
    public static final int OWNER_OFFSET = FLAGS_OFFSET + 1;
    /** Where the destination id is. */
    public static final int DESTINATION_ID_OFFSET = OWNER_OFFSET + 1;
    /** Where last seen is. */
    public static final int LAST_SEEN_OFFSET = DESTINATION_ID_OFFSET + 4;
    /** Where the link is. */
    public static final int LINK_OFFSET = LAST_SEEN_OFFSET + 4;
    /** Where the IPv6 source address is. */
    public static final int IPV6_SOURCE_OFFSET = LINK_OFFSET + 4;
    /** Where the IPv6 destination address is. */
    public static final int IPV6_DESTINATION_OFFSET = IPV6_SOURCE_OFFSET + 16;

    static final int STATUS_MASK = 0x3;
    static final int EMPTY = 0;
    static final int BUSY = 1;
    static final int LIVE = 2;
    static final int PASSED_STEP = STATUS_MASK + 1;
    static final int PASSED_MASK = 0x3FF * PASSED_STEP;
    /** Added to a control word to move its sequence on by one. */
    static final int SEQUENCE_STEP = PASSED_MASK + PASSED_STEP;

    private static final int KIND_TEMPLATE = 0x80;
    private static final int KIND_RETIRED = 0x40;
    private static final int KIND_PROTOCOL_MASK = 0x3F;
    private static final int SCTP = 132;
    private static final int MAX_WORKERS = 256;

    private FlowTableDescriptor()
    {
    }

    /**
     * Slots for a number of connections at {@link #DESIGN_LOAD}.
     *
     * @param connections that the operator wants room for, templates included.
     * @return capacity in slots.
     */
    public static long capacityFor(final long connections)
    {
        return Math.max(LONGEST_PROBE, (long)Math.ceil(connections / DESIGN_LOAD));
    }

    /**
     * Length of a region.
     *
     * @param ipv6     family.
     * @param capacity in slots.
     * @return bytes, header included.
     * @throws IllegalArgumentException if the capacity is not within 1 and what 2 GiB of memory hold.
     */
    public static int regionLength(final boolean ipv6, final long capacity)
    {
        final int entryLength = entryLength(ipv6);
        final long max = (Integer.MAX_VALUE - HEADER_LENGTH) / entryLength;
        if (capacity < 1 || capacity > max)
        {
            throw new IllegalArgumentException(
                "a flow table for IPv" + (ipv6 ? 6 : 4) + " has 1 to " + max + " slots (2 GiB), not " + capacity +
                ": configure at most " + (long)(max * DESIGN_LOAD) + " connections");
        }

        return HEADER_LENGTH + (int)capacity * entryLength;
    }

    /**
     * Write the header into zeroed memory. The magic comes last, so that a reader that sees it sees all the rest.
     *
     * @param region      zeroed memory of {@link #regionLength}.
     * @param ipv6        family.
     * @param capacity    in slots.
     * @param seed        secret random number of the hash, so that nobody outside can aim at a slot.
     * @param workerCount number of writing workers, 1 to 256.
     * @param startTimeMs of the director, milliseconds of the epoch.
     */
    public static void initialise(
        final AtomicBuffer region,
        final boolean ipv6,
        final int capacity,
        final long seed,
        final int workerCount,
        final long startTimeMs)
    {
        final int length = regionLength(ipv6, capacity);
        if (region.capacity() < length)
        {
            throw new IllegalArgumentException(
                "a flow table of " + capacity + " slots needs " + length + " bytes, not " + region.capacity());
        }
        if (workerCount < 1 || workerCount > MAX_WORKERS)
        {
            throw new IllegalArgumentException("worker count must be 1.." + MAX_WORKERS + ", not " + workerCount);
        }

        region.putInt(LAYOUT_VERSION_OFFSET, LAYOUT_VERSION);
        region.putInt(HEADER_LENGTH_OFFSET, HEADER_LENGTH);
        region.putInt(FAMILY_OFFSET, ipv6 ? 6 : 4);
        region.putInt(ENTRY_LENGTH_OFFSET, entryLength(ipv6));
        region.putInt(CAPACITY_OFFSET, capacity);
        region.putInt(WORKER_COUNT_OFFSET, workerCount);
        region.putLong(HASH_SEED_OFFSET, seed);
        region.putLong(START_TIME_OFFSET, startTimeMs);
        region.putLong(PROCESS_ID_OFFSET, ProcessHandle.current().pid());
        region.putInt(LONGEST_PROBE_OFFSET, LONGEST_PROBE);
        new Timeouts().writeTo(region, TIMEOUTS_OFFSET);
        // Pairs with the volatile read in check(): magic visible means header visible.
        region.putLongRelease(MAGIC_OFFSET, MAGIC);
    }

    /**
     * Refuse memory that is not a flow table of this version.
     *
     * @param region to look at.
     * @param name   of the file or map, for the message.
     * @throws IllegalStateException that says what is wrong, with both values.
     */
    public static void check(final AtomicBuffer region, final String name)
    {
        if (region.capacity() < HEADER_LENGTH)
        {
            throw refused(name, "it has " + region.capacity() + " bytes, a header alone has " + HEADER_LENGTH);
        }

        // Pairs with the release in initialise().
        final long magic = region.getLongVolatile(MAGIC_OFFSET);
        if (MAGIC != magic)
        {
            throw refused(name, "its magic is 0x" + Long.toHexString(magic) + ", not 0x" + Long.toHexString(MAGIC));
        }

        final int version = region.getInt(LAYOUT_VERSION_OFFSET);
        if (LAYOUT_VERSION != version)
        {
            throw refused(
                name, "its layout version is " + version + ", this program knows version " + LAYOUT_VERSION +
                ": use the jlvs that runs the director");
        }

        final boolean ipv6 = isIpv6(region);
        if (entryLength(ipv6) != region.getInt(ENTRY_LENGTH_OFFSET))
        {
            throw refused(
                name, "its entries have " + region.getInt(ENTRY_LENGTH_OFFSET) + " bytes, not " + entryLength(ipv6));
        }

        final int length = regionLength(ipv6, capacity(region));
        if (region.capacity() < length)
        {
            throw refused(
                name, capacity(region) + " slots need " + length + " bytes, it has " + region.capacity());
        }
    }

    /**
     * Publish the time-outs, for readers that print what is left of a connection's time.
     *
     * @param region   of the table.
     * @param timeouts in force.
     */
    public static void timeouts(final AtomicBuffer region, final Timeouts timeouts)
    {
        timeouts.writeTo(region, TIMEOUTS_OFFSET);
    }

    /**
     * Say that the table is in a BPF map; readers of the file find it there.
     *
     * @param header of the file.
     * @param mapId  of the kernel.
     */
    public static void mapId(final AtomicBuffer header, final int mapId)
    {
        header.putInt(MAP_ID_OFFSET, mapId);
    }

    /**
     * Where the table is.
     *
     * @param header of the file.
     * @return id of the BPF map that holds it, or 0: here.
     */
    public static int mapId(final DirectBuffer header)
    {
        return header.getInt(MAP_ID_OFFSET, ByteOrder.nativeOrder());
    }

    /**
     * Family of a table.
     *
     * @param region of the table.
     * @return true for IPv6.
     */
    public static boolean isIpv6(final DirectBuffer region)
    {
        return 6 == region.getInt(FAMILY_OFFSET, ByteOrder.nativeOrder());
    }

    /**
     * Number of slots.
     *
     * @param region of the table.
     * @return capacity.
     */
    public static int capacity(final DirectBuffer region)
    {
        return region.getInt(CAPACITY_OFFSET, ByteOrder.nativeOrder());
    }

    /**
     * Number of writing workers.
     *
     * @param region of the table.
     * @return 1 to 256.
     */
    public static int workerCount(final DirectBuffer region)
    {
        return region.getInt(WORKER_COUNT_OFFSET, ByteOrder.nativeOrder());
    }

    /**
     * Seed of the hash.
     *
     * @param region of the table.
     * @return secret number.
     */
    public static long hashSeed(final DirectBuffer region)
    {
        return region.getLong(HASH_SEED_OFFSET, ByteOrder.nativeOrder());
    }

    /**
     * Start of the director that made the table.
     *
     * @param region of the table.
     * @return milliseconds of the epoch.
     */
    public static long startTimeMs(final DirectBuffer region)
    {
        return region.getLong(START_TIME_OFFSET, ByteOrder.nativeOrder());
    }

    /**
     * Process that made the table.
     *
     * @param region of the table.
     * @return process id.
     */
    public static long processId(final DirectBuffer region)
    {
        return region.getLong(PROCESS_ID_OFFSET, ByteOrder.nativeOrder());
    }

    static int entryLength(final boolean ipv6)
    {
        return ipv6 ? IPV6_ENTRY_LENGTH : IPV4_ENTRY_LENGTH;
    }

    static int status(final int control)
    {
        return control & STATUS_MASK;
    }

    static int kind(final int protocol)
    {
        return (protocol & KIND_PROTOCOL_MASK) | (0 != (protocol & FlowTable.TEMPLATE) ? KIND_TEMPLATE : 0);
    }

    static int retired(final int kind)
    {
        return kind | KIND_RETIRED;
    }

    static int notRetired(final int kind)
    {
        return kind & ~KIND_RETIRED;
    }

    static boolean isTemplate(final int kind)
    {
        return 0 != (kind & KIND_TEMPLATE);
    }

    static boolean isRetired(final int kind)
    {
        return 0 != (kind & KIND_RETIRED);
    }

    static int protocol(final int kind)
    {
        final int protocol = kind & KIND_PROTOCOL_MASK;
        return (SCTP & KIND_PROTOCOL_MASK) == protocol ? SCTP : protocol;
    }

    private static IllegalStateException refused(final String name, final String reason)
    {
        return new IllegalStateException("flow table " + name + " cannot be used: " + reason);
    }
}
