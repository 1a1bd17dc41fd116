/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every packet that a director running kernel IPVS received from its client is given to the forwarding methods, and
 * what leaves must be what the kernel sent, byte for byte. Only what the kernel draws from counters and hashes differs:
 * the identification of ICMP errors, of outer headers without DF and of IPv6 fragments, and the flow label of answers.
 */
class RecordedWireTest
{
    private static final int INTERFACE = 2;
    private static final int HEADROOM = 128;
    private static final long SERVER_MAC = 0x02_00_00_00_00_21L;
    private static final long NET6 = 0xFD00_0000_0000_0000L;
    private static final long DIRECTOR4 = 0x0A00_0001L;
    private static final long VIP4 = 0x0A00_0064L;
    private static final long VIP6_LOW = 0x100;
    private static final NextHop NEXT_HOP4 =
        new NextHop(INTERFACE, Packets.DIRECTOR_MAC, SERVER_MAC, 1500, 0, DIRECTOR4);
    private static final NextHop NEXT_HOP6 =
        new NextHop(INTERFACE, Packets.DIRECTOR_MAC, SERVER_MAC, 1500, NET6, 1);
    private static final Destination SERVER4 =
        new Destination(1, false, 0, 0x0A00_0015L, 80, new TrafficCounters(1), 1);
    private static final Destination SERVER6 =
        new Destination(1, true, NET6, 0x21, 80, new TrafficCounters(1), 1);

    private final IpIdentification identification = new IpIdentification(1, 1);
    private final IcmpErrors errors = new IcmpErrors(new IcmpRateLimit(1000, 1000), identification);
    private final Fragmenter fragmenter = new Fragmenter(identification);
    private final Reassembler reassembler = new Reassembler();
    private final CapturedFrames sent = new CapturedFrames();
    private final PacketContext packet = new PacketContext();

    /** What the director does with a packet of the service. */
    @FunctionalInterface
    private interface Step
    {
        Verdict apply(Frame frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "dr-big", "dr-badsum", "dr-frag", "dr-icmpin", "dr-ttl", "dr-rsicmp", "dr6", "dr-kinds"
    })
    void shouldForwardDirectlyAsRecorded(final String recording)
    {
        final DirectRoute method = new DirectRoute(errors, fragmenter);
        replay(recording, frame -> method.forward(frame, packet, server(), nextHop(), sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "tun-both", "tun-big", "tun-frag", "tun-icmpin", "tun-ids", "tun-ttl", "tun6", "tun-kinds"
    })
    void shouldTunnelAsRecorded(final String recording)
    {
        final IpipTunnel method = new IpipTunnel(errors, fragmenter, identification);
        replay(recording, frame -> method.forward(frame, packet, server(), nextHop(), sent));
    }

    @ParameterizedTest
    @ValueSource(strings = { "nodest", "allzero" })
    void shouldAnswerPortUnreachableAsRecorded(final String recording)
    {
        replay(recording, frame -> errors.portUnreachable(frame, packet, sent));
    }

    @Test
    void shouldTunnelThroughOtherFamilyAsRecorded()
    {
        final IpipTunnel method = new IpipTunnel(errors, fragmenter, identification);
        replay("tun-other-family", frame -> method.forward(
            frame, packet, packet.ipv6 ? SERVER4 : SERVER6, packet.ipv6 ? NEXT_HOP4 : NEXT_HOP6, sent));
    }

    @ParameterizedTest
    @ValueSource(strings = { "dr-nonsyn", "reset-kinds" })
    void shouldResetStraySegmentsAsRecorded(final String recording)
    {
        final TcpReset reset = new TcpReset();
        replay(recording, frame -> reset.answer(frame, packet, sent));
    }

    private Destination server()
    {
        return packet.ipv6 ? SERVER6 : SERVER4;
    }

    private NextHop nextHop()
    {
        return packet.ipv6 ? NEXT_HOP6 : NEXT_HOP4;
    }

    private void replay(final String recording, final Step step)
    {
        final List<byte[]> recorded = PcapFile.read("/golden/pcap/" + recording + ".director.pcap");
        final List<byte[]> received =
            recorded.stream().filter(bytes -> Packets.CLIENT_MAC == mac(bytes, EthernetFlyweight.SOURCE_OFFSET))
                .toList();
        final List<byte[]> expected =
            recorded.stream().filter(bytes -> Packets.DIRECTOR_MAC == mac(bytes, EthernetFlyweight.SOURCE_OFFSET))
                .toList();
        assertFalse(expected.isEmpty(), "nothing recorded");

        for (final byte[] bytes : received)
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HEADROOM + bytes.length]);
            buffer.putBytes(HEADROOM, bytes);
            final int kind = PacketParser.parse(buffer, HEADROOM, bytes.length, packet);
            assertTrue(PacketContext.TRANSPORT == kind || PacketContext.FRAGMENT == kind ||
                PacketContext.ICMP_ERROR == kind, () -> "kind " + kind + Packets.hex(bytes));
            final Frame frame = new Frame().wrap(buffer, HEADROOM, bytes.length, HEADROOM, INTERFACE);
            final Frame datagram = packet.fragment ? reassembler.add(frame, packet, 0) : frame;
            if (null != datagram)
            {
                step.apply(datagram);
            }
        }

        assertEquals(expected.size(), sent.frames.size(), "number of frames sent");
        for (int i = 0; i < expected.size(); i++)
        {
            assertEquals(
                Packets.hex(withoutCounters(expected.get(i))),
                Packets.hex(withoutCounters(sent.frames.get(i))),
                recording + ", frame " + i + " that the director sent");
            assertEquals(INTERFACE, sent.interfaces.get(i));
        }
    }

    /** The frame with the fields cleared that the kernel takes from counters; checksums over them must be right. */
    private static byte[] withoutCounters(final byte[] frame)
    {
        final byte[] bytes = frame.clone();
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final int ipOffset = EthernetFlyweight.LENGTH;
        final int type = new EthernetFlyweight().wrap(buffer, 0).type();
        if (EtherType.IPV4 == type)
        {
            final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(buffer, ipOffset);
            final boolean isOuter = DIRECTOR4 == ip.source();
            final boolean isError = VIP4 == ip.source() && IpProtocol.ICMP == ip.protocol();
            if ((isOuter || isError) && 0 == (ip.fragment() & Ipv4Flyweight.FLAG_DONT_FRAGMENT))
            {
                assertTrue(Checksums.isIntact(Checksums.sum(buffer, ipOffset, ip.headerLength())));
                ip.identification(0).checksum(0);
            }
        }
        else
        {
            final Ipv6Flyweight ip = new Ipv6Flyweight().wrap(buffer, ipOffset);
            if (VIP6_LOW == ip.sourceLow())
            {
                ip.trafficClass(ip.trafficClass(), 0);
            }
            if (IpProtocol.FRAGMENT == ip.nextHeader())
            {
                buffer.putInt(
                    ipOffset + Ipv6Flyweight.LENGTH + Ipv6Flyweight.FRAGMENT_IDENTIFICATION_OFFSET, 0);
            }
        }
        return bytes;
    }

    private static long mac(final byte[] bytes, final int offset)
    {
        return EthernetFlyweight.mac(new UnsafeBuffer(bytes), offset);
    }
}
