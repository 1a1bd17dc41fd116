/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.pcap4j.packet.Dot1qVlanTagPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4DestinationUnreachablePacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6DestinationUnreachablePacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc1349Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IcmpV4Code;
import org.pcap4j.packet.namednumber.IcmpV4Type;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;
import org.pcap4j.packet.namednumber.UdpPort;
import org.pcap4j.util.MacAddress;

/**
 * Packets from a client to a VIP, made by pcap4j's builders, which compute lengths and checksums.
 */
public final class Packets
{
    /** MAC of the client. */
    public static final long CLIENT_MAC = 0x02_00_00_00_00_10L;
    /** MAC of the director. */
    public static final long DIRECTOR_MAC = 0x02_00_00_00_00_01L;
    /** Client. */
    public static final Inet4Address CLIENT = address4("10.0.0.10");
    /** VIP. */
    public static final Inet4Address VIP = address4("10.0.0.100");
    /** Client. */
    public static final Inet6Address CLIENT6 = address6("fd00::10");
    /** VIP. */
    public static final Inet6Address VIP6 = address6("fd00::100");
    /** Port of the client. */
    public static final int CLIENT_PORT = 40000;
    /** Port of the service. */
    public static final int VIP_PORT = 80;

    private Packets()
    {
    }

    /**
     * Frame without tag.
     *
     * @param type    EtherType.
     * @param payload of the frame.
     * @return bytes.
     */
    public static byte[] ethernet(final EtherType type, final Packet.Builder payload)
    {
        return new EthernetPacket.Builder()
            .srcAddr(mac(CLIENT_MAC)).dstAddr(mac(DIRECTOR_MAC)).type(type).payloadBuilder(payload).pad(new byte[0])
            .build().getRawData();
    }

    /**
     * Frame with IPv4.
     *
     * @param packet IPv4 packet.
     * @return bytes.
     */
    public static byte[] frame(final IpV4Packet.Builder packet)
    {
        return ethernet(EtherType.IPV4, packet);
    }

    /**
     * Frame with IPv6.
     *
     * @param packet IPv6 packet.
     * @return bytes.
     */
    public static byte[] frame(final IpV6Packet.Builder packet)
    {
        return ethernet(EtherType.IPV6, packet);
    }

    /**
     * VLAN tag.
     *
     * @param id      of the VLAN.
     * @param type    of the payload.
     * @param payload behind the tag.
     * @return builder.
     */
    public static Dot1qVlanTagPacket.Builder vlan(final int id, final EtherType type, final Packet.Builder payload)
    {
        return new Dot1qVlanTagPacket.Builder()
            .priority((byte)0).cfi(false).vid((short)id).type(type).payloadBuilder(payload);
    }

    /**
     * IPv4 packet from client to VIP: TTL 64, DF, id 0x1234, TOS 0.
     *
     * @param protocol of the payload.
     * @param payload  of the packet.
     * @return builder.
     */
    public static IpV4Packet.Builder ipv4(final IpNumber protocol, final Packet.Builder payload)
    {
        return new IpV4Packet.Builder()
            .version(IpVersion.IPV4).tos(IpV4Rfc1349Tos.newInstance((byte)0)).ttl((byte)64)
            .identification((short)0x1234).dontFragmentFlag(true).protocol(protocol)
            .srcAddr(CLIENT).dstAddr(VIP).payloadBuilder(payload)
            .correctChecksumAtBuild(true).correctLengthAtBuild(true);
    }

    /**
     * IPv6 packet from client to VIP: hop limit 64, traffic class 0, flow label 0x12345.
     *
     * @param nextHeader of the payload.
     * @param payload    of the packet.
     * @return builder.
     */
    public static IpV6Packet.Builder ipv6(final IpNumber nextHeader, final Packet.Builder payload)
    {
        return new IpV6Packet.Builder()
            .version(IpVersion.IPV6).trafficClass(IpV6SimpleTrafficClass.newInstance((byte)0))
            .flowLabel(IpV6SimpleFlowLabel.newInstance(0x12345)).hopLimit((byte)64).nextHeader(nextHeader)
            .srcAddr(CLIENT6).dstAddr(VIP6).payloadBuilder(payload).correctLengthAtBuild(true);
    }

    /**
     * TCP segment from client to VIP: sequence 1000, acknowledgment 2000, ACK.
     *
     * @param ipv6    whether the checksum is to be that of IPv6.
     * @param payload of the segment.
     * @return builder.
     */
    public static TcpPacket.Builder tcp(final boolean ipv6, final byte[] payload)
    {
        return new TcpPacket.Builder()
            .srcPort(TcpPort.getInstance((short)CLIENT_PORT)).dstPort(TcpPort.getInstance((short)VIP_PORT))
            .sequenceNumber(1000).acknowledgmentNumber(2000).ack(true).window((short)64240)
            .srcAddr(ipv6 ? CLIENT6 : CLIENT).dstAddr(ipv6 ? VIP6 : VIP).payloadBuilder(raw(payload))
            .correctChecksumAtBuild(true).correctLengthAtBuild(true);
    }

    /**
     * UDP datagram from client to VIP.
     *
     * @param ipv6    whether the checksum is to be that of IPv6.
     * @param payload of the datagram.
     * @return builder.
     */
    public static UdpPacket.Builder udp(final boolean ipv6, final byte[] payload)
    {
        return new UdpPacket.Builder()
            .srcPort(UdpPort.getInstance((short)CLIENT_PORT)).dstPort(UdpPort.getInstance((short)VIP_PORT))
            .srcAddr(ipv6 ? CLIENT6 : CLIENT).dstAddr(ipv6 ? VIP6 : VIP).payloadBuilder(raw(payload))
            .correctChecksumAtBuild(true).correctLengthAtBuild(true);
    }

    /**
     * ICMP port unreachable.
     *
     * @param quoted the packet it is about.
     * @return builder.
     */
    public static IcmpV4CommonPacket.Builder portUnreachable(final Packet quoted)
    {
        return new IcmpV4CommonPacket.Builder()
            .type(IcmpV4Type.DESTINATION_UNREACHABLE).code(IcmpV4Code.PORT_UNREACHABLE)
            .payloadBuilder(new IcmpV4DestinationUnreachablePacket.Builder().payload(quoted))
            .correctChecksumAtBuild(true);
    }

    /**
     * ICMPv6 port unreachable.
     *
     * @param quoted the packet it is about.
     * @return builder.
     */
    public static IcmpV6CommonPacket.Builder portUnreachable6(final Packet quoted)
    {
        return new IcmpV6CommonPacket.Builder()
            .type(IcmpV6Type.DESTINATION_UNREACHABLE).code(IcmpV6Code.PORT_UNREACHABLE)
            .srcAddr(CLIENT6).dstAddr(VIP6)
            .payloadBuilder(new IcmpV6DestinationUnreachablePacket.Builder().payload(quoted))
            .correctChecksumAtBuild(true);
    }

    /**
     * Bytes as a packet.
     *
     * @param bytes of the packet.
     * @return builder.
     */
    public static Packet.Builder raw(final byte[] bytes)
    {
        return new UnknownPacket.Builder().rawData(bytes);
    }

    /**
     * Payload that differs from byte to byte.
     *
     * @param length in bytes.
     * @return bytes.
     */
    public static byte[] payload(final int length)
    {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 31 + (i >> 8));
        }
        return bytes;
    }

    /**
     * Parse a frame that must not be malformed.
     *
     * @param frame whole frame.
     * @return a new context.
     */
    public static PacketContext parse(final byte[] frame)
    {
        final PacketContext context = new PacketContext();
        final int kind = PacketParser.parse(new UnsafeBuffer(frame), 0, frame.length, context);
        if (PacketContext.MALFORMED == kind)
        {
            throw new AssertionError("malformed: " + hex(frame));
        }
        return context;
    }

    /**
     * Bytes for messages of failed tests.
     *
     * @param bytes to print.
     * @return hexadecimal, 16 bytes in a line.
     */
    public static String hex(final byte[] bytes)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++)
        {
            text.append(0 == i % 16 ? String.format("%n%04x:", i) : "").append(String.format(" %02x", bytes[i]));
        }
        return text.toString();
    }

    /**
     * Copy of a range.
     *
     * @param bytes to copy from.
     * @param from  first byte.
     * @param to    byte after the last one.
     * @return copy.
     */
    public static byte[] slice(final byte[] bytes, final int from, final int to)
    {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static MacAddress mac(final long mac)
    {
        final byte[] bytes = new byte[EthernetFlyweight.MAC_LENGTH];
        EthernetFlyweight.mac(new UnsafeBuffer(bytes), 0, mac);
        return MacAddress.getByAddress(bytes);
    }

    private static Inet4Address address4(final String text)
    {
        return (Inet4Address)address(text);
    }

    private static Inet6Address address6(final String text)
    {
        return (Inet6Address)address(text);
    }

    private static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException exception)
        {
            throw new IllegalArgumentException(text, exception);
        }
    }
}
