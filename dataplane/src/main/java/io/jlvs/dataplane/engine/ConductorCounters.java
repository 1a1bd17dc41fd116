/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.SystemCounterDescriptor;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Counters of the conductor in {@code cnc.dat}. Written by the conductor alone.
 */
final class ConductorCounters
{
    private final AtomicCounter commands;
    private final AtomicCounter commandsInvalid;
    private final AtomicCounter commandsRefused;
    private final AtomicCounter neighboursUnresolved;
    private final AtomicCounter clientSeenMs;
    private final MaximumCounter cycle;

    ConductorCounters(final DirectorCounters counters)
    {
        commands = counters.system(SystemCounterDescriptor.COMMANDS);
        commandsInvalid = counters.system(SystemCounterDescriptor.COMMANDS_INVALID);
        commandsRefused = counters.system(SystemCounterDescriptor.COMMANDS_REFUSED);
        neighboursUnresolved = counters.system(SystemCounterDescriptor.NEIGHBOURS_UNRESOLVED);
        clientSeenMs = counters.system(SystemCounterDescriptor.CLIENT_SEEN_MS);
        cycle = new MaximumCounter(counters.system(SystemCounterDescriptor.CONDUCTOR_CYCLE_MAX_NS));
    }

    AtomicCounter commands()
    {
        return commands;
    }

    AtomicCounter commandsInvalid()
    {
        return commandsInvalid;
    }

    void onCommand(final boolean isDone)
    {
        if (!isDone)
        {
            commandsRefused.incrementRelease();
        }
    }

    void onCycle(final long durationNs)
    {
        cycle.propose(durationNs);
    }

    void unresolved(final int count)
    {
        neighboursUnresolved.setRelease(count);
    }

    void clientSeen(final long nowMs)
    {
        clientSeenMs.setRelease(nowMs);
    }
}
