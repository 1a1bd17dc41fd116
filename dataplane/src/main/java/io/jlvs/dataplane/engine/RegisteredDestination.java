/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.TrafficCounters;

/**
 * A configured or deleted destination as the conductor keeps it. Plain mutable state of one thread.
 */
final class RegisteredDestination
{
    /** {@link #idleSinceMs} while something refers to the destination. */
    static final long NOT_IDLE = Long.MIN_VALUE;

    final DestinationKey key;
    final Destination destination;
    DestinationSpec spec;
    long idleSinceMs = NOT_IDLE;
    private TrafficRow zero = TrafficRow.ZERO;

    RegisteredDestination(final DestinationKey key, final Destination destination)
    {
        this.key = key;
        this.destination = destination;
    }

    void set(final DestinationSpec newSpec)
    {
        spec = newSpec;
        destination.weight(newSpec.weight());
        destination.forwardingCode(newSpec.forwardingCode());
    }

    boolean isReferred()
    {
        final TrafficCounters counters = destination.counters();
        return 0 != counters.sum(TrafficCounters.ACTIVE) ||
            0 != counters.sum(TrafficCounters.INACTIVE) ||
            0 != counters.sum(TrafficCounters.PERSISTENT);
    }

    void zero()
    {
        zero = Traffic.row(destination.counters(), TrafficRow.ZERO);
    }

    DestinationRow row()
    {
        final TrafficCounters counters = destination.counters();
        return new DestinationRow(
            destination.id(),
            key,
            spec,
            destination.available(),
            counters.sum(TrafficCounters.ACTIVE),
            counters.sum(TrafficCounters.INACTIVE),
            counters.sum(TrafficCounters.PERSISTENT),
            Traffic.row(counters, zero));
    }
}
