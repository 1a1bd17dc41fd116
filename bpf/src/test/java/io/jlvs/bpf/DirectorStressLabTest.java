/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.engine.OffloadOutcome;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The program forwards while a worker inserts, moves and removes the same flows, in the same few slots, and the
 * conductor changes the servers' MAC addresses: no packet goes to a server that its flow never had, and none with half
 * of one address and half of another.
 * <p>
 * Flow f may have servers 2f and 2f + 1 alone. Both MAC addresses of a server are its number and then five times a
 * version, which each change of the server draws anew.
 */
@Tag("lab")
class DirectorStressLabTest
{
    private static final int FLOWS = 64;
    private static final int CAPACITY = 96;
    private static final int VERSIONS = 256;
    private static final int RUN_MS = 3000;
    private static final int READERS = 2;
    private static final int MTU = 1500;
    private static final int MAC_LENGTH = 6;
    private static final long VIP = 0x0A00_0064L;
    private static final long CLIENT = 0x0A00_000AL;
    private static final int FIRST_PORT = 2000;
    private static final int PORT = 53;

    private final long seed = System.nanoTime();
    private final AtomicBoolean isRunning = new AtomicBoolean(true);

    @Test
    void shouldNeverMixFlowsOrServersWhileTheyChange() throws Exception
    {
        try (DirectorProgram program = DirectorProgram.open(
            Path.of("/run/jlvs-test"), new TableShape(CAPACITY, 1), new TableShape(CAPACITY, 2)))
        {
            FlowTableDescriptor.initialise(program.flowsIpv4(), false, CAPACITY, 1, 1, 0);
            program.port(DirectorTwins.LOOPBACK, Flow.DIRECTOR_MAC);
            program.heartbeat(DirectorProgram.nowTicks() + 100_000);

            final ExecutorService threads = Executors.newFixedThreadPool(READERS + 2);
            try
            {
                final List<Future<Long>> readers = new ArrayList<>();
                final Future<Long> conductor = threads.submit(changes(this::changeServers, program));
                final Future<Long> worker = threads.submit(changes(this::changeFlows, program));
                for (int i = 0; i < READERS; i++)
                {
                    final int index = i;
                    readers.add(threads.submit(() -> forward(program, new Random(seed + index))));
                }
                final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RUN_MS);
                while (System.nanoTime() < end && readers.stream().noneMatch(Future::isDone))
                {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                isRunning.set(false);

                long forwarded = 0;
                for (final Future<Long> reader : readers)
                {
                    forwarded += reader.get(10, TimeUnit.SECONDS);
                }
                System.out.println(forwarded + " packets forwarded, " +
                    program.outcomes(OffloadOutcome.UP_UNKNOWN) + " unknown, " +
                    program.outcomes(OffloadOutcome.UP_CHANGED) + " changed meanwhile, " +
                    worker.get(10, TimeUnit.SECONDS) + " changes of flows, " +
                    conductor.get(10, TimeUnit.SECONDS) + " of servers, seed " + seed);
                assertTrue(forwarded > 1000, forwarded + " packets forwarded, seed " + seed);
                assertTrue(program.outcomes(OffloadOutcome.UP_CHANGED) > 0, "nothing changed meanwhile, seed " + seed);
            }
            finally
            {
                isRunning.set(false);
                threads.shutdownNow();
            }
        }
    }

    /** Goes on changing. */
    @FunctionalInterface
    private interface Changer
    {
        long run(DirectorProgram program);
    }

    private Callable<Long> changes(final Changer changer, final DirectorProgram program)
    {
        return () -> changer.run(program);
    }

    private long changeServers(final DirectorProgram program)
    {
        final DestinationCells cells = new DestinationCells(program.destinations());
        final Destination[] servers = new Destination[2 * FLOWS];
        final NextHop[][] nextHops = new NextHop[2 * FLOWS][VERSIONS];
        for (int server = 0; server < servers.length; server++)
        {
            servers[server] = new Destination(server, false, 0, server, PORT, new TrafficCounters(1), 1);
            for (int version = 0; version < VERSIONS; version++)
            {
                nextHops[server][version] = new NextHop(
                    DirectorTwins.LOOPBACK, mac(server, version), mac(server, version), MTU, 0, 0);
            }
        }

        final Random random = new Random(seed);
        long changes = 0;
        while (isRunning.get())
        {
            final int server = random.nextInt(servers.length);
            cells.put(servers[server], nextHops[server][random.nextInt(VERSIONS)]);
            changes++;
        }

        return changes;
    }

    private long changeFlows(final DirectorProgram program)
    {
        final FlowTable flows = new FlowTable(program.flowsIpv4(), 0);
        final Random random = new Random(seed);
        final int now = DirectorProgram.nowTicks();
        long changes = 0;
        while (isRunning.get())
        {
            final int flow = random.nextInt(FLOWS);
            final int slot = flows.find(IpProtocol.UDP, 0, CLIENT, FIRST_PORT + flow, 0, VIP, PORT);
            final int server = 2 * flow + random.nextInt(2);
            if (slot == FlowTable.NOT_FOUND)
            {
                flows.insert(
                    IpProtocol.UDP, 0, CLIENT, FIRST_PORT + flow, 0, VIP, PORT, ConnectionState.UDP,
                    ForwardingCode.DIRECT_ROUTE, server, now, 0);
            }
            else if (random.nextInt(4) == 0)
            {
                flows.destination(slot, server, ForwardingCode.DIRECT_ROUTE);
            }
            else
            {
                flows.remove(slot);
            }
            changes++;
        }

        return changes;
    }

    private long forward(final DirectorProgram program, final Random random)
    {
        final ProgramRun run = new ProgramRun(program.programFd());
        final byte[][] frames = new byte[FLOWS][];
        for (int flow = 0; flow < FLOWS; flow++)
        {
            frames[flow] = new Flow(
                IpProtocol.UDP, Frames.inet("10.0.0.10"), FIRST_PORT + flow, Frames.inet("10.0.0.100"), PORT)
                .frame(new Flow.Options());
        }

        long forwarded = 0;
        while (isRunning.get())
        {
            final int flow = random.nextInt(FLOWS);
            if (run.once(frames[flow]) != DirectorTwins.XDP_PASS)
            {
                final byte[] frame = run.frame();
                final int version = frame[MAC_LENGTH - 1] & 0xFF;
                final int server = (frame[0] & 0xFF) >> 1;
                assertEquals(flow, server / 2, () -> message(frame));
                for (int i = 0; i < 2 * MAC_LENGTH; i++)
                {
                    final int shift = Byte.SIZE * (MAC_LENGTH - 1 - i % MAC_LENGTH);
                    assertEquals((byte)(mac(server, version) >>> shift), frame[i], () -> message(frame));
                }
                forwarded++;
            }
        }

        return forwarded;
    }

    /** Server twice its number, then five bytes of the version. */
    private static long mac(final int server, final int version)
    {
        return (long)server << 41 | version * 0x0101010101L;
    }

    private String message(final byte[] frame)
    {
        return "seed " + seed + ", sent: " + HexFormat.of().formatHex(frame);
    }
}
