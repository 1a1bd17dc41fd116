/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.slice;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.TcpFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.IpNumber;

class SegmenterTest
{
    private static final int SIZE = 1000;
    private static final byte[] DATA = payload(2500);

    private final Segmenter segmenter = new Segmenter();
    private final CapturedFrames cut = new CapturedFrames();

    @Test
    void shouldCutTcpOverIpv4LikeSenderWould()
    {
        final Wire wire = superFrame(
            frame(ipv4(IpNumber.TCP, tcp(false, DATA).psh(true).fin(true))), Frame.GSO_TCPV4);

        cut(wire);

        assertEquals(3, cut.frames.size());
        for (int i = 0; i < 3; i++)
        {
            final byte[] part = slice(DATA, i * SIZE, Math.min(DATA.length, (i + 1) * SIZE));
            final boolean last = 2 == i;
            final byte[] expected = frame(ipv4(IpNumber.TCP,
                tcp(false, part).sequenceNumber(1000 + i * SIZE).psh(last).fin(last))
                .identification((short)(0x1234 + i)));
            assertEquals(hex(expected), hex(cut.frames.get(i)), "segment " + i);
            assertEquals(0, cut.flags.get(i));
            assertEquals(Frame.GSO_NONE, cut.gsoTypes.get(i));
        }
    }

    @Test
    void shouldCutTcpOverIpv6LikeSenderWould()
    {
        final Wire wire = superFrame(frame(ipv6(IpNumber.TCP, tcp(true, DATA).psh(true))), Frame.GSO_TCPV6);

        cut(wire);

        assertEquals(3, cut.frames.size());
        for (int i = 0; i < 3; i++)
        {
            final byte[] part = slice(DATA, i * SIZE, Math.min(DATA.length, (i + 1) * SIZE));
            final byte[] expected = frame(ipv6(IpNumber.TCP,
                tcp(true, part).sequenceNumber(1000 + i * SIZE).psh(2 == i)));
            assertEquals(hex(expected), hex(cut.frames.get(i)), "segment " + i);
        }
    }

    @Test
    void shouldCutUdpIntoDatagrams()
    {
        final Wire wire = superFrame(frame(ipv4(IpNumber.UDP, udp(false, DATA))), Frame.GSO_UDP_L4);

        cut(wire);

        assertEquals(3, cut.frames.size());
        for (int i = 0; i < 3; i++)
        {
            final byte[] part = slice(DATA, i * SIZE, Math.min(DATA.length, (i + 1) * SIZE));
            final byte[] expected =
                frame(ipv4(IpNumber.UDP, udp(false, part)).identification((short)(0x1234 + i)));
            assertEquals(hex(expected), hex(cut.frames.get(i)), "segment " + i);
        }
    }

    @Test
    void shouldLeaveUdpWithoutChecksumWithoutOne()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.UDP, udp(false, DATA).correctChecksumAtBuild(false))));
        wire.frame.offload(0, Frame.GSO_UDP_L4, 42, SIZE, 0, 0);

        cut(wire);

        for (int i = 0; i < 3; i++)
        {
            assertEquals(0, new UnsafeBuffer(cut.frames.get(i)).getShort(40));
        }
    }

    @Test
    void shouldShowCongestionWindowReducedOnlyOnce()
    {
        final byte[] bytes = frame(ipv4(IpNumber.TCP, tcp(false, DATA)));
        bytes[34 + TcpFlyweight.FLAGS_OFFSET] |= (byte)TcpFlags.CWR;
        final Wire wire = superFrame(bytes, Frame.GSO_TCPV4 | Frame.GSO_ECN);

        cut(wire);

        assertEquals(TcpFlags.ACK | TcpFlags.CWR, flags(0));
        assertEquals(TcpFlags.ACK, flags(1));
        assertEquals(TcpFlags.ACK, flags(2));
    }

    @Test
    void shouldWrapSequenceNumbersAndIdentifications()
    {
        final Wire wire = superFrame(
            frame(ipv4(IpNumber.TCP, tcp(false, DATA).sequenceNumber(-500)).identification((short)-1)),
            Frame.GSO_TCPV4);

        cut(wire);

        final byte[] expected = frame(ipv4(IpNumber.TCP,
            tcp(false, slice(DATA, SIZE, 2 * SIZE)).sequenceNumber(500)).identification((short)0));
        assertEquals(hex(expected), hex(cut.frames.get(1)));
    }

    @Test
    void shouldMakeOneSegmentOfWhatHasNoPayload()
    {
        cut(superFrame(frame(ipv4(IpNumber.TCP, tcp(false, payload(0)))), Frame.GSO_TCPV4));

        assertEquals(1, cut.frames.size());
    }

    @Test
    void shouldTellLargestDatagram()
    {
        final Wire large = superFrame(frame(ipv4(IpNumber.TCP, tcp(false, DATA))), Frame.GSO_TCPV4);
        final Wire small = superFrame(frame(ipv4(IpNumber.TCP, tcp(false, payload(10)))), Frame.GSO_TCPV4);
        final Wire ufo = superFrame(frame(ipv4(IpNumber.UDP, udp(false, DATA))), Frame.GSO_UDP);
        final Wire wrong = superFrame(frame(ipv4(IpNumber.UDP, udp(false, DATA))), Frame.GSO_TCPV4);

        assertEquals(40 + SIZE, Segmenter.largestDatagram(large.frame, large.packet));
        assertEquals(50, Segmenter.largestDatagram(small.frame, small.packet));
        assertEquals(20 + SIZE, Segmenter.largestDatagram(ufo.frame, ufo.packet));
        assertEquals(2528, Segmenter.largestDatagram(wrong.frame, wrong.packet));
    }

    @Test
    void shouldRefuseWhatItCannotCut()
    {
        final Wire ufo = superFrame(frame(ipv4(IpNumber.UDP, udp(false, DATA))), Frame.GSO_UDP);
        final Wire wrongProtocol = superFrame(frame(ipv4(IpNumber.UDP, udp(false, DATA))), Frame.GSO_TCPV4);
        final Wire wrongFamily = superFrame(frame(ipv6(IpNumber.TCP, tcp(true, DATA))), Frame.GSO_TCPV4);
        final Wire ordinary = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, DATA))));
        final Wire noSize = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, DATA))));
        noSize.frame.offload(0, Frame.GSO_TCPV4, 54, 0, 0, 0);

        for (final Wire wire : new Wire[]{ ufo, wrongProtocol, wrongFamily, ordinary, noSize })
        {
            assertFalse(Segmenter.canSegment(wire.frame, wire.packet));
        }
    }

    /** As the kernel hands it out: the checksum field holds the sum of the pseudo header or anything else. */
    private static Wire superFrame(final byte[] bytes, final int gsoType)
    {
        final Wire wire = new Wire(bytes);
        final int start = wire.packet.transportOffset - wire.frame.offset();
        final int field = 6 == wire.packet.protocol ? 16 : 6;
        wire.frame.buffer().putShort(wire.packet.transportOffset + field, (short)0x5A5A);
        wire.frame.offload(Frame.FLAG_NEEDS_CHECKSUM, gsoType, 0, SIZE, start, field);
        return wire;
    }

    private int flags(final int index)
    {
        return cut.frames.get(index)[34 + TcpFlyweight.FLAGS_OFFSET] & 0xFF;
    }

    private void cut(final Wire wire)
    {
        assertTrue(Segmenter.canSegment(wire.frame, wire.packet));
        segmenter.begin(wire.frame, wire.packet);
        while (segmenter.hasNext())
        {
            cut.transmit(0, segmenter.next());
        }
    }
}
