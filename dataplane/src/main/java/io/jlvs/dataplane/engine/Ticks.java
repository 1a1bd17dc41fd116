/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

/**
 * The clock of the tables: ticks of 10 ms of the monotonic clock, modulo 2^32. A jump of the wall clock changes
 * nothing; processes of one host read the same clock.
 */
final class Ticks
{
    /** Ticks in a second. */
    static final int PER_SECOND = 100;
    private static final long NANOSECONDS = 10_000_000L;

    private Ticks()
    {
    }

    static int of(final long nanoTime)
    {
        return (int)(nanoTime / NANOSECONDS);
    }
}
