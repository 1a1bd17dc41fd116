/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Errors of all agents: each distinct one is kept with count and times in the error log of {@code cnc.dat}, where
 * {@code jlvs stat} shows it, and written to the log at most once a second. Any thread.
 */
final class LoggingErrors implements ErrorHandler
{
    private static final Logger LOGGER = Logger.getLogger(LoggingErrors.class.getName());
    /** EX_SOFTWARE of sysexits.h. */
    private static final int EXIT_STATUS = 70;
    private static final long PAUSE_NS = 1_000_000_000L;

    private final DistinctErrorLog errorLog;
    private final AtomicCounter errors;
    private final AtomicLong nextLogNs = new AtomicLong(System.nanoTime());

    LoggingErrors(final AtomicBuffer errorLogBuffer, final AtomicCounter errors)
    {
        this.errors = errors;
        this.errorLog = new DistinctErrorLog(errorLogBuffer, SystemEpochClock.INSTANCE);
    }

    @Override
    public void onError(final Throwable throwable)
    {
        if (throwable instanceof Error)
        {
            halt(throwable);
        }

        errorLog.record(throwable);
        errors.increment();
        final long nowNs = System.nanoTime();
        final long next = nextLogNs.get();
        if (nowNs - next >= 0 && nextLogNs.compareAndSet(next, nowNs + PAUSE_NS))
        {
            LOGGER.log(Level.WARNING, throwable.getMessage(), throwable);
        }
    }

    /**
     * After an {@link Error} (no memory, no class) an agent may be half alive. A start finds everything again, so it is
     * better to end: whoever supervises the process starts it anew. Takes nothing for granted but standard error.
     */
    static void halt(final Throwable throwable)
    {
        try
        {
            throwable.printStackTrace();
            System.err.println("jlvs director: ended by an error that it cannot go on after; start it again");
        }
        finally
        {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }
}
