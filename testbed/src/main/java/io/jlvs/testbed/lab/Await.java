/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waiting for a condition, never for a time.
 */
public final class Await
{
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await()
    {
    }

    /**
     * Return as soon as the condition holds.
     *
     * @param condition asked every few milliseconds, on this thread.
     * @param deadline  after which to give up.
     * @param message   what was waited for.
     * @throws LabException when the condition does not hold in time.
     */
    public static void await(final BooleanSupplier condition, final Duration deadline, final String message)
    {
        await(condition, deadline, () -> message);
    }

    /**
     * Return as soon as the condition holds.
     *
     * @param condition asked every few milliseconds, on this thread.
     * @param deadline  after which to give up.
     * @param message   what was waited for, and what was there instead; asked only on failure.
     * @throws LabException when the condition does not hold in time.
     */
    public static void await(
        final BooleanSupplier condition, final Duration deadline, final Supplier<String> message)
    {
        final long endNs = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - endNs > 0)
            {
                throw new LabException("not within " + deadline.toMillis() + " ms: " + message.get());
            }
            if (Thread.currentThread().isInterrupted())
            {
                throw new LabException("interrupted while waiting: " + message.get());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /**
     * Return when the condition has held for the whole time.
     *
     * @param condition asked every few milliseconds, on this thread.
     * @param duration  of the watch.
     * @param message   what was watched, and what was there instead; asked only on failure.
     * @throws LabException as soon as the condition does not hold.
     */
    public static void hold(
        final BooleanSupplier condition, final Duration duration, final Supplier<String> message)
    {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < duration.toNanos())
        {
            if (!condition.getAsBoolean())
            {
                throw new LabException("only for " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) +
                    " of " + duration.toMillis() + " ms: " + message.get());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
