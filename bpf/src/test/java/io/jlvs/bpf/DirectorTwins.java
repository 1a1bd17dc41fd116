/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.engine.PacketPath;
import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The XDP program and the Java path with the same services, servers and flows; both get each frame. Where the program
 * forwards, the Java path must do the same; where it does not, the frame is untouched, and there is a reason for it.
 */
final class DirectorTwins implements AutoCloseable
{
    static final int XDP_PASS = 2;
    static final int XDP_TX = 3;
    static final int XDP_REDIRECT = 4;
    static final int LOOPBACK = 1;

    private static final int HEADROOM = 256;
    private static final int CAPACITY = 1 << 14;
    private static final int FAR_TICKS = 100_000;
    private static final int MAX_LINK_LENGTH = 18;
    private static final int TCP_FLAGS = TcpFlags.FIN | TcpFlags.SYN | TcpFlags.RST | TcpFlags.ACK;
    private static final Frame JAVA_FRAME = new Frame();

    /**
     * Where the packets of a service go.
     *
     * @param method         {@link ForwardingCode}.
     * @param server         address.
     * @param interfaceIndex towards the server.
     * @param mtu            towards the server.
     */
    record Target(int method, InetAddress server, int interfaceIndex, int mtu)
    {
    }

    private record Sent(int interfaceIndex, byte[] bytes)
    {
    }

    private final DirectorProgram program = DirectorProgram.open(
        Path.of("/run/jlvs-test"), new TableShape(CAPACITY, 1), new TableShape(CAPACITY, 2));
    private final FlowTable flowsIpv4;
    private final FlowTable flowsIpv6;
    private final ProgramRun run = new ProgramRun(program.programFd());
    private final PacketPath path = new PacketPath(CAPACITY, this::onDestination, this::onSent);
    private final List<Sent> sent = new ArrayList<>();
    private final PacketContext packet = new PacketContext();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HEADROOM + (1 << 16)]);
    private final Map<ServiceKey, Integer> destinationIds = new HashMap<>();
    private final Map<Integer, Target> targets = new HashMap<>();
    private Target newTarget;
    private int newId;

    DirectorTwins()
    {
        FlowTableDescriptor.initialise(program.flowsIpv4(), false, CAPACITY, 1, 1, 0);
        FlowTableDescriptor.initialise(program.flowsIpv6(), true, CAPACITY, 2, 1, 0);
        flowsIpv4 = new FlowTable(program.flowsIpv4(), 0);
        flowsIpv6 = new FlowTable(program.flowsIpv6(), 0);
        program.port(LOOPBACK, Flow.DIRECTOR_MAC);
        program.heartbeat(DirectorProgram.nowTicks() + FAR_TICKS);
        path.now(System.nanoTime());
    }

    DirectorProgram program()
    {
        return program;
    }

    /** Establish a flow on both sides, with a service for it if there is none. */
    void establish(final Flow flow, final Target target)
    {
        final ServiceKey service = new ServiceKey(flow.protocol(), flow.destination(), flow.port(), 0);
        if (!destinationIds.containsKey(service))
        {
            newTarget = target;
            path.addService(service, new ServiceSpec("rr", 0, 0, -1, false, ""));
            path.addDestination(
                service, new DestinationKey(target.server(), flow.port()),
                new DestinationSpec(target.method(), 1, 0, 0, 0, 0, 0));
            destinationIds.put(service, newId);
            targets.put(newId, target);
        }

        final boolean isTcp = flow.protocol() == IpProtocol.TCP;
        final Flow.Options opening = new Flow.Options();
        opening.syn = isTcp;
        opening.ack = false;
        open(flow, opening);
        if (isTcp)
        {
            open(flow, new Flow.Options());
        }

        (flow.ipv6() ? flowsIpv6 : flowsIpv4).insert(
            flow.protocol(),
            packet.sourceHigh, packet.sourceLow, packet.sourcePort,
            packet.destinationHigh, packet.destinationLow, packet.destinationPort,
            isTcp ? ConnectionState.ESTABLISHED : ConnectionState.UDP,
            target.method(),
            destinationIds.get(service),
            DirectorProgram.nowTicks(),
            0);
    }

    /**
     * Give a frame to both.
     *
     * @param bytes of the frame.
     * @param about for the message of a failure.
     * @return whether the program forwarded it.
     */
    boolean compare(final byte[] bytes, final String about)
    {
        final int action = run.once(bytes);
        final byte[] byProgram = run.frame();
        buffer.putBytes(HEADROOM, bytes);
        PacketParser.parse(buffer, HEADROOM, bytes.length, packet);
        final boolean expected = isForProgram();
        if (expected != (action != XDP_PASS))
        {
            throw new AssertionError(message(
                expected ? "not forwarded by the program" : "forwarded by the program", about, bytes));
        }
        if (!expected)
        {
            assertArrayEquals(bytes, byProgram, () -> message("changed by the program", about, bytes));
            return false;
        }

        final Verdict verdict = forwardByJava(bytes);
        assertTrue(verdict.name().startsWith("FORWARD"), () -> message("Java: " + verdict, about, bytes));
        assertEquals(1, sent.size(), () -> message("frames of Java", about, bytes));
        final int expectedAction = sent.get(0).interfaceIndex() == LOOPBACK ? XDP_TX : XDP_REDIRECT;
        assertEquals(expectedAction, action, () -> message("action", about, bytes));
        final byte[] byJava = sent.get(0).bytes();
        takeIdentification(byProgram, byJava);
        assertArrayEquals(byJava, byProgram, () -> message("frames differ", about, bytes) +
            "\nJava    " + HexFormat.of().formatHex(byJava) + "\nprogram " + HexFormat.of().formatHex(byProgram));

        return true;
    }

    @Override
    public void close()
    {
        program.close();
    }

    /** What the program is to forward, in the words of the Java parser. */
    private boolean isForProgram()
    {
        if (packet.kind != PacketContext.TRANSPORT || packet.ipOffset - HEADROOM > MAX_LINK_LENGTH ||
            EthernetFlyweight.mac(buffer, HEADROOM) != Flow.DIRECTOR_MAC ||
            packet.ipHeaderLength != (packet.ipv6 ? Ipv6Flyweight.LENGTH : Ipv4Flyweight.LENGTH) ||
            packet.fragment || packet.ttl <= 1 ||
            packet.protocol == IpProtocol.TCP && (packet.tcpFlags & TCP_FLAGS) != TcpFlags.ACK)
        {
            return false;
        }

        final FlowTable flows = packet.ipv6 ? flowsIpv6 : flowsIpv4;
        final int slot = flows.find(
            packet.protocol,
            packet.sourceHigh, packet.sourceLow, packet.sourcePort,
            packet.destinationHigh, packet.destinationLow, packet.destinationPort);
        if (slot == FlowTable.NOT_FOUND)
        {
            return false;
        }

        final Target target = targets.get(flows.destinationId(slot));
        final int overhead = target.method() == ForwardingCode.DIRECT_ROUTE ? 0 :
            target.server().getAddress().length == 16 ? Ipv6Flyweight.LENGTH : Ipv4Flyweight.LENGTH;

        return packet.ipLength <= target.mtu() - overhead;
    }

    private void open(final Flow flow, final Flow.Options options)
    {
        final Verdict verdict = forwardByJava(flow.frame(options));
        assertTrue(verdict.name().startsWith("FORWARD"), () -> flow + ": " + verdict);
    }

    private Verdict forwardByJava(final byte[] bytes)
    {
        sent.clear();
        buffer.putBytes(HEADROOM, bytes);
        PacketParser.parse(buffer, HEADROOM, bytes.length, packet);

        return path.onFrame(JAVA_FRAME.wrap(buffer, HEADROOM, bytes.length, HEADROOM, LOOPBACK));
    }

    private NextHop onDestination(final Destination destination)
    {
        final byte[] source = Frames.inet(destination.ipv6() ? "fd00::1" : "10.0.0.1").getAddress();
        final ByteBuffer address = ByteBuffer.allocate(16).put(16 - source.length, source);
        final NextHop nextHop = new NextHop(
            newTarget.interfaceIndex(), Flow.DIRECTOR_MAC, 0x020000002100L + destination.id(), newTarget.mtu(),
            address.getLong(0), address.getLong(8));
        new DestinationCells(program.destinations()).put(destination, nextHop);
        newId = destination.id();

        return nextHop;
    }

    private boolean onSent(final int interfaceIndex, final Frame frame)
    {
        final byte[] bytes = new byte[frame.length()];
        frame.buffer().getBytes(frame.offset(), bytes);
        sent.add(new Sent(interfaceIndex, bytes));

        return true;
    }

    /** Outer IPv4 headers without DF count on, each side for itself; both checksums must be right. */
    private static void takeIdentification(final byte[] byProgram, final byte[] byJava)
    {
        final PacketContext outer = new PacketContext();
        final UnsafeBuffer java = new UnsafeBuffer(byJava);
        PacketParser.parse(java, 0, byJava.length, outer);
        final boolean isOuter = outer.kind == PacketContext.OTHER_IP && !outer.ipv6 && !outer.dontFragment;
        if (isOuter && byProgram.length == byJava.length)
        {
            final UnsafeBuffer program = new UnsafeBuffer(byProgram);
            assertTrue(Checksums.isIntact(Checksums.sum(program, outer.ipOffset, Ipv4Flyweight.LENGTH)));
            for (final int field : new int[]{Ipv4Flyweight.IDENTIFICATION_OFFSET, Ipv4Flyweight.CHECKSUM_OFFSET})
            {
                program.putShort(outer.ipOffset + field, java.getShort(outer.ipOffset + field));
            }
        }
    }

    private static String message(final String what, final String about, final byte[] frame)
    {
        return what + ", " + about + ": " + HexFormat.of().formatHex(frame);
    }
}
