/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Prints the figures of the flow table that the README quotes: how full it gets, how long lookups take when it has
 * been in use for long, bytes for each connection. Run as a main class; nothing is asserted.
 */
public final class FlowTableFigures
{
    private static final int CONNECTIONS = 1_000_000;
    private static final long VIRTUAL_ADDRESS = 0x0A00_0064L;

    private FlowTableFigures()
    {
    }

    /**
     * Print the figures.
     *
     * @param args first: seed of the random numbers.
     */
    public static void main(final String[] args)
    {
        final long seed = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime();
        System.out.println("seed " + seed);
        for (final double load : new double[]{FlowTableDescriptor.DESIGN_LOAD, 0.8, 0.4})
        {
            final int capacity = (int)(CONNECTIONS / load);
            final int workers = 1;
            final FlowTable table = table(capacity, seed, workers);
            System.out.printf(
                "%d worker(s), %,d slots, %.1f bytes a connection, %.1f with the holds of templates%n", workers,
                capacity, FlowTableDescriptor.regionLength(false, capacity) / (double)CONNECTIONS,
                (FlowTableDescriptor.regionLength(false, capacity) + 4.0 * capacity) / CONNECTIONS);

            final SplittableRandom random = new SplittableRandom(seed);
            final long[] clients = new long[CONNECTIONS];
            long start = cpuNs();
            for (int i = 0; i < CONNECTIONS; i++)
            {
                clients[i] = random.nextLong() >>> 16;
                insert(table, clients[i]);
            }
            report("insert", start, CONNECTIONS);
            for (int round = 0; round < 11; round++)
            {
                start = cpuNs();
                long found = 0;
                for (int i = 0; i < CONNECTIONS; i++)
                {
                    found += find(table, clients[random.nextInt(CONNECTIONS)]) >= 0 ? 1 : 0;
                }
                final long hits = cpuNs() - start;
                start = cpuNs();
                for (int i = 0; i < CONNECTIONS; i++)
                {
                    found += find(table, random.nextLong() >>> 16) >= 0 ? 1 : 0;
                }
                final long misses = cpuNs() - start;
                start = cpuNs();
                for (int i = 0; i < CONNECTIONS; i++)
                {
                    final int index = random.nextInt(CONNECTIONS);
                    table.remove(find(table, clients[index]));
                    clients[index] = random.nextLong() >>> 16;
                    insert(table, clients[index]);
                }
                if (0 == round % 5 || round < 3)
                {
                    System.out.printf(
                        "after %2d M replacements: hit %3d ns, miss %3d ns, remove+insert %3d ns (%d found)%n",
                        round, hits / CONNECTIONS, misses / CONNECTIONS, (cpuNs() - start) / CONNECTIONS,
                        found);
                }
            }
        }

        final Service[] services = new Service[10_000];
        for (int i = 0; i < services.length; i++)
        {
            services[i] = new Service(
                i, 1, false, IpProtocol.TCP, 0, VIRTUAL_ADDRESS + i / 100, i % 100, "rr", 0, new Destination[0],
                new TrafficCounters(1));
        }
        for (int i = 0; i < 3; i++)
        {
            final long start = cpuNs();
            final int size = new ServiceSnapshot(i, services).size();
            System.out.printf("snapshot of %d services: %d us%n", size, (cpuNs() - start) / 1_000);
        }
        System.out.printf("random flows: full at %.4f%n", loadAtFirstFailure(seed, false));
        System.out.printf("flows in sequence: full at %.4f%n", loadAtFirstFailure(seed, true));
    }

    /**
     * Processor time: on a machine that is shared, wall time says little.
     */
    private static long cpuNs()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static double loadAtFirstFailure(final long seed, final boolean sequential)
    {
        final FlowTable table = table(1_000_000, seed, 1);
        final SplittableRandom random = new SplittableRandom(seed);
        int count = 0;
        while (count < table.capacity() && insert(
            table, sequential ? 0x0A01_0000_0400L + count + ((long)(count / 60_000) << 16) : random.nextLong() >>> 16))
        {
            count++;
        }
        return count / (double)table.capacity();
    }

    static FlowTable table(final int capacity, final long seed, final int workers)
    {
        final UnsafeBuffer region =
            new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTableDescriptor.regionLength(false, capacity)));
        FlowTableDescriptor.initialise(region, false, capacity, seed, workers, 1);
        return new FlowTable(region, 0);
    }

    private static boolean insert(final FlowTable table, final long client)
    {
        return FlowTable.NOT_FOUND != table.insert(
            IpProtocol.TCP, 0, client >>> 16, (int)(client & 0xFFFF), 0, VIRTUAL_ADDRESS, 80,
            ConnectionState.SYN_RECV, ForwardingCode.DIRECT_ROUTE, 1, 0, 0);
    }

    private static int find(final FlowTable table, final long client)
    {
        return table.find(
            IpProtocol.TCP, 0, client >>> 16, (int)(client & 0xFFFF), 0, VIRTUAL_ADDRESS, 80);
    }

    private static void report(final String what, final long startNs, final int count)
    {
        System.out.printf("%s: %d ns%n", what, (cpuNs() - startNs) / count);
    }
}
