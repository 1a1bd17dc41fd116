/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.FlowTable;

/**
 * Records anew the connections that carried packets since the last pass, so that the time in the record is never more
 * than one pass behind: after a restart a busy connection is known to be alive. A pass over the table takes
 * {@link #PASS_TICKS}. Used by the worker's thread alone.
 */
final class RecordRefresh
{
    /** Duration of a pass. */
    static final int PASS_TICKS = (int)(Configuration.RECORD_REFRESH_MS / 1_000 * Ticks.PER_SECOND);

    private static final int SLOTS_LIMIT = 4096;

    private final FlowTable table;
    private final DestinationTable destinations;
    private final ConnectionLog log;
    private int position;
    private int lastTicks;
    private long debt;

    RecordRefresh(
        final FlowTable table, final DestinationTable destinations, final ConnectionLog log, final int nowTicks)
    {
        this.table = table;
        this.destinations = destinations;
        this.log = log;
        this.lastTicks = nowTicks;
    }

    void poll(final int nowTicks)
    {
        final int elapsedTicks = nowTicks - lastTicks;
        if (elapsedTicks > 0)
        {
            lastTicks = nowTicks;
            debt = Math.min(debt + (long)table.capacity() * elapsedTicks, (long)table.capacity() * PASS_TICKS);
        }

        final int visits = (int)Math.min(debt / PASS_TICKS, SLOTS_LIMIT);
        debt -= (long)visits * PASS_TICKS;
        int slot = position;
        for (int i = 0; i < visits; i++)
        {
            visit(slot, nowTicks);
            slot = slot + 1 == table.capacity() ? 0 : slot + 1;
        }

        position = slot;
    }

    private void visit(final int slot, final int nowTicks)
    {
        if (table.isLive(slot) &&
            table.owner(slot) == table.worker() &&
            nowTicks - table.lastSeenTicks(slot) <= PASS_TICKS)
        {
            final Destination destination = destinations.get(table.destinationId(slot));
            if (null != destination)
            {
                log.put(table, slot, destination);
            }
        }
    }
}
