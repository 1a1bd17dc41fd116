/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class IcmpRateLimitTest
{
    private static final long START = Long.MAX_VALUE - 1_000;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldGiveBurstAndThenRefill()
    {
        final IcmpRateLimit limit = new IcmpRateLimit(1000, 50);
        limit.now(START);
        assertEquals(50, take(limit));

        limit.now(START + SECOND / 100);
        assertEquals(10, take(limit));

        limit.now(START + SECOND / 100 + 10 * SECOND);
        assertEquals(50, take(limit));
    }

    @Test
    void shouldKeepFractionsOfMessages()
    {
        final IcmpRateLimit limit = new IcmpRateLimit(10, 1);
        limit.now(0);
        assertEquals(1, take(limit));
        limit.now(SECOND / 20);
        assertEquals(0, take(limit));
        limit.now(SECOND / 10);
        assertEquals(1, take(limit));
    }

    @Test
    void shouldLetNothingThroughAtRateZero()
    {
        final IcmpRateLimit limit = new IcmpRateLimit(0, 50);
        limit.now(0);
        limit.now(100 * SECOND);

        assertFalse(limit.tryAcquire());
    }

    @Test
    void shouldNotTakeTimeThatGoesBackForCredit()
    {
        final IcmpRateLimit limit = new IcmpRateLimit(1000, 2);
        limit.now(SECOND);
        assertEquals(2, take(limit));
        limit.now(0);

        assertEquals(0, take(limit));
    }

    private static int take(final IcmpRateLimit limit)
    {
        int count = 0;
        while (count < 10_000 && limit.tryAcquire())
        {
            count++;
        }
        return count;
    }
}
