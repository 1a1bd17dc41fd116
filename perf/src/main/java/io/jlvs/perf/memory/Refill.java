/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.memory;

import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.PersistenceTemplates;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A flow table of a director for so many IPv4 connections, and records put into it.
 */
final class Refill
{
    private static final int DESTINATION_ID = 1;
    private static final long SEED = 20_241_120L;

    private final UnsafeBuffer region;
    private final UnsafeBuffer holds;
    private final FlowTable table;

    Refill(final int connections)
    {
        final int capacity = (int)FlowTableDescriptor.capacityFor(connections);
        region = new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTableDescriptor.regionLength(false, capacity)));
        holds = PersistenceTemplates.allocateHolds(capacity);
        FlowTableDescriptor.initialise(region, false, capacity, SEED, 1, 0);
        table = new FlowTable(region, 0);
    }

    /**
     * Put a record into the table.
     *
     * @param connection recorded.
     * @return false if there is no room.
     */
    boolean insert(final ConnectionFlyweight connection)
    {
        return FlowTable.NOT_FOUND != table.insert(
            connection.protocol(),
            connection.clientHigh(),
            connection.clientLow(),
            connection.clientPort(),
            connection.virtualHigh(),
            connection.virtualLow(),
            connection.virtualPort(),
            connection.state(),
            connection.forwardingCode(),
            DESTINATION_ID,
            connection.lastSeenTicks(),
            0);
    }

    /**
     * Entries in the table.
     *
     * @return number.
     */
    long size()
    {
        return table.size();
    }

    /**
     * Slots of the table.
     *
     * @return number.
     */
    int capacity()
    {
        return table.capacity();
    }

    /**
     * Memory of the table and of what lies beside it, a counter of each slot for templates.
     *
     * @return bytes.
     */
    long bytes()
    {
        return (long)region.capacity() + holds.capacity();
    }
}
