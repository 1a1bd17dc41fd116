/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import org.pcap4j.packet.AbstractPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc1349Tos;
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
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Frames for {@link FrameSender}, with computed lengths and checksums.
 */
public final class Frames
{
    private static final byte IHL = 5;
    private static final byte TTL = 64;

    private Frames()
    {
    }

    /**
     * An IPv4 UDP packet with TTL 64.
     *
     * @param source          address.
     * @param sourcePort      port.
     * @param destination     address.
     * @param destinationPort port.
     * @param payload         bytes.
     * @return builder of the packet.
     */
    public static IpV4Packet.Builder udp(
        final String source,
        final int sourcePort,
        final String destination,
        final int destinationPort,
        final byte[] payload)
    {
        final UdpPacket.Builder udp = new UdpPacket.Builder()
            .srcPort(UdpPort.getInstance((short)sourcePort))
            .dstPort(UdpPort.getInstance((short)destinationPort))
            .srcAddr(address(source))
            .dstAddr(address(destination))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true)
            .payloadBuilder(new UnknownPacket.Builder().rawData(payload));
        return ipv4(source, destination, IpNumber.UDP, udp);
    }

    /**
     * An IPv4 TCP segment without data, TTL 64, sequence number 1000 and, with ACK, acknowledgement 2000.
     *
     * @param source          address.
     * @param sourcePort      port.
     * @param destination     address.
     * @param destinationPort port.
     * @param flags           letters of S, A, F, R, P.
     * @return builder of the packet.
     */
    public static IpV4Packet.Builder tcp(
        final String source,
        final int sourcePort,
        final String destination,
        final int destinationPort,
        final String flags)
    {
        final boolean ack = flags.contains("A");
        final TcpPacket.Builder tcp = new TcpPacket.Builder()
            .srcPort(TcpPort.getInstance((short)sourcePort))
            .dstPort(TcpPort.getInstance((short)destinationPort))
            .sequenceNumber(1000)
            .acknowledgmentNumber(ack ? 2000 : 0)
            .dataOffset(IHL)
            .window((short)64240)
            .syn(flags.contains("S"))
            .ack(ack)
            .fin(flags.contains("F"))
            .rst(flags.contains("R"))
            .psh(flags.contains("P"))
            .srcAddr(address(source))
            .dstAddr(address(destination))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true)
            .paddingAtBuild(true);
        return ipv4(source, destination, IpNumber.TCP, tcp);
    }

    /**
     * A frame around a packet.
     *
     * @param sourceMac      hardware address.
     * @param destinationMac hardware address.
     * @param packet         IPv4.
     * @return bytes.
     */
    public static byte[] ethernet(
        final String sourceMac, final String destinationMac, final IpV4Packet.Builder packet)
    {
        return new EthernetPacket.Builder()
            .srcAddr(MacAddress.getByName(sourceMac))
            .dstAddr(MacAddress.getByName(destinationMac))
            .type(EtherType.IPV4)
            .pad(new byte[0])
            .payloadBuilder(packet)
            .build()
            .getRawData();
    }

    /**
     * A frame around a tunnelled packet.
     *
     * @param sourceMac      hardware address.
     * @param destinationMac hardware address.
     * @param source         outer address.
     * @param destination    outer address.
     * @param inner          packet.
     * @return bytes.
     */
    public static byte[] ipip(
        final String sourceMac,
        final String destinationMac,
        final String source,
        final String destination,
        final IpV4Packet.Builder inner)
    {
        final Packet packet = inner.build();
        return ethernet(sourceMac, destinationMac, ipv4(
            source,
            destination,
            IpNumber.getInstance((byte)4),
            new UnknownPacket.Builder().rawData(packet.getRawData())));
    }

    private static IpV4Packet.Builder ipv4(
        final String source,
        final String destination,
        final IpNumber protocol,
        final AbstractPacket.AbstractBuilder payload)
    {
        return new IpV4Packet.Builder()
            .version(IpVersion.IPV4)
            .ihl(IHL)
            .tos(IpV4Rfc1349Tos.newInstance((byte)0))
            .ttl(TTL)
            .protocol(protocol)
            .srcAddr(address(source))
            .dstAddr(address(destination))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true)
            .paddingAtBuild(true)
            .payloadBuilder(payload);
    }

    private static Inet4Address address(final String numeric)
    {
        try
        {
            return (Inet4Address)InetAddress.getByName(numeric);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(numeric, ex);
        }
    }
}
