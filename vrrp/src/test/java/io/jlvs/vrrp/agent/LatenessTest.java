/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

/**
 * What is told of how late timers are.
 */
class LatenessTest
{
    @Test
    void shouldTellMedianTailAndMaximum()
    {
        final Lateness lateness = new Lateness();
        for (int i = 0; i < 9_990; i++)
        {
            lateness.record(TimeUnit.MICROSECONDS.toNanos(16));
        }
        for (int i = 0; i < 10; i++)
        {
            lateness.record(TimeUnit.MILLISECONDS.toNanos(16));
        }
        lateness.record(-1);
        lateness.record(TimeUnit.MILLISECONDS.toNanos(64));

        assertEquals("timers 10002, late by p50 0.016 ms, p99.9 16.056 ms, max 64.225 ms", lateness.text());
    }

    @Test
    void shouldKeepTimesBeyondItsRangeAtItsEnd()
    {
        final Lateness lateness = new Lateness();

        lateness.record(TimeUnit.DAYS.toNanos(1));

        assertEquals("timers 1, late by", lateness.text().substring(0, 17));
    }
}
