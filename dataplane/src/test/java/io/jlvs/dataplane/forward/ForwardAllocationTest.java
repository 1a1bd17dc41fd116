/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.IpNumber;

/**
 * Parsing, forwarding and answering allocate nothing.
 */
class ForwardAllocationTest
{
    private static final int ROUNDS = 20_000;
    /** Less than a byte a packet: what the JVM itself may allocate on the thread meanwhile. */
    private static final long TOLERANCE_BYTES = ROUNDS / 2;
    private static final NextHop NEXT_HOP4 = Wire.nextHop4(1500);
    private static final NextHop NEXT_HOP6 = Wire.nextHop6(1500);
    private static final NextHop NARROW = Wire.nextHop4(600);

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final IpIdentification identification = new IpIdentification(1, 1);
    private final IcmpErrors errors = new IcmpErrors(new IcmpRateLimit(1, 1_000_000_000), identification);
    private final Fragmenter fragmenter = new Fragmenter(identification);
    private final DirectRoute directRoute = new DirectRoute(errors, fragmenter);
    private final IpipTunnel tunnel = new IpipTunnel(errors, fragmenter, identification);
    private final TcpReset reset = new TcpReset();
    private final Reassembler reassembler = new Reassembler();
    private final FragmentTable fragmentTable = new FragmentTable(1024);
    private final FrameSink sink = (interfaceIndex, sent) -> true;
    private final PacketContext packet = new PacketContext();
    private final Frame frame = new Frame();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);

    private final byte[] tcp4 = frame(ipv4(IpNumber.TCP, tcp(false, payload(100))));
    private final byte[] udp6 = frame(ipv6(IpNumber.UDP, udp(true, payload(100))));
    private final byte[] big4 = frame(ipv4(IpNumber.UDP, udp(false, payload(1400))).dontFragmentFlag(false));
    private final byte[] big6 = frame(ipv6(IpNumber.UDP, udp(true, payload(1450))));
    private final byte[] superFrame = frame(ipv4(IpNumber.TCP, tcp(false, payload(4000))));
    private final byte[] part1 =
        frame(ipv4(IpNumber.UDP, raw(payload(800))).dontFragmentFlag(false).moreFragmentFlag(true));
    private final byte[] part2 =
        frame(ipv4(IpNumber.UDP, raw(payload(800))).dontFragmentFlag(false).fragmentOffset((short)100));

    @Test
    void shouldNotAllocate()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            round();
        }

        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++)
        {
            round();
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < TOLERANCE_BYTES, allocated + " bytes in " + ROUNDS + " rounds");
    }

    private void round()
    {
        receive(tcp4);
        directRoute.forward(frame, packet, Wire.SERVER4, NEXT_HOP4, sink);
        receive(tcp4);
        tunnel.forward(frame, packet, Wire.SERVER4, NEXT_HOP4, sink);
        receive(tcp4);
        reset.answer(frame, packet, sink);
        errors.portUnreachable(frame, packet, sink);
        receive(udp6);
        directRoute.forward(frame, packet, Wire.SERVER6, NEXT_HOP6, sink);
        receive(udp6);
        tunnel.forward(frame, packet, Wire.SERVER6, NEXT_HOP6, sink);
        receive(udp6);
        errors.timeExceeded(frame, packet, sink);
        receive(big6);
        tunnel.forward(frame, packet, Wire.SERVER6, NEXT_HOP6, sink);
        receive(big4);
        directRoute.forward(frame, packet, Wire.SERVER4, NARROW, sink);
        receive(superFrame);
        frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 54, 1000, 34, 16);
        tunnel.forward(frame, packet, Wire.SERVER4, NEXT_HOP4, sink);
        receive(part1);
        fragmentTable.put(packet, 1, 0);
        reassembler.add(frame, packet, 0);
        receive(part2);
        fragmentTable.find(packet, 0);
        final Frame whole = reassembler.add(frame, packet, 0);
        tunnel.forward(whole, packet, Wire.SERVER4, NEXT_HOP4, sink);
    }

    private void receive(final byte[] bytes)
    {
        buffer.putBytes(Wire.HEADROOM, bytes);
        PacketParser.parse(buffer, Wire.HEADROOM, bytes.length, packet);
        frame.wrap(buffer, Wire.HEADROOM, bytes.length, Wire.HEADROOM, Wire.INTERFACE);
    }
}
