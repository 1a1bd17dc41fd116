/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.table.TrafficCounters;

/**
 * Traffic counters as listings show them: counters only grow, zeroing moves the base line.
 */
final class Traffic
{
    private Traffic()
    {
    }

    static TrafficRow row(final TrafficCounters counters, final TrafficRow base)
    {
        return new TrafficRow(
            counters.sum(TrafficCounters.CONNECTIONS) - base.connections(),
            counters.sum(TrafficCounters.IN_PACKETS) - base.inPackets(),
            0,
            counters.sum(TrafficCounters.IN_BYTES) - base.inBytes(),
            0);
    }
}
