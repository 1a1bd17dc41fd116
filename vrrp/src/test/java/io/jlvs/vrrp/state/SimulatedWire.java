/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.util.SplittableRandom;

/**
 * A wire between two routers, one direction each: adverts are lost, delayed, overtake each other and come twice.
 */
final class SimulatedWire
{
    private static final double USUAL_LOSS = 0.02;
    private static final double STORM_LOSS = 0.5;
    private static final double DUPLICATES = 0.02;

    private final boolean[] isUp = {true, true};
    private final SplittableRandom random;
    private final long longestDelayNs;
    private double loss = USUAL_LOSS;

    SimulatedWire(final SplittableRandom random, final long longestDelayNs)
    {
        this.random = random;
        this.longestDelayNs = longestDelayNs;
    }

    boolean isUp(final int sender)
    {
        return isUp[sender];
    }

    void isUp(final int sender, final boolean isUp)
    {
        this.isUp[sender] = isUp;
    }

    void storm(final boolean isStorming)
    {
        loss = isStorming ? STORM_LOSS : USUAL_LOSS;
    }

    void calm()
    {
        isUp[0] = true;
        isUp[1] = true;
        loss = 0;
    }

    /**
     * How often an advert arrives.
     */
    int copies(final int sender)
    {
        if (!isUp[sender] || random.nextDouble() < loss)
        {
            return 0;
        }

        return random.nextDouble() < DUPLICATES ? 2 : 1;
    }

    long delayNs()
    {
        return random.nextLong(1, longestDelayNs + 1);
    }
}
