/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Reads a flow table while workers of another process write it, without disturbing them: {@code ipvsadm -Lnc}. One
 * thread. Owns the mapping if it made it.
 */
public final class FlowTableReader implements AutoCloseable
{
    private static final int MAX_TRIES = 1_000;

    private final FlowEntry entry = new FlowEntry();
    private final Timeouts timeouts = new Timeouts();
    private final AutoCloseable mapping;
    private final UnsafeBuffer buffer;
    private final boolean ipv6;
    private final int capacity;
    private final int entryLength;

    /**
     * Reader of memory that the caller keeps.
     *
     * @param region that begins with the header.
     * @param name   for messages.
     * @throws IllegalStateException if it is no flow table of this version.
     */
    public FlowTableReader(final UnsafeBuffer region, final String name)
    {
        this(region, name, null);
    }

    /**
     * Reader of memory that it takes over.
     *
     * @param region  that begins with the header.
     * @param name    for messages.
     * @param mapping closed with this reader, or if the constructor fails not at all.
     * @throws IllegalStateException if it is no flow table of this version.
     */
    public FlowTableReader(final UnsafeBuffer region, final String name, final AutoCloseable mapping)
    {
        FlowTableDescriptor.check(region, name);
        this.mapping = mapping;
        this.buffer = region;
        this.ipv6 = FlowTableDescriptor.isIpv6(region);
        this.capacity = FlowTableDescriptor.capacity(region);
        this.entryLength = FlowTableDescriptor.entryLength(ipv6);
    }

    /**
     * Map a file that holds the slots, read-only.
     *
     * @param file of a director.
     * @return the reader, to be closed.
     * @throws IllegalStateException if there is no such file, or it is no flow table of this version.
     * @throws UncheckedIOException  if it cannot be read.
     */
    public static FlowTableReader map(final Path file)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = Math.min(channel.size(), Integer.MAX_VALUE);
            if (length < FlowTableDescriptor.HEADER_LENGTH)
            {
                throw new IllegalStateException(
                    "flow table " + file + " cannot be used: it has " + length + " bytes, a header alone has " +
                    FlowTableDescriptor.HEADER_LENGTH);
            }

            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            try
            {
                return new FlowTableReader(new UnsafeBuffer(mapped), file.toString(), () -> IoUtil.unmap(mapped));
            }
            catch (final IllegalStateException | IllegalArgumentException ex)
            {
                IoUtil.unmap(mapped);
                throw ex;
            }
        }
        catch (final NoSuchFileException ex)
        {
            throw new IllegalStateException("flow table " + file + " does not exist: is the director running?", ex);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("flow table " + file + " cannot be read: " + ex.getMessage(), ex);
        }
    }

    /**
     * Visit all entries that are live when the reader comes by, in the order of the table.
     *
     * @param consumer gets the same object each time, refilled; it must not keep it.
     */
    public void forEach(final Consumer<FlowEntry> consumer)
    {
        for (int slot = 0; slot < capacity; slot++)
        {
            if (read(slot))
            {
                consumer.accept(entry);
            }
        }
    }

    /**
     * Time-outs that the director uses now.
     *
     * @return the same object each time, refreshed by the call.
     */
    public Timeouts timeouts()
    {
        timeouts.readFrom(buffer, FlowTableDescriptor.TIMEOUTS_OFFSET);
        return timeouts;
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
     * Family of the table.
     *
     * @return true for IPv6.
     */
    public boolean ipv6()
    {
        return ipv6;
    }

    @Override
    public void close()
    {
        if (null != mapping)
        {
            CloseHelper.quietClose(mapping);
        }
    }

    /**
     * Copy an entry, again and again until nobody changed it meanwhile. An entry that changes that often is left out.
     */
    private boolean read(final int slot)
    {
        final int offset = FlowTableDescriptor.HEADER_LENGTH + slot * entryLength;
        for (int i = 0; i < MAX_TRIES; i++)
        {
            // Pairs with the release stores of FlowTable: whoever sees LIVE and even sees the fields of that change.
            final int control = buffer.getIntVolatile(offset + FlowTableDescriptor.CONTROL_OFFSET);
            final int status = FlowTableDescriptor.status(control);
            if (FlowTableDescriptor.EMPTY == status)
            {
                return false;
            }
            if (FlowTableDescriptor.LIVE == status && 0 == (control & FlowTableDescriptor.SEQUENCE_STEP))
            {
                copy(slot, offset);
                // The fields are read before the second look; pairs with the fence of the writer's first store.
                VarHandle.loadLoadFence();
                final int again = buffer.getInt(offset + FlowTableDescriptor.CONTROL_OFFSET);
                if (0 == ((again ^ control) & ~FlowTableDescriptor.PASSED_MASK))
                {
                    return true;
                }
            }
            Thread.onSpinWait();
        }

        return false;
    }

    private void copy(final int slot, final int offset)
    {
        entry.slot = slot;
        entry.ipv6 = ipv6;
        entry.kind = buffer.getByte(offset + FlowTableDescriptor.KIND_OFFSET) & 0xFF;
        entry.sourcePort = port(offset + FlowTableDescriptor.SOURCE_PORT_OFFSET);
        entry.destinationPort = port(offset + FlowTableDescriptor.DESTINATION_PORT_OFFSET);
        entry.state = buffer.getByte(offset + FlowTableDescriptor.STATE_OFFSET);
        entry.flags = buffer.getByte(offset + FlowTableDescriptor.FLAGS_OFFSET) & 0xFF;
        entry.owner = buffer.getByte(offset + FlowTableDescriptor.OWNER_OFFSET) & 0xFF;
        entry.destinationId = buffer.getInt(offset + FlowTableDescriptor.DESTINATION_ID_OFFSET);
        entry.lastSeenTicks = buffer.getInt(offset + FlowTableDescriptor.LAST_SEEN_OFFSET);
        entry.link = buffer.getInt(offset + FlowTableDescriptor.LINK_OFFSET);
        if (ipv6)
        {
            entry.sourceHigh = address(offset + FlowTableDescriptor.IPV6_SOURCE_OFFSET);
            entry.sourceLow = address(offset + FlowTableDescriptor.IPV6_SOURCE_OFFSET + 8);
            entry.destinationHigh = address(offset + FlowTableDescriptor.IPV6_DESTINATION_OFFSET);
            entry.destinationLow = address(offset + FlowTableDescriptor.IPV6_DESTINATION_OFFSET + 8);
        }
        else
        {
            entry.sourceLow = ipv4(offset + FlowTableDescriptor.IPV4_SOURCE_OFFSET);
            entry.destinationLow = ipv4(offset + FlowTableDescriptor.IPV4_DESTINATION_OFFSET);
        }
    }

    private int port(final int offset)
    {
        return buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    private long ipv4(final int offset)
    {
        return buffer.getInt(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    private long address(final int offset)
    {
        return buffer.getLong(offset, ByteOrder.BIG_ENDIAN);
    }
}
