/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.ForwardingCell;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.ForwardingState;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ForwardingWatchTest
{
    private static final int WORKERS = 2;

    private final ForwardingCell cell =
        new ForwardingCell(new UnsafeBuffer(ByteBuffer.allocateDirect(ForwardingCell.LENGTH)));
    private final DirectorCounters counters = new DirectorCounters(WORKERS);
    private final WorkerCounters[] workers = new WorkerCounters[WORKERS];
    private boolean isAnyInterfaceUp = true;
    private final ForwardingWatch watch =
        new ForwardingWatch(cell, WorkerCounters.cycles(counters, WORKERS), () -> isAnyInterfaceUp);
    /** Of a clock that wraps soon. */
    private long nowNs = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(500);

    @BeforeEach
    void workers()
    {
        for (int i = 0; i < WORKERS; i++)
        {
            workers[i] = new WorkerCounters(counters, i);
        }
    }

    @Test
    void shouldStartWithTheLastWorker()
    {
        assertEquals(ForwardingState.STARTING, cell.health().state());
        pass(100);
        workers[1].onCycle(0, 1);
        pass(100);
        assertEquals(ForwardingState.STARTING, cell.health().state());

        workers[0].onCycle(0, 1);
        pass(10);

        assertEquals(ForwardingHealth.FORWARDING, cell.health());
    }

    @Test
    void shouldNameTheWorkerThatFinishesNoCycle()
    {
        start();
        for (long silentMs = 10; silentMs <= Configuration.WORKER_SILENT_MS; silentMs += 10)
        {
            workers[0].onCycle(1, 1);
            pass(10);
            assertEquals(ForwardingHealth.FORWARDING, cell.health(), "after " + silentMs + " ms");
        }

        workers[0].onCycle(1, 1);
        pass(10);

        assertEquals(
            new ForwardingHealth(
                ForwardingState.WORKER_SILENT, "worker 1 has finished no duty cycle for more than 1000 ms"),
            cell.health());
        workers[1].onCycle(1, 1);
        pass(10);
        assertEquals(ForwardingHealth.FORWARDING, cell.health());
    }

    @Test
    void shouldNoticeAWorkerThatNeverStarts()
    {
        for (int i = 0; i < Configuration.WORKER_SILENT_MS + 20; i++)
        {
            workers[1].onCycle(0, 1);
            pass(1);
        }

        assertEquals(ForwardingState.WORKER_SILENT, cell.health().state());
        assertEquals("worker 0 has finished no duty cycle for more than 1000 ms", cell.health().text());
    }

    @Test
    void shouldNotBlameAWorkerForATimeInWhichTheWholeProcessWasStopped()
    {
        start();

        pass(60_000);

        assertEquals(ForwardingHealth.FORWARDING, cell.health());
    }

    @Test
    void shouldSayThatNoInterfaceIsUp()
    {
        start();
        isAnyInterfaceUp = false;
        cycles();
        pass(10);
        assertEquals(
            new ForwardingHealth(
                ForwardingState.NO_INTERFACE, "none of the director's interfaces is up and has a carrier"),
            cell.health());

        isAnyInterfaceUp = true;
        cycles();
        pass(10);
        assertEquals(ForwardingHealth.FORWARDING, cell.health());
    }

    @Test
    void shouldSayThatItStops()
    {
        start();

        watch.stop();
        pass(1);

        assertEquals(ForwardingState.STOPPING, cell.health().state());
        cycles();
        pass(100);
        assertEquals(ForwardingState.STOPPING, cell.health().state());
    }

    private void start()
    {
        pass(1);
        cycles();
        pass(10);
        assertEquals(ForwardingHealth.FORWARDING, cell.health());
    }

    private void cycles()
    {
        for (final WorkerCounters worker : workers)
        {
            worker.onCycle(0, 1);
        }
    }

    private void pass(final long timeMs)
    {
        nowNs += TimeUnit.MILLISECONDS.toNanos(timeMs);
        watch.poll(nowNs);
    }
}
