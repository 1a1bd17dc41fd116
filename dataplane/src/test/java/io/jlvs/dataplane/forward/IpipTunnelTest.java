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
import static io.jlvs.dataplane.packet.Packets.slice;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IcmpFlyweight;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

class IpipTunnelTest
{
    private static final NextHop NEXT_HOP = Wire.nextHop4(1500);

    private final CapturedFrames sent = new CapturedFrames();
    private final IpIdentification identification = new IpIdentification(100, 1);
    private final IpipTunnel method = new IpipTunnel(
        new IcmpErrors(new IcmpRateLimit(1000, 1000), identification), new Fragmenter(identification), identification);

    @Test
    void shouldPutOuterHeaderIntoHeadroom()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, payload(5)))));

        assertEquals(Verdict.FORWARD_TUNNEL, forward(wire, Wire.SERVER4, NEXT_HOP));

        assertEquals(Wire.HEADROOM - Ipv4Flyweight.LENGTH, wire.frame.offset());
        assertInner(frame(ipv4(IpNumber.TCP, tcp(false, payload(5))).ttl((byte)63)), 0, 34);
        final Ipv4Flyweight outer = new Ipv4Flyweight().wrap(new UnsafeBuffer(sent.frames.get(0)), 14);
        assertEquals(Wire.DIRECTOR4_ADDRESS, outer.source());
        assertEquals(Wire.SERVER4_ADDRESS, outer.destination());
        assertEquals(IpProtocol.IPIP, outer.protocol());
        assertEquals(0, outer.identification());
        assertEquals(63, outer.ttl());
    }

    @Test
    void shouldCountIdentificationsWithoutDontFragment()
    {
        for (int i = 0; i < 3; i++)
        {
            forward(new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5))).dontFragmentFlag(false))),
                Wire.SERVER4, NEXT_HOP);
            final Ipv4Flyweight outer = new Ipv4Flyweight().wrap(new UnsafeBuffer(sent.frames.get(i)), 14);
            assertEquals(100 + i, outer.identification());
            assertEquals(0, outer.fragment());
        }
    }

    @Test
    void shouldCopyWhenThereIsNoHeadroom()
    {
        final Wire wire = new Wire(frame(ipv6(IpNumber.UDP, udp(true, payload(5)))), Ipv6Flyweight.LENGTH - 1);

        assertEquals(Verdict.FORWARD_TUNNEL, forward(wire, Wire.SERVER6, Wire.nextHop6(1500)));

        assertInner(frame(ipv6(IpNumber.UDP, udp(true, payload(5))).hopLimit((byte)63)), 0, 54);
        assertEquals(Ipv6Flyweight.LENGTH - 1, wire.frame.headroom());
    }

    @Test
    void shouldCutPadding()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(1))));

        forward(new Wire(Arrays.copyOf(bytes, 60)), Wire.SERVER4, NEXT_HOP);

        assertEquals(bytes.length + 20, sent.frames.get(0).length);
    }

    @Test
    void shouldKeepTagsOnSameInterfaceAndDropThemOnOther()
    {
        final byte[] bytes = ethernet(EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(100,
            EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(7, EtherType.IPV6, ipv6(IpNumber.UDP, udp(true, payload(5))))));

        forward(new Wire(bytes), Wire.SERVER4, NEXT_HOP);
        forward(new Wire(bytes), Wire.SERVER4, Wire.otherInterface(1500));

        final byte[] kept = sent.frames.get(0);
        assertEquals(hex(slice(bytes, 12, 20)), hex(slice(kept, 12, 20)));
        assertEquals(0x08, kept[20], "EtherType IPv4 behind the tags");
        assertEquals(0x00, kept[21]);
        assertEquals(bytes.length + 20, kept.length);
        assertEquals(bytes.length + 20 - 8, sent.frames.get(1).length);
        final byte[] untagged = sent.frames.get(1);
        assertEquals(hex(slice(kept, 42, kept.length)), hex(slice(untagged, 34, untagged.length)));
        assertEquals(PacketContext.OTHER_IP, Packets.parse(kept).kind);
        assertEquals(PacketContext.OTHER_IP, Packets.parse(untagged).kind);
    }

    @Test
    void shouldCutSuperFrameAndEncapsulateEachSegment()
    {
        final byte[] data = payload(3500);
        final Wire wire = superFrame(frame(ipv4(IpNumber.TCP, tcp(false, data).psh(true))), 1440);

        assertEquals(Verdict.FORWARD_TUNNEL, forward(wire, Wire.SERVER4, NEXT_HOP));

        assertEquals(3, sent.frames.size());
        for (int i = 0; i < 3; i++)
        {
            final byte[] part = slice(data, i * 1440, Math.min(data.length, (i + 1) * 1440));
            assertInner(frame(ipv4(IpNumber.TCP, tcp(false, part).sequenceNumber(1000 + i * 1440).psh(2 == i))
                .identification((short)(0x1234 + i)).ttl((byte)63)), i, 34);
            assertEquals(0, sent.flags.get(i));
            assertEquals(Frame.GSO_NONE, sent.gsoTypes.get(i));
        }
    }

    @Test
    void shouldKeepTagOfEverySegment()
    {
        final byte[] bytes = ethernet(EtherType.DOT1Q_VLAN_TAGGED_FRAMES,
            vlan(7, EtherType.IPV4, ipv4(IpNumber.TCP, tcp(false, payload(2000)))));
        final Wire wire = new Wire(bytes);
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 58, 1000, 38, 16);

        assertEquals(Verdict.FORWARD_TUNNEL, forward(wire, Wire.SERVER4, NEXT_HOP));

        assertEquals(2, sent.frames.size());
        for (final byte[] segment : sent.frames)
        {
            assertEquals(hex(slice(bytes, 12, 18)), hex(slice(segment, 12, 18)));
            assertEquals(PacketContext.OTHER_IP, Packets.parse(segment).kind);
        }
    }

    @Test
    void shouldAnswerOnceWhenSegmentsDoNotFit()
    {
        final Wire wire = superFrame(frame(ipv4(IpNumber.TCP, tcp(false, payload(5000)))), 1441);

        assertEquals(Verdict.ANSWER_TOO_BIG, forward(wire, Wire.SERVER4, NEXT_HOP));

        assertEquals(1, sent.frames.size());
        assertEquals(1480, new IcmpFlyweight().wrap(new UnsafeBuffer(sent.frames.get(0)), 34).mtu());
    }

    @Test
    void shouldFinishChecksum()
    {
        final byte[] bytes = frame(ipv6(IpNumber.TCP, tcp(true, payload(500))));
        final Wire wire = new Wire(Arrays.copyOf(bytes, bytes.length + 3));
        final int pseudo = Checksums.fold(Checksums.pseudoHeader(wire.packet, wire.packet.transportLength));
        wire.frame.buffer().putShort(wire.packet.transportOffset + 16, (short)pseudo, java.nio.ByteOrder.BIG_ENDIAN);
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_NONE, 0, 0, 54, 16);

        assertEquals(Verdict.FORWARD_TUNNEL, forward(wire, Wire.SERVER6, Wire.nextHop6(1500)));

        assertInner(frame(ipv6(IpNumber.TCP, tcp(true, payload(500))).hopLimit((byte)63)), 0, 54);
        assertEquals(0, sent.flags.get(0));
    }

    @Test
    void shouldLeaveImpossibleChecksumPositionAlone()
    {
        final int[] starts = { -1, 0, 14, 33, 58, 60_000 };
        for (int i = 0; i < starts.length; i++)
        {
            final Wire wire = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, payload(5)))));
            wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_NONE, 0, 0, starts[i], 16);

            assertEquals(Verdict.FORWARD_TUNNEL, forward(wire, Wire.SERVER4, NEXT_HOP));

            assertInner(frame(ipv4(IpNumber.TCP, tcp(false, payload(5))).ttl((byte)63)), i, 34);
        }
    }

    @Test
    void shouldRefuseRouteThatCannotCarryTunnel()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(5))));

        assertEquals(Verdict.DROP_NO_NEIGHBOUR, forward(new Wire(bytes), Wire.SERVER4, Wire.nextHop4(87)));
        assertEquals(Verdict.FORWARD_TUNNEL, forward(new Wire(bytes), Wire.SERVER4, Wire.nextHop4(88)));
        assertEquals(Verdict.DROP_NO_NEIGHBOUR, forward(new Wire(bytes), Wire.SERVER6, Wire.nextHop6(1319)));
        assertEquals(Verdict.FORWARD_TUNNEL, forward(new Wire(bytes), Wire.SERVER6, Wire.nextHop6(1320)));
    }

    @Test
    void shouldRefuseWhatOuterLengthCannotTell()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(65_500))).dontFragmentFlag(false)));

        assertEquals(Verdict.DROP_MALFORMED, forward(wire, Wire.SERVER4, Wire.nextHop4(65_535)));
        assertEquals(0, sent.frames.size());
    }

    @Test
    void shouldTellThatFrameWasLost()
    {
        final Wire wire = superFrame(frame(ipv4(IpNumber.TCP, tcp(false, payload(5000)))), 1000);

        assertEquals(Verdict.DROP_TRANSMIT,
            method.forward(wire.frame, wire.packet, Wire.SERVER4, NEXT_HOP, sent.room(2)));
        assertEquals(2, sent.frames.size());
    }

    private static Wire superFrame(final byte[] bytes, final int segmentSize)
    {
        final Wire wire = new Wire(bytes);
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 54, segmentSize, 34, 16);
        return wire;
    }

    private Verdict forward(final Wire wire, final Destination server, final NextHop nextHop)
    {
        return method.forward(wire.frame, wire.packet, server, nextHop, sent);
    }

    private void assertInner(final byte[] expected, final int index, final int innerOffset)
    {
        final byte[] actual = sent.frames.get(index);
        assertEquals(hex(slice(expected, 14, expected.length)), hex(slice(actual, innerOffset, actual.length)));
        final PacketContext outer = Packets.parse(actual);
        assertEquals(PacketContext.OTHER_IP, outer.kind);
        assertTrue(outer.ipLength == actual.length - 14, () -> hex(actual));
    }
}
