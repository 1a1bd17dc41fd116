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
        errorLog.record(throwable);
        errors.increment();
        final long nowNs = System.nanoTime();
        final long next = nextLogNs.get();
        if (nowNs - next >= 0 && nextLogNs.compareAndSet(next, nowNs + PAUSE_NS))
        {
            LOGGER.log(Level.WARNING, throwable.getMessage(), throwable);
        }
    }
}
