/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.xdp;

import io.jlvs.bpf.DirectorProgram;
import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import java.nio.file.Path;

/**
 * The director's program with a UDP service of ten servers and flows to them, those that {@code xdp.bpf.c} picks from.
 */
final class MeasuredProgram implements AutoCloseable
{
    static final int FIRST_CLIENT = 0x0A40_0001;
    static final int SERVICE = 0x0A58_0001;
    static final int PORT = 80;

    private static final int FLOWS_PER_ADDRESS = 8192;
    private static final int FIRST_PORT = 1024;
    private static final int SERVERS = 10;
    private static final int LOOPBACK = 1;
    private static final int MTU = 1500;
    private static final int IPV6_CAPACITY = 1024;
    private static final long NS_PER_TICK = 10_000_000L;
    private static final int LIFE_TICKS = 360_000;
    private static final long WORD = 0xFFFF_FFFFL;

    private final DirectorProgram program;

    /**
     * Load and fill.
     *
     * @param flows  number of flows, at the design load of the table.
     * @param method {@link io.jlvs.dataplane.table.ForwardingCode}.
     */
    MeasuredProgram(final int flows, final int method)
    {
        final int capacity = (int)FlowTableDescriptor.capacityFor(flows);
        program = DirectorProgram.open(
            Path.of("jlvs-bench"), new TableShape(capacity, 1), new TableShape(IPV6_CAPACITY, 1));
        FlowTableDescriptor.initialise(program.flowsIpv4(), false, capacity, 1, 1, 0);
        FlowTableDescriptor.initialise(program.flowsIpv6(), true, IPV6_CAPACITY, 1, 1, 0);

        // MAC addresses are all zero, so that what was forwarded can come in again.
        final DestinationCells destinations = new DestinationCells(program.destinations());
        for (int id = 1; id <= SERVERS; id++)
        {
            destinations.put(
                new Destination(id, false, 0, SERVICE + id, PORT, new TrafficCounters(1), 1),
                new NextHop(LOOPBACK, 0, 0, MTU, 0, SERVICE));
        }

        final int nowTicks = (int)(System.nanoTime() / NS_PER_TICK);
        final FlowTable table = new FlowTable(program.flowsIpv4(), 0);
        for (int flow = 0; flow < flows; flow++)
        {
            table.insert(
                IpProtocol.UDP,
                0, FIRST_CLIENT + flow / FLOWS_PER_ADDRESS & WORD, FIRST_PORT + flow % FLOWS_PER_ADDRESS,
                0, SERVICE & WORD, PORT,
                ConnectionState.UDP, method, 1 + flow % SERVERS, nowTicks, 0);
        }
        program.port(LOOPBACK, 0);
        program.heartbeat(nowTicks + LIFE_TICKS);
    }

    int fd()
    {
        return program.programFd();
    }

    @Override
    public void close()
    {
        program.close();
    }
}
