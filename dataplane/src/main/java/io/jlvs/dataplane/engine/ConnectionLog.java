/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.ForwardingCode;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * A worker's end of the ring to the recorder: what is written here is in the connection store soon after, and back
 * after a restart. Never waits: a full ring is counted. Used by the worker's thread alone.
 */
final class ConnectionLog
{
    /** Message type: the connection is as the record says. */
    static final int PUT = 1;
    /** Message type: the connection with this key is gone. */
    static final int REMOVE = 2;

    private final ConnectionFlyweight connection = new ConnectionFlyweight();
    private final RingBuffer ring;
    private final AtomicCounter notRecorded;

    ConnectionLog(final RingBuffer ring, final AtomicCounter notRecorded)
    {
        this.ring = ring;
        this.notRecorded = notRecorded;
    }

    void put(final FlowTable table, final int slot, final Destination destination)
    {
        final int index = claim(PUT, table, slot);
        if (index > 0)
        {
            final int flags = table.flags(slot);
            connection.value(
                destination.ipv6(),
                destination.addressHigh(),
                destination.addressLow(),
                destination.port(),
                flags & FlowTable.FORWARDING_MASK,
                table.state(slot),
                flags,
                table.lastSeenTicks(slot),
                table.isTemplate(slot) ? table.link(slot) : 0);
            ring.commit(index);
        }
    }

    void remove(final FlowTable table, final int slot)
    {
        final int index = claim(REMOVE, table, slot);
        if (index > 0)
        {
            connection.value(false, 0, 0, 0, ForwardingCode.MASQUERADE, 0, 0, 0, 0);
            ring.commit(index);
        }
    }

    private int claim(final int typeId, final FlowTable table, final int slot)
    {
        final int index = ring.tryClaim(typeId, ConnectionFlyweight.LENGTH);
        if (index > 0)
        {
            connection.wrap(ring.buffer(), index).key(
                table.ipv6(),
                table.protocol(slot),
                table.isTemplate(slot),
                table.sourceHigh(slot),
                table.sourceLow(slot),
                table.sourcePort(slot),
                table.destinationHigh(slot),
                table.destinationLow(slot),
                table.destinationPort(slot));
        }
        else
        {
            notRecorded.incrementRelease();
        }

        return index;
    }
}
