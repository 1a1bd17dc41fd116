/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.scheduler.Scheduler;
import io.jlvs.dataplane.scheduler.SchedulerRegistry;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.ServiceSnapshot;
import io.jlvs.dataplane.table.TrafficCounters;
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
 * A flow that is not in the table: miss, service, schedule over ten servers, insert. Ten thousand at a time into an
 * empty table; they are taken out again between the measurements.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NewFlowBenchmark
{
    private static final int FLOWS = 10_000;
    private static final int SERVERS = 10;

    /** Scheduler, by its name in ipvsadm. */
    @Param({"rr", "wlc"})
    public String scheduler;

    private final Frames keys = new Frames(false, IpProtocol.UDP, 1);
    private final PacketContext packet = new PacketContext();
    private final int[] slots = new int[FLOWS];
    private FlowTable table;
    private ServiceSnapshot services;
    private Scheduler instance;
    private boolean isFilled;

    /** Make the tables. */
    @Setup
    public void setUp()
    {
        table = Tables.flowTable(FLOWS);
        services = Tables.snapshot(Tables.service(scheduler, SERVERS));
        instance = SchedulerRegistry.find(scheduler).orElseThrow().newInstance();
        instance.onServiceChanged(services.byId(0));
        packet.protocol = IpProtocol.UDP;
        packet.destinationLow = Frames.SERVICE_IPV4;
        packet.destinationPort = Frames.SERVICE_PORT;
    }

    /** Take the flows of the last time out of the table. */
    @Setup(Level.Invocation)
    public void empty()
    {
        if (isFilled)
        {
            for (final int slot : slots)
            {
                destination(table.destinationId(slot)).counters().add(0, TrafficCounters.INACTIVE, -1);
                table.remove(slot);
            }
        }

        isFilled = true;
    }

    /**
     * Ten thousand new flows.
     *
     * @return size of the table.
     */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long insert()
    {
        for (int flow = 0; flow < FLOWS; flow++)
        {
            packet.sourceLow = keys.clientLow(flow);
            packet.sourcePort = keys.clientPort(flow);
            slots[flow] = insert(packet);
        }

        return table.size();
    }

    private int insert(final PacketContext opening)
    {
        final int known = table.find(
            opening.protocol,
            opening.sourceHigh,
            opening.sourceLow,
            opening.sourcePort,
            opening.destinationHigh,
            opening.destinationLow,
            opening.destinationPort);
        if (FlowTable.NOT_FOUND != known)
        {
            throw new IllegalStateException("flow is there already");
        }

        final Destination destination = instance.schedule(
            services.match(
                opening.ipv6,
                opening.protocol,
                opening.destinationHigh,
                opening.destinationLow,
                opening.destinationPort),
            opening);
        destination.counters().add(0, TrafficCounters.INACTIVE, 1);
        return table.insert(
            opening.protocol,
            opening.sourceHigh,
            opening.sourceLow,
            opening.sourcePort,
            opening.destinationHigh,
            opening.destinationLow,
            opening.destinationPort,
            ConnectionState.UDP,
            destination.forwardingCode(),
            destination.id(),
            0,
            0);
    }

    private Destination destination(final int id)
    {
        return services.byId(0).destinations()[id - 1];
    }
}
