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
    private final AtomicCounter addressesLeased;
    private final AtomicCounter leasesExpired;
    private final AtomicCounter leasedAddressesTakenOff;
    private final AtomicCounter leasedAddressesLeft;
    private final MaximumCounter cycle;

    ConductorCounters(final DirectorCounters counters)
    {
        commands = counters.system(SystemCounterDescriptor.COMMANDS);
        commandsInvalid = counters.system(SystemCounterDescriptor.COMMANDS_INVALID);
        commandsRefused = counters.system(SystemCounterDescriptor.COMMANDS_REFUSED);
        neighboursUnresolved = counters.system(SystemCounterDescriptor.NEIGHBOURS_UNRESOLVED);
        clientSeenMs = counters.system(SystemCounterDescriptor.CLIENT_SEEN_MS);
        addressesLeased = counters.system(SystemCounterDescriptor.ADDRESSES_LEASED);
        leasesExpired = counters.system(SystemCounterDescriptor.ADDRESS_LEASES_EXPIRED);
        leasedAddressesTakenOff = counters.system(SystemCounterDescriptor.LEASED_ADDRESSES_TAKEN_OFF);
        leasedAddressesLeft = counters.system(SystemCounterDescriptor.LEASED_ADDRESSES_LEFT);
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

    void addressesLeased(final int count)
    {
        addressesLeased.setRelease(count);
    }

    void onLeaseExpired(final int takenOff, final int left)
    {
        leasesExpired.incrementRelease();
        leasedAddressesTakenOff.getAndAddRelease(takenOff);
        leasedAddressesLeft.getAndAddRelease(left);
    }
}
