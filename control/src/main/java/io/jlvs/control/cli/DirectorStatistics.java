/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.ErrorRow;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.LeaseRow;

import java.util.List;

/**
 * What {@code jlvs stat} shows.
 *
 * @param directory        of the director.
 * @param pid              of the director.
 * @param instanceId       of this run.
 * @param startTimestampMs wall clock at its start, milliseconds since 1970.
 * @param uptimeMs         since then.
 * @param heartbeatAgeMs   of its last heartbeat.
 * @param forwarding       what it says of its forwarding.
 * @param leases           of addresses.
 * @param counters         all.
 * @param errors           distinct.
 */
record DirectorStatistics(
    String directory,
    long pid,
    long instanceId,
    long startTimestampMs,
    long uptimeMs,
    long heartbeatAgeMs,
    ForwardingHealth forwarding,
    List<LeaseRow> leases,
    List<CounterRow> counters,
    List<ErrorRow> errors)
{
}
