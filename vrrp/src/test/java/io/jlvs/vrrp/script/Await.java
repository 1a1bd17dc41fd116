/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waiting for what other threads and processes do, with an end.
 */
public final class Await
{
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private Await()
    {
    }

    /**
     * Wait until something holds.
     *
     * @param condition to hold.
     * @param message   of the failure if it does not in 10 s.
     */
    public static void await(final BooleanSupplier condition, final String message)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new AssertionError(message);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
