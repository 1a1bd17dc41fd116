/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The whole engine over memory, the first packet of each flow: schedule, insert, write to the recorder's ring, forward.
 * Ten thousand at a time; they expire between the measurements.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineNewFlowBenchmark
{
    private static final int FLOWS = 10_000;
    private static final int SLOTS = 64;
    /** More than the time-out of UDP. */
    private static final long LONG_IDLE_NS = TimeUnit.SECONDS.toNanos(400);

    /** Scheduler, by its name in ipvsadm. */
    @Param({"rr", "wlc"})
    public String scheduler;

    private EngineFixture engine;
    private long nowNs;
    private boolean isFilled;

    /** Make the tables. */
    @Setup
    public void setUp()
    {
        engine = new EngineFixture(FLOWS, SLOTS, scheduler);
    }

    /** Let the flows of the last time expire. */
    @Setup(Level.Invocation)
    public void expire()
    {
        nowNs += LONG_IDLE_NS;
        engine.path().now(nowNs);
        int expired = 0;
        while (isFilled && expired < FLOWS)
        {
            expired += engine.path().expire();
        }
        isFilled = true;
    }

    /**
     * Ten thousand new flows.
     */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public void newFlow()
    {
        for (int flow = 0; flow < FLOWS; flow++)
        {
            engine.forward(flow & SLOTS - 1, flow);
        }
    }
}
