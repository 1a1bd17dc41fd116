/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;

/**
 * {@code lc}: the destination with the least {@link Destination#overhead()}, of equals the newest; weights above 0 do
 * not matter (net/netfilter/ipvs/ip_vs_lc.c).
 */
public final class LeastConnection implements Scheduler
{
    @Override
    public void onServiceChanged(final Service service)
    {
    }

    @Override
    public Destination schedule(final Service service, final PacketContext packet)
    {
        Destination least = null;
        long leastOverhead = 0;

        for (final Destination destination : service.destinations())
        {
            if (destination.weight() > 0)
            {
                final long overhead = destination.overhead();
                if (null == least || overhead < leastOverhead)
                {
                    least = destination;
                    leastOverhead = overhead;
                }
            }
        }

        return least;
    }
}
