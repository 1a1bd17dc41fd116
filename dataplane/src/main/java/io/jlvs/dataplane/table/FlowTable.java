/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import static io.jlvs.dataplane.table.FlowTableDescriptor.BUSY;
import static io.jlvs.dataplane.table.FlowTableDescriptor.CONTROL_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.DESTINATION_ID_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.DESTINATION_PORT_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.EMPTY;
import static io.jlvs.dataplane.table.FlowTableDescriptor.FLAGS_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.HEADER_LENGTH;
import static io.jlvs.dataplane.table.FlowTableDescriptor.IPV4_DESTINATION_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.IPV4_SOURCE_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.IPV6_DESTINATION_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.IPV6_SOURCE_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.KIND_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.LAST_SEEN_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.LINK_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.LIVE;
import static io.jlvs.dataplane.table.FlowTableDescriptor.LONGEST_PROBE;
import static io.jlvs.dataplane.table.FlowTableDescriptor.OWNER_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.PASSED_MASK;
import static io.jlvs.dataplane.table.FlowTableDescriptor.PASSED_STEP;
import static io.jlvs.dataplane.table.FlowTableDescriptor.SEQUENCE_STEP;
import static io.jlvs.dataplane.table.FlowTableDescriptor.SOURCE_PORT_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.STATE_OFFSET;
import static io.jlvs.dataplane.table.FlowTableDescriptor.STATUS_MASK;
import static io.jlvs.dataplane.table.FlowTableDescriptor.status;

/**
 * Connections and persistence templates of one family: open addressing with linear probing over memory that the
 * caller owns, in the layout of {@link FlowTableDescriptor}. Slots never move, so a slot number stays good as long as
 * its entry lives.
 * <p>
 * Each worker has its own instance over the shared memory. An entry is written by the worker that inserted it
 * (its owner) alone; other workers claim other slots by compare-and-set and may look up any entry. What others may
 * write is said at the method. Nothing here allocates, locks or throws, save the constructor.
 */
public final class FlowTable
{
    /** No such entry, or no room for it. */
    public static final int NOT_FOUND = -1;
    /** Added to the protocol in a key: the key of a persistence template, with source port 0. */
    public static final int TEMPLATE = 0x100;
    /** Mask of the {@link ForwardingCode} in the flags. */
    public static final int FORWARDING_MASK = 0x7;
    /** Flag: the connection was made under a template, its link is the template's slot + 1. */
    public static final int CONTROLLED = 0x8;

    private static final boolean BIG_ENDIAN = ByteOrder.BIG_ENDIAN == ByteOrder.nativeOrder();

    private final UnsafeBuffer buffer;
    private final FlowHash hash;
    private final boolean ipv6;
    private final boolean shared;
    private final int worker;
    private final int capacity;
    private final int entryShift;
    private final int maxProbes;
    private long size;

    /**
     * View of a worker.
     *
     * @param region initialised by {@link FlowTableDescriptor#initialise}.
     * @param worker index of the worker that will write through this instance, below the header's worker count.
     * @throws IllegalStateException    if the memory is no flow table of this version.
     * @throws IllegalArgumentException if there is no such worker.
     */
    public FlowTable(final UnsafeBuffer region, final int worker)
    {
        FlowTableDescriptor.check(region, "in memory");
        final int workerCount = FlowTableDescriptor.workerCount(region);
        if (worker < 0 || worker >= workerCount)
        {
            throw new IllegalArgumentException(
                "worker " + worker + " is not one of the " + workerCount + " of the flow table");
        }

        this.buffer = region;
        this.worker = worker;
        this.shared = workerCount > 1;
        this.ipv6 = FlowTableDescriptor.isIpv6(region);
        this.capacity = FlowTableDescriptor.capacity(region);
        this.entryShift = Integer.numberOfTrailingZeros(FlowTableDescriptor.entryLength(ipv6));
        this.maxProbes = Math.min(LONGEST_PROBE, capacity);
        this.hash = new FlowHash(FlowTableDescriptor.hashSeed(region));
    }

    /**
     * Slot of a live entry. Any worker.
     *
     * @param protocol        IANA number, plus {@link #TEMPLATE} for a template.
     * @param sourceHigh      high 64 bits of the source address, 0 for IPv4.
     * @param sourceLow       low 64 bits.
     * @param sourcePort      0 for a template.
     * @param destinationHigh high 64 bits of the destination address, 0 for IPv4.
     * @param destinationLow  low 64 bits.
     * @param destinationPort of the service.
     * @return slot or {@link #NOT_FOUND}.
     */
    public int find(
        final int protocol,
        final long sourceHigh,
        final long sourceLow,
        final int sourcePort,
        final long destinationHigh,
        final long destinationLow,
        final int destinationPort)
    {
        final int kind = FlowTableDescriptor.kind(protocol);
        final int ports = sourcePort << 16 | destinationPort;
        int slot = home(kind, ports, sourceHigh, sourceLow, destinationHigh, destinationLow);
        int probes = 0;
        while (probes < maxProbes)
        {
            final int offset = offset(slot);
            // Pairs with the release of publish(): LIVE visible means key visible.
            final int control = buffer.getIntAcquire(offset + CONTROL_OFFSET);
            if (LIVE == status(control) &&
                isKey(offset, kind, ports, sourceHigh, sourceLow, destinationHigh, destinationLow))
            {
                // The key may have been read while another worker gave the slot to another flow: look once more.
                VarHandle.loadLoadFence();
                if (0 != ((buffer.getInt(offset + CONTROL_OFFSET) ^ control) & ~PASSED_MASK))
                {
                    continue;
                }
                return slot;
            }
            if (0 == (control & PASSED_MASK))
            {
                return NOT_FOUND;
            }

            slot = next(slot);
            probes++;
        }

        return NOT_FOUND;
    }

    /**
     * Add an entry, owned by this worker, last seen now. The key must be absent.
     *
     * @param protocol        as in {@link #find}.
     * @param sourceHigh      as in {@link #find}.
     * @param sourceLow       as in {@link #find}.
     * @param sourcePort      as in {@link #find}.
     * @param destinationHigh as in {@link #find}.
     * @param destinationLow  as in {@link #find}.
     * @param destinationPort as in {@link #find}.
     * @param state           {@link ConnectionState}.
     * @param flags           {@link ForwardingCode} and {@link #CONTROLLED}.
     * @param destinationId   of the {@link Destination}.
     * @param nowTicks        time now.
     * @param link            of a connection: slot of its template + 1, or 0; of a template: its time-out in ticks.
     * @return slot or {@link #NOT_FOUND} when no slot within reach is free.
     */
    public int insert(
        final int protocol,
        final long sourceHigh,
        final long sourceLow,
        final int sourcePort,
        final long destinationHigh,
        final long destinationLow,
        final int destinationPort,
        final int state,
        final int flags,
        final int destinationId,
        final int nowTicks,
        final int link)
    {
        final int kind = FlowTableDescriptor.kind(protocol);
        final int ports = sourcePort << 16 | destinationPort;
        final int home = home(kind, ports, sourceHigh, sourceLow, destinationHigh, destinationLow);
        int slot = home;
        int probes = 0;
        while (!claim(slot))
        {
            if (++probes == maxProbes)
            {
                return NOT_FOUND;
            }
            slot = next(slot);
        }

        // Before publish(): who finds the entry from elsewhere must not stop on the way to it.
        passTo(slot, home, PASSED_STEP);
        final int offset = offset(slot);
        // The slot is BUSY for all before the first field changes; pairs with the reader's second look.
        VarHandle.storeStoreFence();
        putKey(offset, kind, ports, sourceHigh, sourceLow, destinationHigh, destinationLow);
        buffer.putByte(offset + STATE_OFFSET, (byte)state);
        buffer.putByte(offset + FLAGS_OFFSET, (byte)flags);
        buffer.putByte(offset + OWNER_OFFSET, (byte)worker);
        buffer.putInt(offset + DESTINATION_ID_OFFSET, destinationId);
        buffer.putInt(offset + LAST_SEEN_OFFSET, nowTicks);
        buffer.putInt(offset + LINK_OFFSET, link);
        // Pairs with the acquire in find(), isLive() and the reader: whoever sees LIVE sees the fields.
        advance(offset, SEQUENCE_STEP, LIVE);
        size++;
        return slot;
    }

    /**
     * Remove an entry. Owner only.
     *
     * @param slot of a live entry.
     */
    public void remove(final int slot)
    {
        final int offset = offset(slot);
        final int home = home(
            FlowTableDescriptor.notRetired(kindAt(offset)),
            sourcePort(slot) << 16 | destinationPort(slot),
            sourceHigh(slot),
            sourceLow(slot),
            destinationHigh(slot),
            destinationLow(slot));
        // Nobody may stop at a slot before the entry is gone; the order matters to listings only, which skip EMPTY.
        advance(offset, 2 * SEQUENCE_STEP, EMPTY);
        passTo(slot, home, -PASSED_STEP);
        size--;
    }

    /**
     * Whether a slot holds an entry. Any worker.
     *
     * @param slot 0..capacity-1.
     * @return true for a whole entry.
     */
    public boolean isLive(final int slot)
    {
        // Pairs with the release of publish().
        return LIVE == status(buffer.getIntAcquire(offset(slot) + CONTROL_OFFSET));
    }

    /**
     * Number of slots.
     *
     * @return capacity.
     */
    public int capacity()
    {
        return capacity;
    }

    /**
     * Entries inserted less entries removed through this instance.
     *
     * @return count; that of the table is the sum over its workers.
     */
    public long size()
    {
        return size;
    }

    /**
     * Family of the table.
     *
     * @return true for IPv6.
     */
    public boolean ipv6()
    {
        return ipv6;
    }

    /**
     * Worker that writes through this instance.
     *
     * @return index.
     */
    public int worker()
    {
        return worker;
    }

    /**
     * Protocol of an entry.
     *
     * @param slot of a live entry.
     * @return IANA number, without {@link #TEMPLATE}.
     */
    public int protocol(final int slot)
    {
        return FlowTableDescriptor.protocol(kindAt(offset(slot)));
    }

    /**
     * Whether an entry is a persistence template.
     *
     * @param slot of a live entry.
     * @return true for a template, retired or not.
     */
    public boolean isTemplate(final int slot)
    {
        return FlowTableDescriptor.isTemplate(kindAt(offset(slot)));
    }

    /**
     * Whether lookups pass an entry over, see {@link #retire}.
     *
     * @param slot of a live entry.
     * @return true for a retired template.
     */
    public boolean isRetired(final int slot)
    {
        return FlowTableDescriptor.isRetired(kindAt(offset(slot)));
    }

    /**
     * High 64 bits of the source address.
     *
     * @param slot of a live entry.
     * @return 0 for IPv4.
     */
    public long sourceHigh(final int slot)
    {
        return ipv6 ? buffer.getLong(offset(slot) + IPV6_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN) : 0;
    }

    /**
     * Low 64 bits of the source address.
     *
     * @param slot of a live entry.
     * @return numeric value of the network-order bytes.
     */
    public long sourceLow(final int slot)
    {
        return ipv6 ?
            buffer.getLong(offset(slot) + IPV6_SOURCE_OFFSET + 8, ByteOrder.BIG_ENDIAN) :
            buffer.getInt(offset(slot) + IPV4_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Source port.
     *
     * @param slot of a live entry.
     * @return 0..65535, 0 for a template.
     */
    public int sourcePort(final int slot)
    {
        return buffer.getShort(offset(slot) + SOURCE_PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * High 64 bits of the destination address.
     *
     * @param slot of a live entry.
     * @return 0 for IPv4.
     */
    public long destinationHigh(final int slot)
    {
        return ipv6 ? buffer.getLong(offset(slot) + IPV6_DESTINATION_OFFSET, ByteOrder.BIG_ENDIAN) : 0;
    }

    /**
     * Low 64 bits of the destination address.
     *
     * @param slot of a live entry.
     * @return numeric value of the network-order bytes.
     */
    public long destinationLow(final int slot)
    {
        return ipv6 ?
            buffer.getLong(offset(slot) + IPV6_DESTINATION_OFFSET + 8, ByteOrder.BIG_ENDIAN) :
            buffer.getInt(offset(slot) + IPV4_DESTINATION_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Destination port.
     *
     * @param slot of a live entry.
     * @return 0..65535.
     */
    public int destinationPort(final int slot)
    {
        return buffer.getShort(offset(slot) + DESTINATION_PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * State of an entry.
     *
     * @param slot of a live entry.
     * @return {@link ConnectionState}.
     */
    public int state(final int slot)
    {
        return buffer.getByte(offset(slot) + STATE_OFFSET);
    }

    /**
     * Set the state. Owner; for a template any worker that holds it. A single byte: readers see the old or the new
     * value. Set last seen first, so that no reader takes a long idle time for one in the new, shorter state.
     *
     * @param slot  of a live entry.
     * @param state {@link ConnectionState}.
     */
    public void state(final int slot, final int state)
    {
        VarHandle.storeStoreFence();
        buffer.putByte(offset(slot) + STATE_OFFSET, (byte)state);
    }

    /**
     * Flags of an entry.
     *
     * @param slot of a live entry.
     * @return {@link ForwardingCode} and {@link #CONTROLLED}.
     */
    public int flags(final int slot)
    {
        return buffer.getByte(offset(slot) + FLAGS_OFFSET) & 0xFF;
    }

    /**
     * Worker that owns an entry.
     *
     * @param slot of a live entry.
     * @return index of the worker.
     */
    public int owner(final int slot)
    {
        return buffer.getByte(offset(slot) + OWNER_OFFSET) & 0xFF;
    }

    /**
     * Destination of an entry.
     *
     * @param slot of a live entry.
     * @return id of the {@link Destination}.
     */
    public int destinationId(final int slot)
    {
        return buffer.getInt(offset(slot) + DESTINATION_ID_OFFSET);
    }

    /**
     * Send a connection elsewhere: destination and flags change together. Owner only.
     *
     * @param slot          of a live entry.
     * @param destinationId of the new {@link Destination}.
     * @param flags         {@link ForwardingCode} and {@link #CONTROLLED}.
     */
    public void destination(final int slot, final int destinationId, final int flags)
    {
        final int offset = offset(slot);
        // Odd before the fields: a reader that saw a new field sees the odd sequence too when it looks again.
        advance(offset, SEQUENCE_STEP, LIVE);
        VarHandle.storeStoreFence();
        buffer.putInt(offset + DESTINATION_ID_OFFSET, destinationId);
        buffer.putByte(offset + FLAGS_OFFSET, (byte)flags);
        // Even after the fields; pairs with the reader's first look.
        advance(offset, SEQUENCE_STEP, LIVE);
    }

    /**
     * Time of the last packet.
     *
     * @param slot of a live entry.
     * @return ticks of 10 ms of the monotonic clock, modulo 2^32.
     */
    public int lastSeenTicks(final int slot)
    {
        // Opaque is enough: the value stands for itself.
        return buffer.getIntOpaque(offset(slot) + LAST_SEEN_OFFSET);
    }

    /**
     * Set the time of the last packet: a single store. Owner; for a template any worker that holds it; XDP.
     *
     * @param slot     of a live entry.
     * @param nowTicks time now.
     */
    public void lastSeen(final int slot, final int nowTicks)
    {
        // Pairs with nothing in particular; ordered before a later state() of this worker.
        buffer.putIntRelease(offset(slot) + LAST_SEEN_OFFSET, nowTicks);
    }

    /**
     * Link of an entry.
     *
     * @param slot of a live entry.
     * @return of a connection: slot of its template + 1, or 0; of a template: its time-out in ticks.
     */
    public int link(final int slot)
    {
        return buffer.getIntOpaque(offset(slot) + LINK_OFFSET);
    }

    /**
     * Set the link: a single store. Owner; for a template any worker that holds it.
     *
     * @param slot of a live entry.
     * @param link as {@link #link(int)} returns it.
     */
    public void link(final int slot, final int link)
    {
        // Readers see the old or the new value.
        buffer.putIntRelease(offset(slot) + LINK_OFFSET, link);
    }

    /**
     * Let lookups pass a template over from now on, while the connections made under it still refer to its slot and
     * listings show it with port 65535, as IPVS does (ip_vs_check_template in net/netfilter/ipvs/ip_vs_conn.c). A
     * single byte; any worker that holds the template.
     *
     * @param slot of a live template.
     */
    public void retire(final int slot)
    {
        final int offset = offset(slot);
        VarHandle.storeStoreFence();
        buffer.putByte(offset + KIND_OFFSET, (byte)FlowTableDescriptor.retired(kindAt(offset)));
    }

    /**
     * Whether a slot holds the live entry of a key. Any worker.
     *
     * @param slot            to look at.
     * @param protocol        as in {@link #find}.
     * @param sourceHigh      as in {@link #find}.
     * @param sourceLow       as in {@link #find}.
     * @param sourcePort      as in {@link #find}.
     * @param destinationHigh as in {@link #find}.
     * @param destinationLow  as in {@link #find}.
     * @param destinationPort as in {@link #find}.
     * @return true if it does.
     */
    public boolean isLive(
        final int slot,
        final int protocol,
        final long sourceHigh,
        final long sourceLow,
        final int sourcePort,
        final long destinationHigh,
        final long destinationLow,
        final int destinationPort)
    {
        return isLive(slot) &&
            isKey(
                offset(slot),
                FlowTableDescriptor.kind(protocol),
                sourcePort << 16 | destinationPort,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow);
    }

    private int home(
        final int kind,
        final int ports,
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow)
    {
        final long value = ipv6 ?
            hash.ipv6(sourceHigh, sourceLow, destinationHigh, destinationLow, ports, kind) :
            hash.ipv4((int)sourceLow, (int)destinationLow, ports, kind);
        return FlowHash.slot(value, capacity);
    }

    private boolean isKey(
        final int offset,
        final int kind,
        final int ports,
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow)
    {
        if (buffer.getInt(offset + SOURCE_PORT_OFFSET) != network(ports) ||
            (byte)kind != buffer.getByte(offset + KIND_OFFSET))
        {
            return false;
        }
        if (ipv6)
        {
            return
                buffer.getLong(offset + IPV6_SOURCE_OFFSET + 8) == network(sourceLow) &&
                buffer.getLong(offset + IPV6_SOURCE_OFFSET) == network(sourceHigh) &&
                buffer.getLong(offset + IPV6_DESTINATION_OFFSET + 8) == network(destinationLow) &&
                buffer.getLong(offset + IPV6_DESTINATION_OFFSET) == network(destinationHigh);
        }

        return
            buffer.getInt(offset + IPV4_SOURCE_OFFSET) == network((int)sourceLow) &&
            buffer.getInt(offset + IPV4_DESTINATION_OFFSET) == network((int)destinationLow);
    }

    private void putKey(
        final int offset,
        final int kind,
        final int ports,
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow)
    {
        if (ipv6)
        {
            buffer.putLong(offset + IPV6_SOURCE_OFFSET, network(sourceHigh));
            buffer.putLong(offset + IPV6_SOURCE_OFFSET + 8, network(sourceLow));
            buffer.putLong(offset + IPV6_DESTINATION_OFFSET, network(destinationHigh));
            buffer.putLong(offset + IPV6_DESTINATION_OFFSET + 8, network(destinationLow));
        }
        else
        {
            buffer.putInt(offset + IPV4_SOURCE_OFFSET, network((int)sourceLow));
            buffer.putInt(offset + IPV4_DESTINATION_OFFSET, network((int)destinationLow));
        }
        buffer.putInt(offset + SOURCE_PORT_OFFSET, network(ports));
        buffer.putByte(offset + KIND_OFFSET, (byte)kind);
    }

    /**
     * Take a free slot: nobody else touches its fields while it is BUSY.
     */
    private boolean claim(final int slot)
    {
        final int index = offset(slot) + CONTROL_OFFSET;
        int control = buffer.getIntVolatile(index);
        while (EMPTY == status(control))
        {
            // Against other workers that claim the slot, or that pass it, when it is tried again.
            final int seen = buffer.compareAndExchangeInt(index, control, (control + SEQUENCE_STEP) | BUSY);
            if (seen == control)
            {
                return true;
            }
            control = seen;
        }

        return false;
    }

    /**
     * Move the sequence of an own entry on and set its status, all fields written before being visible to those who
     * see it. Other workers may count the slot as passed at any time, so it is a compare-and-set if there are any.
     */
    private void advance(final int offset, final int sequenceSteps, final int status)
    {
        final int index = offset + CONTROL_OFFSET;
        int control = buffer.getInt(index);
        if (!shared)
        {
            buffer.putIntRelease(index, (control + sequenceSteps) & ~STATUS_MASK | status);
            return;
        }
        while (!buffer.compareAndSetInt(index, control, (control + sequenceSteps) & ~STATUS_MASK | status))
        {
            control = buffer.getIntVolatile(index);
        }
    }

    /**
     * Count one entry more or less that lies behind the slots from its home to the one before its own. A count that
     * reached its maximum stays there: lookups then go on behind the slot for good, which costs time and no more.
     */
    private void passTo(final int slot, final int home, final int delta)
    {
        for (int current = home; current != slot; current = next(current))
        {
            final int index = offset(current) + CONTROL_OFFSET;
            int control = buffer.getIntVolatile(index);
            while (PASSED_MASK != (control & PASSED_MASK))
            {
                if (!shared)
                {
                    buffer.putIntRelease(index, control + delta);
                    break;
                }
                final int seen = buffer.compareAndExchangeInt(index, control, control + delta);
                if (seen == control)
                {
                    break;
                }
                control = seen;
            }
        }
    }

    private int kindAt(final int offset)
    {
        return buffer.getByte(offset + KIND_OFFSET) & 0xFF;
    }

    private int offset(final int slot)
    {
        return HEADER_LENGTH + (slot << entryShift);
    }

    private int next(final int slot)
    {
        return slot + 1 == capacity ? 0 : slot + 1;
    }

    private static int network(final int value)
    {
        return BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private static long network(final long value)
    {
        return BIG_ENDIAN ? value : Long.reverseBytes(value);
    }
}
