/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;

import java.util.Arrays;

/**
 * {@code wrr}: rounds over the list, newest first; each round takes the destinations whose weight reaches the current
 * one, which falls from the greatest weight to 1 in steps of the greatest common divisor
 * (net/netfilter/ipvs/ip_vs_wrr.c).
 * <p>
 * The current weight outlives changes of the destinations, and each change moves it a little: so that the result is
 * the kernel's, changes that were published together are applied as an operator would have made them, first what was
 * deleted or edited, then what was added, the oldest first.
 */
public final class WeightedRoundRobin implements Scheduler
{
    private static final int HEAD = -1;
    private static final int NONE = -2;

    private Destination[] destinations = {};
    private int[] weights = {};
    /** Index of the destination that was used last, or the head of the list before the first one. */
    private int last = HEAD;
    private int currentWeight;
    private int maxWeight;
    private int step = 1;

    @Override
    public void onServiceTakenOver(final Service service)
    {
        destinations = service.destinations();
        weights = weights(destinations);
        currentWeight = 0;
        update(commonDivisor(weights, 0), greatest(weights, 0));
    }

    @Override
    public void onServiceChanged(final Service service)
    {
        final Destination[] newDestinations = service.destinations();
        if (newDestinations == destinations)
        {
            return;
        }

        final int[] newWeights = weights(newDestinations);
        final int addedCount = addedCount(newDestinations);
        int divisor = commonDivisor(newWeights, addedCount);
        int greatest = greatest(newWeights, addedCount);

        // Without anything added it was an edit, even if it set the weight that was there.
        if (0 == addedCount || hasDeletedOrEdited(newDestinations, newWeights, addedCount))
        {
            update(divisor, greatest);
        }

        for (int i = addedCount - 1; i >= 0; i--)
        {
            divisor = commonDivisor(divisor, newWeights[i]);
            greatest = Math.max(greatest, newWeights[i]);
            update(divisor, greatest);
        }

        destinations = newDestinations;
        weights = newWeights;
    }

    @Override
    public Destination schedule(final Service service, final PacketContext packet)
    {
        if (0 == maxWeight)
        {
            return null;
        }

        final Destination[] destinations = this.destinations;
        final int start = last;
        int stop = NONE;
        boolean isLastRound = false;
        boolean hasRestarted = false;
        int index = start;

        while (true)
        {
            while (++index < destinations.length)
            {
                if (destinations[index].weight() >= currentWeight)
                {
                    last = index;
                    return destinations[index];
                }

                if (index == stop)
                {
                    last = index;
                    return null;
                }
            }

            index = HEAD;
            currentWeight -= step;
            if (currentWeight <= 0)
            {
                currentWeight = maxWeight;
                if (isLastRound || HEAD == start)
                {
                    last = HEAD;
                    return null;
                }
                hasRestarted = true;
            }

            isLastRound = currentWeight <= step;
            if (isLastRound && hasRestarted && HEAD != start)
            {
                // Round with weight 1 began behind the start: those up to it come last.
                stop = start;
            }
        }
    }

    private void update(final int divisor, final int greatest)
    {
        last = HEAD;
        step = Math.max(1, divisor);
        // Less by step - 1, so that the last round has weight 1 and takes all that can be taken.
        maxWeight = greatest - (step - 1);

        if (currentWeight > maxWeight || 0 == currentWeight)
        {
            currentWeight = maxWeight;
        }
        else if (step > 1)
        {
            currentWeight = currentWeight / step * step + 1;
        }
    }

    /** Destinations at the front of the list that were not there before. */
    private int addedCount(final Destination[] newDestinations)
    {
        int count = 0;
        while (count < newDestinations.length && !Arrays.asList(destinations).contains(newDestinations[count]))
        {
            count++;
        }

        return count;
    }

    private boolean hasDeletedOrEdited(
        final Destination[] newDestinations, final int[] newWeights, final int addedCount)
    {
        return
            !Arrays.equals(
                destinations, 0, destinations.length, newDestinations, addedCount, newDestinations.length) ||
            !Arrays.equals(weights, 0, weights.length, newWeights, addedCount, newWeights.length);
    }

    private static int[] weights(final Destination[] destinations)
    {
        return Arrays.stream(destinations).mapToInt(Destination::weight).toArray();
    }

    private static int greatest(final int[] weights, final int from)
    {
        int greatest = 0;
        for (int i = from; i < weights.length; i++)
        {
            greatest = Math.max(greatest, weights[i]);
        }

        return greatest;
    }

    private static int commonDivisor(final int[] weights, final int from)
    {
        int divisor = 0;
        for (int i = from; i < weights.length; i++)
        {
            divisor = commonDivisor(divisor, weights[i]);
        }

        return divisor;
    }

    private static int commonDivisor(final int a, final int b)
    {
        int greater = a;
        int less = b;
        while (0 != less)
        {
            final int remainder = greater % less;
            greater = less;
            less = remainder;
        }

        return greater;
    }
}
