/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;

/**
 * {@code rr}: one destination after the other, in the order of the list, which is newest first
 * (net/netfilter/ipvs/ip_vs_rr.c).
 */
public final class RoundRobin implements Scheduler
{
    private static final int HEAD = -1;

    private Destination[] destinations = {};
    /** Index of the destination that was used last, or the head of the list before the first one. */
    private int last = HEAD;

    @Override
    public void onServiceChanged(final Service service)
    {
        final Destination[] newDestinations = service.destinations();
        // When the last one was deleted the list goes on behind its predecessor, which may be gone as well.
        int index = last;
        int newIndex = HEAD;
        while (index > HEAD && HEAD == newIndex)
        {
            newIndex = indexOf(newDestinations, destinations[index]);
            index--;
        }

        destinations = newDestinations;
        last = newIndex;
    }

    @Override
    public Destination schedule(final Service service, final PacketContext packet)
    {
        final Destination[] destinations = this.destinations;
        for (int i = last + 1; i < destinations.length; i++)
        {
            if (destinations[i].weight() > 0)
            {
                last = i;
                return destinations[i];
            }
        }

        for (int i = 0; i <= last; i++)
        {
            if (destinations[i].weight() > 0)
            {
                last = i;
                return destinations[i];
            }
        }

        return null;
    }

    private static int indexOf(final Destination[] destinations, final Destination destination)
    {
        for (int i = 0; i < destinations.length; i++)
        {
            if (destinations[i] == destination)
            {
                return i;
            }
        }

        return HEAD;
    }
}
