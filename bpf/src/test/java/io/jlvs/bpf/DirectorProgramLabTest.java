/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.engine.OffloadOutcome;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The compiled program on the running kernel, frame by frame (BPF_PROG_TEST_RUN): what it forwards, and each reason for
 * leaving a frame to the workers.
 */
@Tag("lab")
class DirectorProgramLabTest
{
    private static final int XDP_PASS = 2;
    private static final int XDP_TX = 3;
    private static final int XDP_REDIRECT = 4;

    private static final int LOOPBACK = 1;
    private static final int OTHER_INTERFACE = 7;
    private static final int CAPACITY = 1024;
    private static final int ID = 5;
    private static final int MTU = 1500;
    private static final long SERVER_MAC = 0x020000000051L;
    private static final long OWN_MAC = 0x020000000001L;
    private static final long CLIENT = 0xC0000209L;
    private static final long VIP = 0xC0000264L;
    private static final long SERVER = 0xC0000251L;
    private static final long DIRECTOR = 0xC0000201L;
    private static final int SEQUENCE_STEP = 1 << 12;
    private static final int CLIENT_PORT = 40000;
    private static final int PORT = 80;

    private DirectorProgram program;
    private FlowTable flows;
    private ProgramRun run;
    private byte[] udp;

    @BeforeEach
    void load()
    {
        program = DirectorProgram.open(
            Path.of("/run/jlvs-test"), new TableShape(CAPACITY, 1), new TableShape(CAPACITY, 2));
        FlowTableDescriptor.initialise(program.flowsIpv4(), false, CAPACITY, 1, 1, 0);
        FlowTableDescriptor.initialise(program.flowsIpv6(), true, CAPACITY, 2, 1, 0);
        flows = new FlowTable(program.flowsIpv4(), 0);
        run = new ProgramRun(program.programFd());
        udp = Frames.udp("192.0.2.100", PORT);
        program.port(LOOPBACK, 0);
        program.heartbeat(DirectorProgram.nowTicks() + 1000);
        send(LOOPBACK);
    }

    @AfterEach
    void close()
    {
        program.close();
    }

    @Test
    void shouldForwardKnownFlowByDirectRoute()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);

        assertEquals(XDP_TX, run.once(udp));

        final byte[] expected = udp.clone();
        System.arraycopy(HexFormat.of().parseHex("020000000051020000000001"), 0, expected, 0, 12);
        expected[22]--;
        expected[24]++;
        assertArrayEquals(expected, run.frame());
        assertEquals(1, program.packets(ID));
        assertEquals(udp.length - 14, program.bytes(ID));
        assertEquals(1, program.outcomes(OffloadOutcome.FORWARD_DIRECT_ROUTE));
    }

    @Test
    void shouldRedirectToOtherInterface()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        send(OTHER_INTERFACE);

        assertEquals(XDP_REDIRECT, run.once(udp));
    }

    @Test
    void shouldLeaveUnknownFlowToWorkers()
    {
        assertUp(OffloadOutcome.UP_UNKNOWN, udp);
    }

    @Test
    void shouldForwardNothingWithoutHeartbeat()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        program.heartbeat(DirectorProgram.nowTicks() - 2);

        assertUp(OffloadOutcome.UP_ORPHANED, udp);
    }

    @Test
    void shouldForwardNothingFromInterfaceThatIsNotServed()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        program.removePort(LOOPBACK);

        assertUp(OffloadOutcome.UP_INTERFACE, udp);
    }

    @Test
    void shouldForwardToVirtualRoutersThatThisHostIsMasterOf()
    {
        final Set<Long> served = Set.of(
            0x0000_5E00_0101L, 0x0000_5E00_0133L, 0x0000_5E00_01FFL, 0x0000_5E00_0201L, 0x0000_5E00_0240L);
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        program.virtualMacs(LOOPBACK, Stream.concat(served.stream(), Stream.of(OWN_MAC)).mapToLong(Long::longValue)
            .toArray());

        for (long mac = 0x0000_5E00_0000L; mac < 0x0000_5E00_0400L; mac++)
        {
            final byte[] frame = to(mac);
            assertEquals(
                served.contains(mac) ? XDP_TX : XDP_PASS, run.once(frame), () -> HexFormat.of().formatHex(frame));
        }
        assertUp(OffloadOutcome.UP_NOT_FOR_HOST, to(0x0100_5E00_0133L));
        assertUp(OffloadOutcome.UP_NOT_FOR_HOST, to(0x0000_5E01_0133L));
        assertUp(OffloadOutcome.UP_NOT_FOR_HOST, to(OWN_MAC));
        assertEquals(XDP_TX, run.once(udp));
    }

    @Test
    void shouldForwardNothingToVirtualRoutersThatHaveGone()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        program.virtualMacs(LOOPBACK, new long[]{0x0000_5E00_0133L});
        assertEquals(XDP_TX, run.once(to(0x0000_5E00_0133L)));

        program.virtualMacs(LOOPBACK, new long[0]);

        assertUp(OffloadOutcome.UP_NOT_FOR_HOST, to(0x0000_5E00_0133L));
        assertEquals(XDP_TX, run.once(udp));
    }

    @Test
    void shouldRefuseInterfaceWhosePlaceIsTaken()
    {
        assertThrows(IllegalStateException.class, () -> program.port(LOOPBACK + 256, 1));
    }

    @Test
    void shouldLeaveConnectionThatIsNotEstablishedToWorkers()
    {
        insert(ConnectionState.SYN_RECV, ForwardingCode.DIRECT_ROUTE);

        assertUp(OffloadOutcome.UP_STATE, udp);
    }

    @Test
    void shouldLeaveOtherForwardingMethodsToWorkers()
    {
        insert(ConnectionState.UDP, ForwardingCode.MASQUERADE);

        assertUp(OffloadOutcome.UP_METHOD, udp);
    }

    @Test
    void shouldLeavePacketsToWorkersWhenServerIsNotUsable()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        new DestinationCells(program.destinations()).clear(ID);

        assertUp(OffloadOutcome.UP_DESTINATION, udp);
    }

    @Test
    void shouldLeaveFlowToWorkersWhileItChanges()
    {
        final int slot = insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        final int control = FlowTableDescriptor.HEADER_LENGTH + slot * FlowTableDescriptor.IPV4_ENTRY_LENGTH;
        program.flowsIpv4().putInt(control, program.flowsIpv4().getInt(control) + SEQUENCE_STEP);

        assertUp(OffloadOutcome.UP_CHANGED, udp);
    }

    @Test
    void shouldLeavePacketsToWorkersWhileServerChanges()
    {
        insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        final int sequence = ID * DestinationCells.CELL_LENGTH + DestinationCells.SEQUENCE_OFFSET;
        program.destinations().putInt(sequence, program.destinations().getInt(sequence) + 1);

        assertUp(OffloadOutcome.UP_CHANGED, udp);
    }

    @Test
    void shouldLeaveExpiredFlowToWorkers()
    {
        final int slot = insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        final int timeout = 300 * 100;

        flows.lastSeen(slot, DirectorProgram.nowTicks() - timeout - 2);
        assertUp(OffloadOutcome.UP_EXPIRED, udp);

        flows.lastSeen(slot, DirectorProgram.nowTicks() - timeout + 50);
        assertEquals(XDP_TX, run.once(udp));
    }

    @Test
    void shouldSayWhenFlowWasSeen()
    {
        final int slot = insert(ConnectionState.UDP, ForwardingCode.DIRECT_ROUTE);
        flows.lastSeen(slot, DirectorProgram.nowTicks() - 1000);

        assertEquals(XDP_TX, run.once(udp));

        // A virtual CPU that does not run moves the kernel's jiffies on late.
        assertTrue(Math.abs(DirectorProgram.nowTicks() - flows.lastSeenTicks(slot)) <= 20);
    }

    /** Packets of the destination leave by an interface. */
    private void send(final int interfaceIndex)
    {
        new DestinationCells(program.destinations()).put(
            new Destination(ID, false, 0, SERVER, PORT, new TrafficCounters(1), 1),
            new NextHop(interfaceIndex, OWN_MAC, SERVER_MAC, MTU, 0, DIRECTOR));
    }

    private int insert(final int state, final int method)
    {
        return flows.insert(
            IpProtocol.UDP, 0, CLIENT, CLIENT_PORT, 0, VIP, PORT, state, method, ID, DirectorProgram.nowTicks(), 0);
    }

    private byte[] to(final long mac)
    {
        final byte[] frame = udp.clone();
        EthernetFlyweight.mac(new UnsafeBuffer(frame), EthernetFlyweight.DESTINATION_OFFSET, mac);
        return frame;
    }

    private void assertUp(final OffloadOutcome reason, final byte[] frame)
    {
        final long before = program.outcomes(reason);

        assertEquals(XDP_PASS, run.once(frame), () -> HexFormat.of().formatHex(frame));
        assertArrayEquals(frame, run.frame());
        assertEquals(before + 1, program.outcomes(reason), reason.label());
    }
}
