/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;
import org.pcap4j.packet.namednumber.UdpPort;
import org.pcap4j.util.MacAddress;

import java.net.Inet4Address;

/**
 * Frames from a client to a VIP.
 */
final class Wire
{
    private static final MacAddress CLIENT = MacAddress.getByName("02:00:00:00:00:10");
    private static final MacAddress DIRECTOR = MacAddress.getByName("02:00:00:00:00:01");

    private Wire()
    {
    }

    static byte[] tcp(
        final String client, final int clientPort, final String vip, final int port, final String flags)
    {
        final Inet4Address from = (Inet4Address)Specs.address(client);
        final Inet4Address to = (Inet4Address)Specs.address(vip);
        final TcpPacket.Builder tcp = new TcpPacket.Builder()
            .srcPort(TcpPort.getInstance((short)clientPort))
            .dstPort(TcpPort.getInstance((short)port))
            .srcAddr(from)
            .dstAddr(to)
            .sequenceNumber(1000)
            .acknowledgmentNumber(flags.contains("A") ? 2000 : 0)
            .syn(flags.contains("S"))
            .ack(flags.contains("A"))
            .fin(flags.contains("F"))
            .rst(flags.contains("R"))
            .window((short)64240)
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true);
        return ethernet(from, to, IpNumber.TCP, tcp);
    }

    static byte[] udp(final String client, final int clientPort, final String vip, final int port)
    {
        final Inet4Address from = (Inet4Address)Specs.address(client);
        final Inet4Address to = (Inet4Address)Specs.address(vip);
        final UdpPacket.Builder udp = new UdpPacket.Builder()
            .srcPort(UdpPort.getInstance((short)clientPort))
            .dstPort(UdpPort.getInstance((short)port))
            .srcAddr(from)
            .dstAddr(to)
            .payloadBuilder(new UnknownPacket.Builder().rawData(new byte[] {'q'}))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true);
        return ethernet(from, to, IpNumber.UDP, udp);
    }

    private static byte[] ethernet(
        final Inet4Address from, final Inet4Address to, final IpNumber protocol, final Packet.Builder payload)
    {
        final IpV4Packet.Builder ip = new IpV4Packet.Builder()
            .version(IpVersion.IPV4)
            .tos(IpV4Rfc791Tos.newInstance((byte)0))
            .ttl((byte)64)
            .protocol(protocol)
            .srcAddr(from)
            .dstAddr(to)
            .dontFragmentFlag(true)
            .payloadBuilder(payload)
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true);
        return new EthernetPacket.Builder()
            .srcAddr(CLIENT)
            .dstAddr(DIRECTOR)
            .type(EtherType.IPV4)
            .payloadBuilder(ip)
            .paddingAtBuild(true)
            .build()
            .getRawData();
    }
}
