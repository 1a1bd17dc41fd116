/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ForwardingCell;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.ForwardingState;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Judges whether the director forwards, by the duty cycles that its workers count and by the state of its interfaces,
 * and says so in {@code cnc.dat}. Conductor only, but for {@link #stop()}.
 */
final class ForwardingWatch
{
    private static final Logger LOGGER = Logger.getLogger(ForwardingWatch.class.getName());
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Between two looks so far apart the whole process may have been stopped: that is not the worker's silence. */
    private static final long MAX_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WORKER_SILENT_NS = TimeUnit.MILLISECONDS.toNanos(Configuration.WORKER_SILENT_MS);
    private static final ForwardingHealth STARTING =
        new ForwardingHealth(ForwardingState.STARTING, "the director is starting");
    private static final ForwardingHealth STOPPING =
        new ForwardingHealth(ForwardingState.STOPPING, "the director is stopping");

    private final ForwardingCell cell;
    private final AtomicCounter[] cycles;
    private final BooleanSupplier isAnyInterfaceUp;
    private final long[] lastCycles;
    private final long[] silentNs;
    private ForwardingHealth health = STARTING;
    private boolean isRunning;
    private long lastLookNs;
    private volatile boolean isStopping;

    /**
     * A watch over a director that starts.
     *
     * @param cell             takes the verdict.
     * @param cycles           duty cycles of each worker.
     * @param isAnyInterfaceUp whether at least one of the director's interfaces is up and has a carrier.
     */
    ForwardingWatch(final ForwardingCell cell, final AtomicCounter[] cycles, final BooleanSupplier isAnyInterfaceUp)
    {
        this.cell = cell;
        this.cycles = cycles;
        this.isAnyInterfaceUp = isAnyInterfaceUp;
        lastCycles = new long[cycles.length];
        silentNs = new long[cycles.length];
        cell.health(health);
    }

    /**
     * Look, if it is time to.
     *
     * @param nowNs monotonic clock.
     */
    void poll(final long nowNs)
    {
        if (!isRunning)
        {
            isRunning = true;
            lastLookNs = nowNs;
        }
        else if (nowNs - lastLookNs >= PAUSE_NS || isStopping)
        {
            listen(Math.min(nowNs - lastLookNs, MAX_PAUSE_NS));
            lastLookNs = nowNs;
            publish(judge());
        }
    }

    /**
     * The director ends: the next look says so. Any thread.
     */
    void stop()
    {
        isStopping = true;
    }

    private void listen(final long pauseNs)
    {
        for (int i = 0; i < cycles.length; i++)
        {
            final long count = cycles[i].get();
            silentNs[i] = count == lastCycles[i] ? silentNs[i] + pauseNs : 0;
            lastCycles[i] = count;
        }
    }

    private ForwardingHealth judge()
    {
        if (isStopping)
        {
            return STOPPING;
        }

        boolean isStarted = true;
        for (int i = 0; i < cycles.length; i++)
        {
            if (silentNs[i] > WORKER_SILENT_NS)
            {
                return new ForwardingHealth(
                    ForwardingState.WORKER_SILENT,
                    "worker " + i + " has finished no duty cycle for more than " + Configuration.WORKER_SILENT_MS +
                    " ms");
            }

            isStarted &= 0 != lastCycles[i];
        }

        if (!isStarted)
        {
            return STARTING;
        }

        return isAnyInterfaceUp.getAsBoolean() ?
            ForwardingHealth.FORWARDING :
            new ForwardingHealth(
                ForwardingState.NO_INTERFACE, "none of the director's interfaces is up and has a carrier");
    }

    private void publish(final ForwardingHealth newHealth)
    {
        if (!newHealth.equals(health))
        {
            health = newHealth;
            cell.health(newHealth);
            if (newHealth.isForwarding())
            {
                LOGGER.info("forwarding");
            }
            else
            {
                // A link that goes down, or an end in good order, is no fault of the director.
                LOGGER.log(
                    ForwardingState.WORKER_SILENT == newHealth.state() ? Level.SEVERE : Level.INFO,
                    "not forwarding: " + newHealth.text());
            }
        }
    }
}
