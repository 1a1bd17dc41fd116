/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.ForwardingCode;
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
 * Lookup of flows that are in the table, in random order, with what a packet reads and writes in its entry.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlowHitBenchmark
{
    /** Number of flows. */
    @Param({"1", "10000", "1000000"})
    public int flows;

    private final Frames keys = new Frames(false, IpProtocol.UDP, 1);
    private FlowTable table;
    private int[] order;
    private int position;

    /** Fill the table. */
    @Setup
    public void setUp()
    {
        table = Tables.flowTable(flows);
        order = Tables.shuffled(flows);
        for (int flow = 0; flow < flows; flow++)
        {
            table.insert(
                IpProtocol.UDP,
                0,
                keys.clientLow(flow),
                keys.clientPort(flow),
                0,
                Frames.SERVICE_IPV4,
                Frames.SERVICE_PORT,
                ConnectionState.UDP,
                ForwardingCode.DIRECT_ROUTE,
                1,
                0,
                0);
        }
    }

    /**
     * One packet: find, read the destination, note the time.
     *
     * @return id of the destination.
     */
    @Benchmark
    public int hit()
    {
        position = position + 1 == order.length ? 0 : position + 1;
        final int flow = order[position];
        final int slot = table.find(
            IpProtocol.UDP,
            0,
            keys.clientLow(flow),
            keys.clientPort(flow),
            0,
            Frames.SERVICE_IPV4,
            Frames.SERVICE_PORT);
        table.lastSeen(slot, position);
        return table.destinationId(slot);
    }
}
