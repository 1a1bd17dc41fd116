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
import io.jlvs.dataplane.table.FlowHash;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program's lookup against the table's own, over a million flows at the design load.
 */
@Tag("lab")
class DirectorTableLabTest
{
    private static final int FLOWS = 1_000_000;
    private static final int MAX_PROBES = 128;
    private static final int ID = 9;
    private static final int ETHERNET_LENGTH = 14;
    private static final long NET6 = 0xFD00_0000_0000_0000L;
    private static final long VIP4 = 0x0A00_0064L;
    private static final long VIP6 = 0x100;
    private static final int PORT = 53;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindAllFlowsWithinItsReach(final boolean ipv6)
    {
        final long seed = System.nanoTime();
        final int capacity = (int)FlowTableDescriptor.capacityFor(FLOWS);
        final TableShape large = new TableShape(capacity, seed);
        final TableShape small = new TableShape(FlowTableDescriptor.LONGEST_PROBE, 1);
        try (DirectorProgram program = DirectorProgram.open(
            Path.of("/run/jlvs-test"), ipv6 ? small : large, ipv6 ? large : small))
        {
            final UnsafeBuffer region = ipv6 ? program.flowsIpv6() : program.flowsIpv4();
            FlowTableDescriptor.initialise(region, ipv6, capacity, seed, 1, 0);
            final FlowTable flows = new FlowTable(region, 0);
            new DestinationCells(program.destinations()).put(
                new Destination(ID, ipv6, 0, 1, PORT, new TrafficCounters(1), 1),
                new NextHop(DirectorTwins.LOOPBACK, 1, 2, 1500, 0, 0));
            program.port(DirectorTwins.LOOPBACK, Flow.DIRECTOR_MAC);
            program.heartbeat(DirectorProgram.nowTicks() + 100_000);

            final FlowHash hash = new FlowHash(seed);
            final Random random = new Random(seed);
            final long[] sources = new long[FLOWS];
            final int[] ports = new int[FLOWS];
            final boolean[] isFar = new boolean[FLOWS];
            int far = 0;
            for (int i = 0; i < FLOWS; i++)
            {
                sources[i] = 0x0A40_0000L + (random.nextInt() & 0xFFFFF);
                ports[i] = 1024 + i % 60_000;
                final int slot = flows.insert(
                    IpProtocol.UDP, ipv6 ? NET6 : 0, sources[i], ports[i], ipv6 ? NET6 : 0, ipv6 ? VIP6 : VIP4, PORT,
                    ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE, ID, DirectorProgram.nowTicks(), 0);
                final int home = FlowHash.slot(
                    ipv6 ?
                        hash.ipv6(NET6, sources[i], NET6, VIP6, ports[i] << 16 | PORT, IpProtocol.UDP) :
                        hash.ipv4((int)sources[i], (int)VIP4, ports[i] << 16 | PORT, IpProtocol.UDP),
                    capacity);
                isFar[i] = Math.floorMod(slot - home, capacity) >= MAX_PROBES;
                far += isFar[i] ? 1 : 0;
            }

            final ProgramRun run = new ProgramRun(program.programFd());
            final byte[] frame = frame(ipv6);
            for (int i = 0; i < FLOWS; i++)
            {
                address(frame, ipv6, sources[i], ports[i]);
                final int flow = i;
                assertEquals(
                    isFar[i] ? DirectorTwins.XDP_PASS : DirectorTwins.XDP_TX, run.once(frame),
                    () -> "flow " + flow + ", seed " + seed);
            }

            System.out.println("IPv" + (ipv6 ? 6 : 4) + ": " + far + " of " + FLOWS + " flows beyond " + MAX_PROBES +
                " probes, seed " + seed);
            assertEquals(FLOWS - far, program.packets(ID));
            assertEquals(far, program.outcomes(OffloadOutcome.UP_UNKNOWN));
            assertTrue(far < FLOWS / 10_000, far + " flows beyond the program's reach, seed " + seed);
        }
    }

    private static byte[] frame(final boolean ipv6)
    {
        return new Flow(
            IpProtocol.UDP,
            Frames.inet(ipv6 ? "fd00::1" : "10.0.0.1"), 1,
            Frames.inet(ipv6 ? "fd00::100" : "10.0.0.100"), PORT).frame(new Flow.Options());
    }

    private static void address(final byte[] frame, final boolean ipv6, final long source, final int port)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int sourceAt = ETHERNET_LENGTH + (ipv6 ? 20 : 12);
        buffer.putInt(sourceAt, (int)source, ByteOrder.BIG_ENDIAN);
        buffer.putShort(ETHERNET_LENGTH + (ipv6 ? 40 : 20), (short)port, ByteOrder.BIG_ENDIAN);
        if (!ipv6)
        {
            DirectorDifferentialLabTest.correctChecksum(frame);
        }
    }
}
