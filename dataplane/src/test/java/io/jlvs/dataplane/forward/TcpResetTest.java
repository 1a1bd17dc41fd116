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
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.Verdict;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

class TcpResetTest
{
    private final CapturedFrames sent = new CapturedFrames();
    private final TcpReset reset = new TcpReset();

    @Test
    void shouldTakeSequenceFromAcknowledgment()
    {
        final PacketContext answer = answer(frame(ipv4(IpNumber.TCP, tcp(false, payload(9)))));

        assertEquals(TcpFlags.RST, answer.tcpFlags);
        assertEquals(2000, answer.tcpSequence);
        assertEquals(0, answer.tcpAcknowledgment);
        assertEquals(Packets.VIP_PORT, answer.sourcePort);
        assertEquals(Packets.CLIENT_PORT, answer.destinationPort);
        assertEquals(Wire.VIP4_ADDRESS, answer.sourceLow);
        assertEquals(64, answer.ttl);
        assertTrue(answer.dontFragment);
        assertEquals(0, answer.identification);
    }

    @Test
    void shouldAcknowledgeWhatSegmentWithoutAckTakesUp()
    {
        final PacketContext answer =
            answer(frame(ipv6(IpNumber.TCP, tcp(true, payload(9)).ack(false).syn(true).fin(true))));

        assertEquals(TcpFlags.RST | TcpFlags.ACK, answer.tcpFlags);
        assertEquals(0, answer.tcpSequence);
        assertEquals(1000 + 9 + 2, answer.tcpAcknowledgment);
    }

    @Test
    void shouldWrapSequenceNumbers()
    {
        final PacketContext answer =
            answer(frame(ipv4(IpNumber.TCP, tcp(false, payload(4)).ack(false).sequenceNumber(-2))));

        assertEquals(2, answer.tcpAcknowledgment);
    }

    @Test
    void shouldKeepTag()
    {
        final byte[] bytes = ethernet(
            EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(100, EtherType.IPV4, ipv4(IpNumber.TCP, tcp(false, payload(5)))));

        answer(bytes);

        assertEquals(hex(Packets.slice(bytes, 12, 18)), hex(Packets.slice(sent.frames.get(0), 12, 18)));
    }

    @Test
    void shouldNotAnswerReset()
    {
        assertStray(frame(ipv4(IpNumber.TCP, tcp(false, payload(0)).rst(true))));
        assertStray(frame(ipv6(IpNumber.TCP, tcp(true, payload(0)).rst(true))));
    }

    @Test
    void shouldNotAnswerOtherProtocolsAndFragments()
    {
        assertStray(frame(ipv4(IpNumber.UDP, udp(false, payload(5)))));
        assertStray(frame(ipv4(IpNumber.TCP, raw(payload(64))).dontFragmentFlag(false).fragmentOffset((short)3)));
        assertStray(frame(ipv4(IpNumber.TCP, tcp(false, payload(12))).dontFragmentFlag(false).moreFragmentFlag(true)));
    }

    @Test
    void shouldNotAnswerGroups() throws UnknownHostException
    {
        final Inet4Address group = (Inet4Address)InetAddress.getByName("224.0.0.1");

        assertStray(frame(ipv4(IpNumber.TCP, tcp(false, payload(5)).srcAddr(group)).srcAddr(group)));
        assertStray(frame(ipv4(IpNumber.TCP, tcp(false, payload(5)).dstAddr(group)).dstAddr(group)));
    }

    @Test
    void shouldNotAnswerWrongChecksumUnlessSomebodyVouchesForIt()
    {
        final byte[] bytes = frame(ipv4(IpNumber.TCP, tcp(false, payload(5))));
        bytes[bytes.length - 1] ^= 1;
        assertStray(bytes);

        for (final int flag : new int[]{ Frame.FLAG_NEEDS_CHECKSUM, Frame.FLAG_CHECKSUM_VALID })
        {
            final Wire wire = new Wire(bytes);
            wire.frame.offload(flag, Frame.GSO_NONE, 0, 0, 34, 16);
            assertEquals(Verdict.ANSWER_RESET, reset.answer(wire.frame, wire.packet, sent));
        }
        final Wire superFrame = new Wire(bytes);
        superFrame.frame.offload(0, Frame.GSO_TCPV4, 54, 1000, 0, 0);
        assertEquals(Verdict.ANSWER_RESET, reset.answer(superFrame.frame, superFrame.packet, sent));
    }

    @Test
    void shouldTellThatAnswerWasLost()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.TCP, tcp(false, payload(5)))));

        assertEquals(Verdict.DROP_TRANSMIT, reset.answer(wire.frame, wire.packet, sent.room(0)));
    }

    private PacketContext answer(final byte[] bytes)
    {
        final Wire wire = new Wire(bytes);
        assertEquals(Verdict.ANSWER_RESET, reset.answer(wire.frame, wire.packet, sent), () -> hex(bytes));
        final byte[] answer = sent.frames.get(0);
        final PacketContext parsed = Packets.parse(answer);
        assertTrue(Checksums.isTransportIntact(new UnsafeBuffer(answer), parsed), () -> hex(answer));
        return parsed;
    }

    private void assertStray(final byte[] bytes)
    {
        final Wire wire = new Wire(bytes);
        assertTrue(PacketContext.MALFORMED != wire.packet.kind, () -> hex(bytes));
        assertEquals(Verdict.DROP_STRAY, reset.answer(wire.frame, wire.packet, sent), () -> hex(bytes));
        assertEquals(0, sent.frames.size());
    }
}
