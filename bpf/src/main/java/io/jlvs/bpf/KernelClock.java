/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How a BPF program gets from the kernel's jiffies, the only clock that costs it nothing, to the ticks of the flow
 * tables. In units of 2^-32 ticks, as in {@code struct director_clock}:
 * {@code base + elapsed * multiplier + (elapsed >>> 16) * remainder}.
 *
 * @param jiffies    at some moment.
 * @param base       the ticks of that moment.
 * @param multiplier ticks of a jiffy.
 * @param remainder  what the multiplier lacks, units of 2^-48 ticks.
 */
record KernelClock(long jiffies, long base, long multiplier, long remainder)
{
    /** No frequency. */
    static final int UNKNOWN = 0;

    private static final String RESOURCE = "clock.bpf.o";
    private static final String PROGRAM = "jlvs_clock";
    private static final int FRAME_LENGTH = 64;

    private static final int[] FREQUENCIES = {100, 250, 300, 1000};
    private static final int INITIAL_SECONDS = 300;
    /** The clocks do not begin at the same moment of the boot. */
    private static final int BOOT_SECONDS = 3;
    private static final long SAMPLE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_SAMPLE_NS = 32 * SAMPLE_NS;
    private static final int NS_PER_TICK = 10_000_000;
    private static final int FRACTION_BITS = 32;
    private static final int REMAINDER_BITS = 16;

    /**
     * Compare the kernel's jiffies with the monotonic clock; takes 50 ms; longer in the sixth minute after
     * boot, and then longer still where CPUs are stolen.
     *
     * @return the clock.
     * @throws BpfException          if the kernel refuses the program that reads jiffies.
     * @throws IllegalStateException if jiffies go at no frequency that Linux can be built with.
     */
    static KernelClock calibrate()
    {
        try (BpfObject object = BpfObject.open(RESOURCE, DirectorLayout.OBJECT_NAME))
        {
            object.load();
            final ProgramRun run = new ProgramRun(object.programFd(PROGRAM));
            final byte[] frame = new byte[FRAME_LENGTH];

            final int known = frequencySinceBoot(jiffies(run, frame), System.nanoTime());
            for (long sampleNs = UNKNOWN == known ? SAMPLE_NS : SAMPLE_NS / 2; sampleNs <= MAX_SAMPLE_NS; sampleNs *= 2)
            {
                // The jiffy of a sample began before it, and the CPU that moves jiffies on may be late (a virtual one
                // that is not running): the sample for which the first jiffy began earliest is the truest.
                final long[] beginNs = new long[FREQUENCIES.length];
                Arrays.fill(beginNs, Long.MAX_VALUE);
                final long startNs = System.nanoTime();
                final long startJiffies = jiffies(run, frame);
                long nowNs = startNs;
                long elapsed = 0;
                while (nowNs - startNs < sampleNs)
                {
                    elapsed = jiffies(run, frame) - startJiffies;
                    nowNs = System.nanoTime();
                    for (int i = 0; i < FREQUENCIES.length; i++)
                    {
                        beginNs[i] = Math.min(beginNs[i], nowNs - elapsed * jiffyNs(FREQUENCIES[i]));
                    }
                }

                final int frequency = UNKNOWN == known ? frequency(elapsed, nowNs - startNs) : known;
                if (frequency != UNKNOWN)
                {
                    return of(
                        startJiffies,
                        beginNs[Arrays.binarySearch(FREQUENCIES, frequency)],
                        jiffyNs(frequency));
                }
            }

            throw new IllegalStateException(
                "the kernel's jiffies go at none of the frequencies " + Arrays.toString(FREQUENCIES) +
                " that Linux is built with, or not evenly for " + TimeUnit.NANOSECONDS.toSeconds(MAX_SAMPLE_NS) + " s");
        }
    }

    /**
     * The frequency of jiffies by what both clocks have counted since boot, when jiffies begin at INITIAL_JIFFIES: five
     * minutes before 2^32 (include/linux/jiffies.h). A machine that is paused now and then changes nothing about that.
     *
     * @param jiffies now.
     * @param ns      of the monotonic clock, now.
     * @return CONFIG_HZ, or {@link #UNKNOWN} while the beginnings of more than one may agree with it.
     */
    static int frequencySinceBoot(final long jiffies, final long ns)
    {
        final double seconds = (double)ns / TimeUnit.SECONDS.toNanos(1) - INITIAL_SECONDS;
        int found = UNKNOWN;
        for (final int frequency : FREQUENCIES)
        {
            if (Math.abs((double)(jiffies - (1L << Integer.SIZE)) / frequency - seconds) < BOOT_SECONDS)
            {
                if (UNKNOWN != found)
                {
                    return UNKNOWN;
                }
                found = frequency;
            }
        }

        return found;
    }

    /**
     * The frequency of jiffies.
     *
     * @param jiffies that went by.
     * @param ns      in which they did.
     * @return CONFIG_HZ, or {@link #UNKNOWN} if they went unevenly.
     */
    static int frequency(final long jiffies, final long ns)
    {
        final double measured = (double)jiffies * TimeUnit.SECONDS.toNanos(1) / ns;
        for (final int frequency : FREQUENCIES)
        {
            // 250 and 300 lie closest to each other; a sample is off by a jiffy at each end at most.
            if (Math.abs(measured - frequency) < frequency * 0.09 + 1)
            {
                return frequency;
            }
        }

        return UNKNOWN;
    }

    /**
     * A clock.
     *
     * @param jiffies at some moment.
     * @param ns      of the monotonic clock at that moment.
     * @param jiffyNs length of a jiffy.
     * @return the clock.
     */
    static KernelClock of(final long jiffies, final long ns, final long jiffyNs)
    {
        final long[] jiffy = fixedPoint(jiffyNs);

        return new KernelClock(jiffies, fixedPoint(ns)[0], jiffy[0], jiffy[1]);
    }

    /** TICK_NSEC of the kernel: by so much of the monotonic clock it moves jiffies on. */
    static long jiffyNs(final int frequency)
    {
        return (TimeUnit.SECONDS.toNanos(1) + frequency / 2) / frequency;
    }

    /**
     * What the program computes.
     *
     * @param nowJiffies of the kernel.
     * @return ticks.
     */
    int ticks(final long nowJiffies)
    {
        final long elapsed = nowJiffies - jiffies;

        return (int)((base + elapsed * multiplier + (elapsed >>> REMAINDER_BITS) * remainder) >>> FRACTION_BITS);
    }

    /** Ticks in units of 2^-32, and what is left in units of 2^-48. */
    private static long[] fixedPoint(final long ns)
    {
        final BigInteger value = BigInteger.valueOf(ns)
            .shiftLeft(FRACTION_BITS + REMAINDER_BITS)
            .divide(BigInteger.valueOf(NS_PER_TICK));

        return new long[]{
            value.shiftRight(REMAINDER_BITS).longValue(), value.longValue() & ((1 << REMAINDER_BITS) - 1)};
    }

    private static long jiffies(final ProgramRun run, final byte[] frame)
    {
        run.once(frame);

        return ByteBuffer.wrap(run.frame()).order(ByteOrder.nativeOrder()).getLong(0);
    }
}
