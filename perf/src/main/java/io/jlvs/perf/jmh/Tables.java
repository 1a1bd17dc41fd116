/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.ServiceSnapshot;
import io.jlvs.dataplane.table.TrafficCounters;
import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tables for benchmarks: a flow table for so many flows, one UDP service with servers, a random order of flows.
 */
final class Tables
{
    /** Seed of the order; the same in each run, so that runs compare. */
    static final long SEED = 20_241_120L;
    /** Interface that leads to the servers. */
    static final int SERVER_INTERFACE = 3;
    /** MTU towards the servers. */
    static final int MTU = 1500;

    private static final long FIRST_SERVER = 0x0A58_0002L;
    private static final long FIRST_SERVER_MAC = 0x0200_0058_0002L;
    private static final long DIRECTOR_MAC = 0x0200_0058_0001L;
    private static final long DIRECTOR_ADDRESS = 0x0A58_0001L;

    private Tables()
    {
    }

    static FlowTable flowTable(final int connections)
    {
        final int capacity = (int)FlowTableDescriptor.capacityFor(connections);
        final UnsafeBuffer region =
            new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTableDescriptor.regionLength(false, capacity)));
        FlowTableDescriptor.initialise(region, false, capacity, SEED, 1, 0);
        return new FlowTable(region, 0);
    }

    static Destination destination(final int id, final TrafficCounters serviceCounters, final int forwardingCode)
    {
        final Destination destination =
            new Destination(id, false, 0, FIRST_SERVER + id, Frames.SERVICE_PORT, serviceCounters, 1);
        destination.weight(1);
        destination.forwardingCode(forwardingCode);
        destination.available(true);
        destination.nextHop(nextHop(id));
        return destination;
    }

    static NextHop nextHop(final int id)
    {
        return new NextHop(SERVER_INTERFACE, DIRECTOR_MAC, FIRST_SERVER_MAC + id, MTU, 0, DIRECTOR_ADDRESS);
    }

    static Service service(final String scheduler, final int servers)
    {
        final TrafficCounters counters = new TrafficCounters(1);
        final Destination[] destinations = new Destination[servers];
        for (int i = 0; i < servers; i++)
        {
            destinations[i] = destination(i + 1, counters, ForwardingCode.DIRECT_ROUTE);
        }

        return new Service(
            0,
            1,
            false,
            IpProtocol.UDP,
            0,
            Frames.SERVICE_IPV4,
            Frames.SERVICE_PORT,
            scheduler,
            0,
            destinations,
            counters);
    }

    static ServiceSnapshot snapshot(final Service service)
    {
        return new ServiceSnapshot(1, new Service[] {service});
    }

    /**
     * Numbers in random order.
     *
     * @param count of numbers.
     * @return 0..count-1, each once.
     */
    static int[] shuffled(final int count)
    {
        final Random random = new Random(SEED);
        final int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            final int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }
}
