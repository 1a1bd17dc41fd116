/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.ForwardingHealth;

import java.util.List;

/**
 * The director of this host, as it can be seen without asking it.
 *
 * @param directory      of the director.
 * @param problem        why it cannot be reached; empty if it runs.
 * @param heartbeatAgeMs of its last heartbeat.
 * @param forwarding     whether it forwards, as it says itself.
 * @param counters       all; empty if it does not run.
 * @param recentErrors   first lines of the errors that it logged within the last ten minutes.
 */
public record DirectorFacts(
    String directory,
    String problem,
    long heartbeatAgeMs,
    ForwardingHealth forwarding,
    List<CounterRow> counters,
    List<String> recentErrors)
{
    /**
     * Keep immutable copies.
     */
    public DirectorFacts
    {
        counters = List.copyOf(counters);
        recentErrors = List.copyOf(recentErrors);
    }

    static DirectorFacts absent(final String directory, final String problem)
    {
        return new DirectorFacts(
            directory, problem, Long.MAX_VALUE, ForwardingHealth.NO_DIRECTOR, List.of(), List.of());
    }

    boolean isRunning()
    {
        return problem.isEmpty();
    }
}
