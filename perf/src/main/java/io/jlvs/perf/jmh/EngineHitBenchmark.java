/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The whole engine over memory, packets of known flows in random order, by direct routing. The figure contains making
 * the frame that of another flow, about 3 ns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineHitBenchmark
{
    private static final int SLOTS = 64;

    /** Number of flows. */
    @Param({"1", "10000", "1000000"})
    public int flows;

    private EngineFixture engine;
    private int[] order;
    private int position;

    /** One packet of each flow. */
    @Setup
    public void setUp()
    {
        engine = new EngineFixture(flows, SLOTS, "rr");
        order = Tables.shuffled(flows);
        for (int flow = 0; flow < flows; flow++)
        {
            engine.forward(flow & SLOTS - 1, flow);
            if (0 == (flow & 0xFFF))
            {
                engine.path().expire();
            }
        }
    }

    /**
     * One packet.
     *
     * @return verdict.
     */
    @Benchmark
    public Verdict hit()
    {
        position = position + 1 == order.length ? 0 : position + 1;
        return engine.onPacket(position & SLOTS - 1, order[position]);
    }

    /**
     * One packet to the MAC address of a virtual router.
     *
     * @return verdict.
     */
    @Benchmark
    public Verdict hitOfVirtualMac()
    {
        position = position + 1 == order.length ? 0 : position + 1;
        return requireForwarded(engine.onPacketToVirtualMac(position & SLOTS - 1, order[position]));
    }

    private static Verdict requireForwarded(final Verdict verdict)
    {
        if (Verdict.FORWARD_DIRECT_ROUTE != verdict)
        {
            throw new IllegalStateException("packet of a known flow: " + verdict);
        }
        return verdict;
    }
}
