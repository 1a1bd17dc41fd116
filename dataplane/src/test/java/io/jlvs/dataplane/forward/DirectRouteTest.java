/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static io.jlvs.dataplane.packet.Packets.ethernet;
import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.portUnreachable;
import static io.jlvs.dataplane.packet.Packets.slice;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IcmpFlyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

class DirectRouteTest
{
    private static final NextHop NEXT_HOP = Wire.nextHop4(1500);

    private final CapturedFrames sent = new CapturedFrames();
    private final IpIdentification identification = new IpIdentification(1, 1);
    private final DirectRoute method = new DirectRoute(
        new IcmpErrors(new IcmpRateLimit(1000, 1), identification), new Fragmenter(identification));

    @Test
    void shouldChangeOnlyMacsAndTtl()
    {
        final byte[] bytes = frame(ipv4(IpNumber.TCP, tcp(false, payload(5))));

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, forward(new Wire(bytes), NEXT_HOP));

        final byte[] expected = frame(ipv4(IpNumber.TCP, tcp(false, payload(5))).ttl((byte)63));
        assertForwarded(expected, 0);
    }

    @Test
    void shouldChangeOnlyMacsAndHopLimit()
    {
        final byte[] bytes = frame(ipv6(IpNumber.UDP, udp(true, payload(5))));

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, forward(new Wire(bytes), NEXT_HOP));

        assertForwarded(frame(ipv6(IpNumber.UDP, udp(true, payload(5))).hopLimit((byte)63)), 0);
    }

    @Test
    void shouldCutPadding()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(1))));

        forward(new Wire(Arrays.copyOf(bytes, 60)), NEXT_HOP);

        assertEquals(bytes.length, sent.frames.get(0).length);
    }

    @Test
    void shouldKeepTagOnSameInterfaceAndDropItOnOther()
    {
        final byte[] bytes = ethernet(EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(100,
            EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(7, EtherType.IPV4, ipv4(IpNumber.UDP, udp(false, payload(5))))));

        forward(new Wire(bytes), NEXT_HOP);
        forward(new Wire(bytes), Wire.otherInterface(1500));

        final byte[] kept = sent.frames.get(0);
        assertEquals(hex(slice(bytes, 12, 22)), hex(slice(kept, 12, 22)));
        assertEquals(bytes.length, kept.length);
        assertForwarded(frame(ipv4(IpNumber.UDP, udp(false, payload(5))).ttl((byte)63)), 1);
        assertEquals(Wire.OTHER_INTERFACE, sent.interfaces.get(1));
    }

    @Test
    void shouldKeepUnfinishedChecksumWhenTagIsDropped()
    {
        final byte[] bytes = ethernet(EtherType.DOT1Q_VLAN_TAGGED_FRAMES,
            vlan(7, EtherType.IPV4, ipv4(IpNumber.TCP, tcp(false, payload(5)))));
        final Wire wire = new Wire(bytes);
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_NONE, 0, 0, 38, 16);

        forward(wire, Wire.otherInterface(1500));

        assertEquals(34, wire.frame.checksumStart());
        assertEquals(Frame.FLAG_NEEDS_CHECKSUM, sent.flags.get(0));
    }

    @Test
    void shouldPassSuperFrameWhoseSegmentsFit()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, payload(5000)))));
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 54, 1460, 34, 16);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, forward(wire, NEXT_HOP));

        assertEquals(1, sent.frames.size());
        assertEquals(Frame.GSO_TCPV4, sent.gsoTypes.get(0));
        assertEquals(Frame.FLAG_NEEDS_CHECKSUM, sent.flags.get(0));
    }

    @Test
    void shouldAnswerSuperFrameWhoseSegmentsDoNotFit()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, payload(5000)))));
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 54, 1461, 34, 16);

        assertEquals(Verdict.ANSWER_TOO_BIG, forward(wire, NEXT_HOP));

        assertEquals(1, sent.frames.size());
    }

    @Test
    void shouldFragmentSegmentsOfSuperFrameThatMayBeFragmented()
    {
        final byte[] data = payload(2000);
        final Wire wire = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, data)).dontFragmentFlag(false)));
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 54, 1000, 34, 16);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, forward(wire, Wire.nextHop4(576)));

        assertEquals(4, sent.frames.size());
        final Reassembler reassembler = new Reassembler();
        for (int i = 0; i < 2; i++)
        {
            final Wire first = new Wire(sent.frames.get(2 * i));
            final Wire second = new Wire(sent.frames.get(2 * i + 1));
            reassembler.add(first.frame, first.packet, 0);
            final Frame whole = reassembler.add(second.frame, second.packet, 0);
            assertTrue(Checksums.isTransportIntact(whole.buffer(), second.packet));
            assertEquals(1000 + i * 1000, second.packet.tcpSequence);
        }
    }

    @Test
    void shouldAnswerTtlOneAndZero()
    {
        assertEquals(Verdict.ANSWER_TIME_EXCEEDED,
            forward(new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5))).ttl((byte)1))), NEXT_HOP));
        assertEquals(Verdict.DROP_RATE_LIMITED,
            forward(new Wire(frame(ipv6(IpNumber.UDP, udp(true, payload(5))).hopLimit((byte)0))), NEXT_HOP));

        assertEquals(1, sent.frames.size());
    }

    @Test
    void shouldAnswerWhatDoesNotFitAndMustNotBeFragmented()
    {
        assertEquals(Verdict.ANSWER_TOO_BIG,
            forward(new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(1473))))), NEXT_HOP));
        assertEquals(Verdict.ANSWER_TOO_BIG,
            forward(new Wire(frame(ipv6(IpNumber.UDP, udp(true, payload(1453))))), NEXT_HOP));

        final byte[] answer = sent.frames.get(0);
        final UnsafeBuffer buffer = new UnsafeBuffer(answer);
        assertEquals(1500, new IcmpFlyweight().wrap(buffer, 34).mtu());
        assertEquals(63, buffer.getByte(42 + 8), "TTL of the quoted packet");
        assertEquals(PacketContext.ICMP_ERROR, Packets.parse(answer).kind);
        assertEquals(PacketContext.ICMP_ERROR, Packets.parse(sent.frames.get(1)).kind);
    }

    @Test
    void shouldForwardWhatFitsExactly()
    {
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE,
            forward(new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(1472))))), NEXT_HOP));
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE,
            forward(new Wire(frame(ipv6(IpNumber.UDP, udp(true, payload(1452))))), NEXT_HOP));
    }

    @Test
    void shouldFragmentIcmpErrorInSpiteOfDontFragment()
    {
        final byte[] bytes = frame(ipv4(IpNumber.ICMPV4,
            portUnreachable(ipv4(IpNumber.UDP, udp(false, payload(1000))).build())));

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, forward(new Wire(bytes), Wire.nextHop4(576)));

        assertEquals(2, sent.frames.size());
    }

    @Test
    void shouldFinishChecksumBeforeFragmenting()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(1000))).dontFragmentFlag(false));
        final Wire wire = new Wire(bytes);
        final int pseudo = Checksums.fold(Checksums.pseudoHeader(wire.packet, wire.packet.transportLength));
        wire.frame.buffer().putShort(wire.packet.transportOffset + 6, (short)pseudo, java.nio.ByteOrder.BIG_ENDIAN);
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_NONE, 0, 0, 34, 6);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, forward(wire, Wire.nextHop4(576)));

        assertEquals(hex(slice(bytes, 34, 42)), hex(slice(sent.frames.get(0), 34, 42)));
    }

    @Test
    void shouldTellThatFrameWasLost()
    {
        sent.room(0);

        assertEquals(Verdict.DROP_TRANSMIT,
            forward(new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5))))), NEXT_HOP));
        assertEquals(Verdict.DROP_TRANSMIT, forward(
            new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(2000))).dontFragmentFlag(false))), NEXT_HOP));
    }

    private Verdict forward(final Wire wire, final NextHop nextHop)
    {
        return method.forward(wire.frame, wire.packet, Wire.SERVER4, nextHop, sent);
    }

    private void assertForwarded(final byte[] expected, final int index)
    {
        new EthernetFlyweight().wrap(new UnsafeBuffer(expected), 0)
            .destination(Wire.SERVER_MAC).source(Packets.DIRECTOR_MAC);
        assertEquals(hex(expected), hex(sent.frames.get(index)));
    }
}
