/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From jiffies to ticks.
 */
class KernelClockTest
{
    private static final long SECONDS_OF_YEAR = 365L * 24 * 60 * 60;
    private static final long NS_PER_TICK = 10_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {100, 250, 300, 1000})
    void shouldStayWithinOneTickForAYear(final int frequency)
    {
        final long startJiffies = (1L << 32) - 300L * frequency;
        final long startNs = 12_345_678_901_234L;
        final long jiffyNs = KernelClock.jiffyNs(frequency);
        final KernelClock clock = KernelClock.of(startJiffies, startNs, jiffyNs);

        for (long seconds = 0; seconds <= SECONDS_OF_YEAR; seconds += 86_399)
        {
            final long elapsed = seconds * frequency;
            final long exact = BigInteger.valueOf(elapsed)
                .multiply(BigInteger.valueOf(jiffyNs))
                .add(BigInteger.valueOf(startNs))
                .divide(BigInteger.valueOf(NS_PER_TICK))
                .longValueExact();
            final int error = clock.ticks(startJiffies + elapsed) - (int)exact;

            assertTrue(-1 <= error && error <= 0, "after " + seconds + " s: " + error + " ticks");
        }
    }

    @Test
    void shouldWrapWithTicks()
    {
        final long ns = ((1L << 32) - 1) * NS_PER_TICK;
        final KernelClock clock = KernelClock.of(0, ns, NS_PER_TICK);

        assertEquals(-1, clock.ticks(0));
        assertEquals(0, clock.ticks(1));
        assertEquals(0, clock.ticks(1L << 32) + 1);
    }

    @Test
    void shouldTellFrequencyFromTimeSinceBoot()
    {
        // As seen: CONFIG_HZ=250, 5564.61 s after boot.
        assertEquals(250, KernelClock.frequencySinceBoot(4_296_283_431L, 5_564_610_000_000L));
        for (final int frequency : new int[] {100, 250, 300, 1000})
        {
            final long initial = (1L << 32) - 300L * frequency;
            for (final long seconds : new long[] {2, 100, 400, 86_400, 2 * SECONDS_OF_YEAR})
            {
                assertEquals(
                    frequency,
                    KernelClock.frequencySinceBoot(initial + (seconds - 1) * frequency, seconds * 1_000_000_000L),
                    "after " + seconds + " s");
            }

            assertEquals(
                KernelClock.UNKNOWN, KernelClock.frequencySinceBoot(initial + 300L * frequency, 300_500_000_000L));
        }
    }

    @Test
    void shouldTellFrequencyFromSample()
    {
        assertEquals(100, KernelClock.frequency(10, 100_000_000L));
        assertEquals(250, KernelClock.frequency(24, 100_000_000L));
        assertEquals(250, KernelClock.frequency(26, 100_000_000L));
        assertEquals(300, KernelClock.frequency(29, 100_000_000L));
        assertEquals(300, KernelClock.frequency(31, 100_000_000L));
        assertEquals(1000, KernelClock.frequency(101, 100_000_000L));
        assertEquals(KernelClock.UNKNOWN, KernelClock.frequency(15, 100_000_000L));
    }

    @Test
    @Tag("lab")
    void shouldAgreeWithSecondCalibration()
    {
        final KernelClock first = KernelClock.calibrate();
        final KernelClock second = KernelClock.calibrate();

        assertEquals(first.multiplier(), second.multiplier());
        final int difference = first.ticks(second.jiffies()) - second.ticks(second.jiffies());
        assertTrue(Math.abs(difference) <= 1, () -> first + " " + second);
    }
}
