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
import static io.jlvs.dataplane.packet.Packets.portUnreachable6;
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.IcmpFlyweight;
import io.jlvs.dataplane.packet.Icmpv6Flyweight;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.packet.Verdict;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

class IcmpErrorsTest
{
    private final CapturedFrames sent = new CapturedFrames();
    private final IcmpErrors errors = errors(1000);

    private static IcmpErrors errors(final int burst)
    {
        return new IcmpErrors(new IcmpRateLimit(1000, burst), new IpIdentification(7, 1));
    }

    @Test
    void shouldAnswerToWhereThePacketCameFrom()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(5))));
        final Wire wire = new Wire(bytes);

        assertEquals(Verdict.ANSWER_PORT_UNREACHABLE, errors.portUnreachable(wire.frame, wire.packet, sent));

        final byte[] answer = sent.frames.get(0);
        final UnsafeBuffer buffer = new UnsafeBuffer(answer);
        final EthernetFlyweight ethernet = new EthernetFlyweight().wrap(buffer, 0);
        assertEquals(Packets.CLIENT_MAC, ethernet.destination());
        assertEquals(Packets.DIRECTOR_MAC, ethernet.source());
        assertEquals(Wire.INTERFACE, sent.interfaces.get(0));
        final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(buffer, EthernetFlyweight.LENGTH);
        assertEquals(Wire.VIP4_ADDRESS, ip.source());
        assertEquals(Wire.CLIENT4_ADDRESS, ip.destination());
        assertEquals(7, ip.identification());
        assertEquals(64, ip.ttl());
        assertEquals(0xC0, ip.tos());
        assertEquals(PacketContext.ICMP_ERROR, Packets.parse(answer).kind, () -> hex(answer));
        assertEquals(hex(Packets.slice(bytes, 14, bytes.length)), hex(Packets.slice(answer, 42, answer.length)));
    }

    @Test
    void shouldCountIdentificationsAndTakeTtl()
    {
        final IcmpErrors other = new IcmpErrors(new IcmpRateLimit(10, 10), new IpIdentification(0xFFFF, 2), 128);
        final Wire wire = new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5)))));

        other.portUnreachable(wire.frame, wire.packet, sent);
        other.timeExceeded(wire.frame, wire.packet, sent);

        final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(new UnsafeBuffer(sent.frames.get(0)), 14);
        assertEquals(0xFFFF, ip.identification());
        assertEquals(128, ip.ttl());
        assertEquals(1, ip.wrap(new UnsafeBuffer(sent.frames.get(1)), 14).identification());
    }

    @Test
    void shouldKeepTag()
    {
        final byte[] bytes = ethernet(
            EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(100, EtherType.IPV6, ipv6(IpNumber.TCP, tcp(true, payload(5)))));
        final Wire wire = new Wire(bytes);

        assertEquals(Verdict.ANSWER_PORT_UNREACHABLE, errors.portUnreachable(wire.frame, wire.packet, sent));

        final byte[] answer = sent.frames.get(0);
        assertEquals(hex(Packets.slice(bytes, 12, 18)), hex(Packets.slice(answer, 12, 18)));
        final PacketContext parsed = Packets.parse(answer);
        assertEquals(PacketContext.ICMP_ERROR, parsed.kind);
        assertTrue(Checksums.isTransportIntact(new UnsafeBuffer(answer), parsed), () -> hex(answer));
    }

    @Test
    void shouldQuoteAsMuchAsTheKernel()
    {
        final Wire v4 = new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(1400)))));
        final Wire v6 = new Wire(frame(ipv6(IpNumber.UDP, udp(true, payload(1400)))));

        assertEquals(Verdict.ANSWER_TOO_BIG, errors.tooBig(v4.frame, v4.packet, 1280, sent));
        assertEquals(Verdict.ANSWER_TOO_BIG, errors.tooBig(v6.frame, v6.packet, 1300, sent));

        assertEquals(14 + 576, sent.frames.get(0).length);
        final IcmpFlyweight icmp = new IcmpFlyweight().wrap(new UnsafeBuffer(sent.frames.get(0)), 34);
        assertEquals(IcmpFlyweight.FRAGMENTATION_NEEDED, icmp.code());
        assertEquals(1280, icmp.mtu());
        assertEquals(14 + Ipv6Flyweight.MIN_MTU, sent.frames.get(1).length);
        final Icmpv6Flyweight icmpv6 = new Icmpv6Flyweight().wrap(new UnsafeBuffer(sent.frames.get(1)), 54);
        assertEquals(Icmpv6Flyweight.PACKET_TOO_BIG, icmpv6.type());
        assertEquals(1300, icmpv6.mtu());
    }

    @Test
    void shouldNotAnswerErrors()
    {
        assertStray(frame(ipv4(IpNumber.ICMPV4, portUnreachable(ipv4(IpNumber.UDP, udp(false, payload(5))).build()))));
        assertStray(frame(ipv6(IpNumber.ICMPV6, portUnreachable6(ipv6(IpNumber.UDP, udp(true, payload(5))).build()))));
        // An error about a ping, and a type that nobody knows.
        assertStray(frame(ipv4(IpNumber.ICMPV4, portUnreachable(ipv4(IpNumber.ICMPV4, raw(payload(8))).build()))));
        assertStray(frame(ipv4(IpNumber.ICMPV4, raw(new byte[]{ 44, 0, 0, 0, 0, 0, 0, 0 }))));
    }

    @Test
    void shouldNotAnswerLaterFragments()
    {
        assertStray(frame(ipv4(IpNumber.UDP, raw(payload(8))).dontFragmentFlag(false).fragmentOffset((short)10)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "224.0.0.1", "255.255.255.255", "0.0.0.0", "240.0.0.1" })
    void shouldNotAnswerWhatIsNoSingleHost(final String address) throws UnknownHostException
    {
        final Inet4Address group = (Inet4Address)InetAddress.getByName(address);
        assertStray(frame(ipv4(IpNumber.UDP, udp(false, payload(5))).srcAddr(group)));
        assertStray(frame(ipv4(IpNumber.UDP, udp(false, payload(5))).dstAddr(group)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "ff02::1", "::" })
    void shouldNotAnswerWhatIsNoSingleHostInIpv6(final String address) throws UnknownHostException
    {
        final Inet6Address group = (Inet6Address)InetAddress.getByName(address);
        assertStray(frame(ipv6(IpNumber.UDP, udp(true, payload(5))).srcAddr(group)));
        assertStray(frame(ipv6(IpNumber.UDP, udp(true, payload(5))).dstAddr(group)));
    }

    @Test
    void shouldNotAnswerLinkLayerBroadcast()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5)))));
        wire.frame.packetType(1);

        assertEquals(Verdict.DROP_STRAY, errors.portUnreachable(wire.frame, wire.packet, sent));
    }

    @Test
    void shouldLimitRateButNotOfPathMtuDiscovery()
    {
        final IcmpErrors limited = errors(1);
        final Wire wire = new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5)))));

        assertEquals(Verdict.ANSWER_TIME_EXCEEDED, limited.timeExceeded(wire.frame, wire.packet, sent));
        assertEquals(Verdict.DROP_RATE_LIMITED, limited.timeExceeded(wire.frame, wire.packet, sent));
        assertEquals(Verdict.DROP_RATE_LIMITED, limited.portUnreachable(wire.frame, wire.packet, sent));
        assertEquals(Verdict.ANSWER_TOO_BIG, limited.tooBig(wire.frame, wire.packet, 1400, sent));
        assertEquals(2, sent.frames.size());
    }

    @Test
    void shouldTellThatAnswerWasLost()
    {
        final Wire wire = new Wire(frame(ipv4(IpNumber.UDP, udp(false, payload(5)))));

        assertEquals(Verdict.DROP_TRANSMIT, errors.portUnreachable(wire.frame, wire.packet, sent.room(0)));
        assertEquals(Verdict.DROP_TRANSMIT, errors.timeExceeded(wire.frame, wire.packet, sent));
        assertEquals(Verdict.DROP_TRANSMIT, errors.tooBig(wire.frame, wire.packet, 1400, sent));
    }

    private void assertStray(final byte[] bytes)
    {
        final Wire wire = new Wire(bytes);
        assertTrue(PacketContext.MALFORMED != wire.packet.kind, () -> hex(bytes));
        assertEquals(Verdict.DROP_STRAY, errors.portUnreachable(wire.frame, wire.packet, sent), () -> hex(bytes));
        assertEquals(Verdict.DROP_STRAY, errors.timeExceeded(wire.frame, wire.packet, sent), () -> hex(bytes));
        assertEquals(Verdict.DROP_STRAY, errors.tooBig(wire.frame, wire.packet, 1400, sent), () -> hex(bytes));
        assertEquals(0, sent.frames.size());
    }
}
