/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static io.jlvs.dataplane.packet.Packets.CLIENT_PORT;
import static io.jlvs.dataplane.packet.Packets.VIP_PORT;
import static io.jlvs.dataplane.packet.Packets.ethernet;
import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.portUnreachable;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6PacketTooBigPacket;
import org.pcap4j.packet.SctpPacket;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.SctpPort;
import org.pcap4j.util.MacAddress;

/**
 * Each flyweight reads what pcap4j's builder wrote, and writes into empty memory what that builder makes.
 */
class FlyweightsTest
{
    private static final int IP = EthernetFlyweight.LENGTH;
    private static final long NET6 = 0xFD00_0000_0000_0000L;
    private static final byte[] DATA = payload(4);

    @Test
    void shouldReadAndWriteEthernetAndVlan()
    {
        final byte[] expected = ethernet(
            org.pcap4j.packet.namednumber.EtherType.DOT1Q_VLAN_TAGGED_FRAMES,
            vlan(100, org.pcap4j.packet.namednumber.EtherType.IPV4, ipv4(IpNumber.UDP, udp(false, DATA))));
        final UnsafeBuffer read = new UnsafeBuffer(expected);
        final EthernetFlyweight ethernet = new EthernetFlyweight().wrap(read, 0);
        assertEquals(Packets.DIRECTOR_MAC, ethernet.destination());
        assertEquals(Packets.CLIENT_MAC, ethernet.source());
        assertEquals(EtherType.VLAN, ethernet.type());
        final VlanFlyweight vlan = new VlanFlyweight().wrap(read, EthernetFlyweight.LENGTH);
        assertEquals(100, vlan.id());
        assertEquals(EtherType.IPV4, vlan.type());

        final byte[] written = new byte[expected.length];
        final UnsafeBuffer write = new UnsafeBuffer(written);
        ethernet.wrap(write, 0).destination(Packets.DIRECTOR_MAC).source(Packets.CLIENT_MAC).type(EtherType.VLAN);
        vlan.wrap(write, EthernetFlyweight.LENGTH).tci(100).type(EtherType.IPV4);

        assertSame(expected, written, 0, EthernetFlyweight.LENGTH + VlanFlyweight.LENGTH);
        assertEquals(0x2064, vlan.tci(0x2064).tci());
    }

    @Test
    void shouldReadAndWriteArp()
    {
        final byte[] expected = ethernet(org.pcap4j.packet.namednumber.EtherType.ARP, new ArpPacket.Builder()
            .hardwareType(ArpHardwareType.ETHERNET).protocolType(org.pcap4j.packet.namednumber.EtherType.IPV4)
            .hardwareAddrLength((byte)6).protocolAddrLength((byte)4).operation(ArpOperation.REPLY)
            .srcHardwareAddr(MacAddress.getByName("02:00:00:00:00:10")).srcProtocolAddr(Packets.CLIENT)
            .dstHardwareAddr(MacAddress.getByName("02:00:00:00:00:01")).dstProtocolAddr(Packets.VIP));
        final ArpFlyweight arp = new ArpFlyweight().wrap(new UnsafeBuffer(expected), IP);
        assertTrue(arp.isEthernetIpv4());
        assertEquals(ArpFlyweight.REPLY, arp.operation());
        assertEquals(Packets.CLIENT_MAC, arp.senderMac());
        assertEquals(0x0A00_000AL, arp.senderAddress());
        assertEquals(Packets.DIRECTOR_MAC, arp.targetMac());
        assertEquals(0x0A00_0064L, arp.targetAddress());

        final byte[] written = new byte[expected.length];
        arp.wrap(new UnsafeBuffer(written), IP);
        assertFalse(arp.isEthernetIpv4());
        arp.putEthernetIpv4().operation(ArpFlyweight.REPLY)
            .senderMac(Packets.CLIENT_MAC).senderAddress(0x0A00_000AL)
            .targetMac(Packets.DIRECTOR_MAC).targetAddress(0x0A00_0064L);

        assertSame(expected, written, IP, IP + ArpFlyweight.LENGTH);
    }

    @Test
    void shouldReadAndWriteIpv4()
    {
        final byte[] expected = frame(ipv4(IpNumber.UDP, udp(false, DATA)));
        final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(new UnsafeBuffer(expected), IP);
        assertEquals(20, ip.headerLength());
        assertEquals(0, ip.tos());
        assertEquals(32, ip.totalLength());
        assertEquals(0x1234, ip.identification());
        assertEquals(Ipv4Flyweight.FLAG_DONT_FRAGMENT, ip.fragment());
        assertEquals(64, ip.ttl());
        assertEquals(IpProtocol.UDP, ip.protocol());
        assertEquals(0x0A00_000AL, ip.source());
        assertEquals(0x0A00_0064L, ip.destination());

        final byte[] written = new byte[expected.length];
        ip.wrap(new UnsafeBuffer(written), IP).headerLength(20).tos(0).totalLength(32).identification(0x1234)
            .fragment(Ipv4Flyweight.FLAG_DONT_FRAGMENT).ttl(64).protocol(IpProtocol.UDP)
            .source(0x0A00_000AL).destination(0x0A00_0064L).putChecksum();

        assertSame(expected, written, IP, IP + Ipv4Flyweight.LENGTH);
    }

    @Test
    void shouldReadAndWriteIpv6()
    {
        final byte[] expected = frame(ipv6(IpNumber.UDP, udp(true, DATA)));
        final Ipv6Flyweight ip = new Ipv6Flyweight().wrap(new UnsafeBuffer(expected), IP);
        assertEquals(0, ip.trafficClass());
        assertEquals(0x12345, ip.flowLabel());
        assertEquals(12, ip.payloadLength());
        assertEquals(IpProtocol.UDP, ip.nextHeader());
        assertEquals(64, ip.hopLimit());
        assertEquals(NET6, ip.sourceHigh());
        assertEquals(0x10, ip.sourceLow());
        assertEquals(NET6, ip.destinationHigh());
        assertEquals(0x100, ip.destinationLow());

        final byte[] written = new byte[expected.length];
        ip.wrap(new UnsafeBuffer(written), IP).trafficClass(0, 0x12345).payloadLength(12).nextHeader(IpProtocol.UDP)
            .hopLimit(64).source(NET6, 0x10).destination(NET6, 0x100);

        assertSame(expected, written, IP, IP + Ipv6Flyweight.LENGTH);
        assertEquals(0xB8, ip.trafficClass(0xB8, 0).trafficClass());
    }

    @Test
    void shouldReadAndWriteTcp()
    {
        final byte[] expected = tcp(false, DATA).psh(true).build().getRawData();
        final TcpFlyweight tcp = new TcpFlyweight().wrap(new UnsafeBuffer(expected), 0);
        assertEquals(CLIENT_PORT, tcp.sourcePort());
        assertEquals(VIP_PORT, tcp.destinationPort());
        assertEquals(1000, tcp.sequence());
        assertEquals(2000, tcp.acknowledgment());
        assertEquals(20, tcp.headerLength());
        assertEquals(TcpFlags.ACK | TcpFlags.PSH, tcp.flags());
        assertEquals(64240, tcp.window());
        final int checksum = tcp.checksum();

        final byte[] written = new byte[expected.length];
        tcp.wrap(new UnsafeBuffer(written), 0).sourcePort(CLIENT_PORT).destinationPort(VIP_PORT).sequence(1000)
            .acknowledgment(2000).headerLength(20).flags(TcpFlags.ACK | TcpFlags.PSH).window(64240)
            .checksum(checksum).urgentPointer(0);

        assertSame(expected, written, 0, TcpFlyweight.LENGTH);
    }

    @Test
    void shouldReadAndWriteUdp()
    {
        final byte[] expected = udp(false, DATA).build().getRawData();
        final UdpFlyweight udp = new UdpFlyweight().wrap(new UnsafeBuffer(expected), 0);
        assertEquals(CLIENT_PORT, udp.sourcePort());
        assertEquals(VIP_PORT, udp.destinationPort());
        assertEquals(12, udp.length());
        final int checksum = udp.checksum();

        final byte[] written = new byte[expected.length];
        udp.wrap(new UnsafeBuffer(written), 0)
            .sourcePort(CLIENT_PORT).destinationPort(VIP_PORT).length(12).checksum(checksum);

        assertSame(expected, written, 0, UdpFlyweight.LENGTH);
    }

    @Test
    void shouldReadSctp()
    {
        final byte[] bytes = new SctpPacket.Builder()
            .srcPort(SctpPort.getInstance((short)CLIENT_PORT)).dstPort(SctpPort.getInstance((short)VIP_PORT))
            .verificationTag(0xF000_0007).correctChecksumAtBuild(true).build().getRawData();

        final SctpFlyweight sctp = new SctpFlyweight().wrap(new UnsafeBuffer(bytes), 0);

        assertEquals(CLIENT_PORT, sctp.sourcePort());
        assertEquals(VIP_PORT, sctp.destinationPort());
        assertEquals(0xF000_0007L, sctp.tag());
    }

    @Test
    void shouldReadAndWriteIcmp()
    {
        final byte[] expected =
            portUnreachable(ipv4(IpNumber.UDP, udp(false, DATA)).build()).build().getRawData();
        final IcmpFlyweight icmp = new IcmpFlyweight().wrap(new UnsafeBuffer(expected), 0);
        assertEquals(IcmpFlyweight.DESTINATION_UNREACHABLE, icmp.type());
        assertEquals(IcmpFlyweight.PORT_UNREACHABLE, icmp.code());
        final int checksum = icmp.checksum();

        final byte[] written = new byte[expected.length];
        icmp.wrap(new UnsafeBuffer(written), 0)
            .type(IcmpFlyweight.DESTINATION_UNREACHABLE, IcmpFlyweight.PORT_UNREACHABLE).checksum(checksum).mtu(0);

        assertSame(expected, written, 0, IcmpFlyweight.LENGTH);
        assertEquals(1480, icmp.mtu(1480).mtu());
    }

    @Test
    void shouldReadAndWriteIcmpv6()
    {
        final byte[] expected = new IcmpV6CommonPacket.Builder()
            .type(IcmpV6Type.PACKET_TOO_BIG).code(IcmpV6Code.NO_CODE)
            .srcAddr(Packets.CLIENT6).dstAddr(Packets.VIP6).correctChecksumAtBuild(true)
            .payloadBuilder(new IcmpV6PacketTooBigPacket.Builder()
            .mtu(1460).payload(ipv6(IpNumber.UDP, udp(true, DATA)).build())).build().getRawData();
        final Icmpv6Flyweight icmp = new Icmpv6Flyweight().wrap(new UnsafeBuffer(expected), 0);
        assertEquals(Icmpv6Flyweight.PACKET_TOO_BIG, icmp.type());
        assertEquals(0, icmp.code());
        assertEquals(1460, icmp.mtu());
        final int checksum = icmp.checksum();

        final byte[] written = new byte[expected.length];
        icmp.wrap(new UnsafeBuffer(written), 0).type(Icmpv6Flyweight.PACKET_TOO_BIG, 0).checksum(checksum).mtu(1460);

        assertSame(expected, written, 0, Icmpv6Flyweight.LENGTH);
    }

    @Test
    void shouldKnowErrors()
    {
        assertTrue(IcmpFlyweight.isError(IcmpFlyweight.PARAMETER_PROBLEM));
        assertFalse(IcmpFlyweight.isError(8));
        assertTrue(Icmpv6Flyweight.isError(127));
        assertFalse(Icmpv6Flyweight.isError(128));
    }

    private static void assertSame(final byte[] expected, final byte[] actual, final int from, final int to)
    {
        assertEquals(hex(Packets.slice(expected, from, to)), hex(Packets.slice(actual, from, to)));
    }
}
