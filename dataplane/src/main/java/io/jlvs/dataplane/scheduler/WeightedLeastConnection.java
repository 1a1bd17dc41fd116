/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;

/**
 * {@code wlc}: the destination with the least {@link Destination#overhead()} per weight, of equals the newest
 * (net/netfilter/ipvs/ip_vs_wlc.c).
 */
public final class WeightedLeastConnection implements Scheduler
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
        long leastWeight = 0;

        for (final Destination destination : service.destinations())
        {
            final long weight = destination.weight();
            if (weight > 0)
            {
                final long overhead = destination.overhead();
                // overhead / weight < leastOverhead / leastWeight, without the division.
                if (null == least || leastOverhead * weight > overhead * leastWeight)
                {
                    least = destination;
                    leastOverhead = overhead;
                    leastWeight = weight;
                }
            }
        }

        return least;
    }
}
