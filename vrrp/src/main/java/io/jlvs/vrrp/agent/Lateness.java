/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import org.HdrHistogram.Histogram;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How much later than they were due timers have been served: what a virtual router's neighbours notice of garbage
 * collection, of a busy processor and of slow work on the VRRP thread. Written and read by that thread.
 */
final class Lateness
{
    private static final long HIGHEST_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 2;
    private static final double NS_OF_A_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double P50 = 50;
    private static final double P999 = 99.9;

    private final Histogram histogram = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);

    /**
     * A timer is served.
     *
     * @param lateNs after it was due.
     */
    void record(final long lateNs)
    {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NS, lateNs)));
    }

    /**
     * As one line for people and programs.
     *
     * @return count, median, 99.9 % and maximum in milliseconds.
     */
    String text()
    {
        return String.format(Locale.ROOT, "timers %d, late by p50 %.3f ms, p99.9 %.3f ms, max %.3f ms",
            histogram.getTotalCount(),
            histogram.getValueAtPercentile(P50) / NS_OF_A_MS,
            histogram.getValueAtPercentile(P999) / NS_OF_A_MS,
            histogram.getMaxValue() / NS_OF_A_MS);
    }
}
