/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4EchoPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IcmpV4Code;
import org.pcap4j.packet.namednumber.IcmpV4Type;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;
import org.pcap4j.packet.namednumber.UdpPort;
import org.pcap4j.util.ByteArrays;
import org.pcap4j.util.MacAddress;

/**
 * Frames for tests. Destination MAC is loopback's, all zero, so that a test run takes them for its host's.
 */
final class Frames
{
    static final String CLIENT = "192.0.2.9";
    static final String CLIENT6 = "2001:db8:9::9";

    private static final MacAddress HOST = MacAddress.getByName("00:00:00:00:00:00");
    private static final MacAddress PEER = MacAddress.getByName("02:00:00:00:00:09");
    private static final int CLIENT_PORT = 40000;
    private static final int SCTP_INIT_LENGTH = 32;
    private static final int UDP_PAYLOAD_LENGTH = 64;

    private Frames()
    {
    }

    static byte[] tcp(final String address, final int port)
    {
        return ethernet(ip(address, IpNumber.TCP, tcpSegment(address, port))).getRawData();
    }

    static byte[] udp(final String address, final int port)
    {
        return ethernet(ip(address, IpNumber.UDP, udpDatagram(address, port))).getRawData();
    }

    static byte[] udp(final String address, final int port, final int payloadLength)
    {
        return ethernet(ip(address, IpNumber.UDP, udpDatagram(address, port, payloadLength))).getRawData();
    }

    /** An SCTP packet: ports, then what the guard does not read. */
    static byte[] sctp(final String address, final int port)
    {
        return ethernet(ip(address, IpNumber.SCTP, unknown(sctpBytes(port)))).getRawData();
    }

    static byte[] ping(final String address)
    {
        final IcmpV4EchoPacket.Builder echo = new IcmpV4EchoPacket.Builder()
            .identifier((short)1)
            .sequenceNumber((short)1)
            .payloadBuilder(unknown(new byte[]{0x00, 0x50, 0x00, 0x50}));
        final IcmpV4CommonPacket.Builder icmp = new IcmpV4CommonPacket.Builder()
            .type(IcmpV4Type.ECHO)
            .code(IcmpV4Code.NO_CODE)
            .payloadBuilder(echo)
            .correctChecksumAtBuild(true);

        return ethernet(ip(address, IpNumber.ICMPV4, icmp)).getRawData();
    }

    static byte[] arpRequest(final String address)
    {
        final ArpPacket.Builder arp = new ArpPacket.Builder()
            .hardwareType(ArpHardwareType.ETHERNET)
            .protocolType(EtherType.IPV4)
            .hardwareAddrLength((byte)MacAddress.SIZE_IN_BYTES)
            .protocolAddrLength((byte)ByteArrays.INET4_ADDRESS_SIZE_IN_BYTES)
            .operation(ArpOperation.REQUEST)
            .srcHardwareAddr(PEER)
            .srcProtocolAddr(inet(CLIENT))
            .dstHardwareAddr(HOST)
            .dstProtocolAddr(inet(address));

        return ethernet(EtherType.ARP, arp).getRawData();
    }

    /** TCP behind an IPv4 header with 40 bytes of options (no operation). */
    static byte[] tcpWithIpv4Options(final String address, final int port)
    {
        final byte[] plain = tcp(address, port);
        final int ipOffset = 14;
        final int ipLength = 20;
        final int optionsLength = 40;
        final byte[] frame = new byte[plain.length + optionsLength];
        System.arraycopy(plain, 0, frame, 0, ipOffset + ipLength);
        Arrays.fill(frame, ipOffset + ipLength, ipOffset + ipLength + optionsLength, (byte)1);
        System.arraycopy(
            plain, ipOffset + ipLength, frame, ipOffset + ipLength + optionsLength,
            plain.length - ipOffset - ipLength);
        frame[ipOffset] = 0x4f;

        return frame;
    }

    static byte[] udpFragment(final String address, final int port, final boolean first)
    {
        final IpV4Packet.Builder ip = ipv4(address, IpNumber.UDP)
            .moreFragmentFlag(first)
            .fragmentOffset((short)(first ? 0 : 1))
            .payloadBuilder(udpDatagram(address, port));

        return ethernet(EtherType.IPV4, ip).getRawData();
    }

    /** TCP in IPv6 behind extension headers given as bytes; each one's first byte is set to what follows it. */
    static byte[] ipv6Extensions(final String address, final int port, final int[] types, final byte[][] headers)
    {
        final byte[] segment = ipv6(address, IpNumber.TCP, tcpSegment(address, port)).build().getPayload().getRawData();
        int length = segment.length;
        for (final byte[] header : headers)
        {
            length += header.length;
        }

        final byte[] payload = new byte[length];
        int offset = 0;
        for (int i = 0; i < headers.length; i++)
        {
            System.arraycopy(headers[i], 0, payload, offset, headers[i].length);
            payload[offset] = (byte)(i + 1 < types.length ? types[i + 1] : IpNumber.TCP.value());
            offset += headers[i].length;
        }

        System.arraycopy(segment, 0, payload, offset, segment.length);
        final IpNumber first = types.length == 0 ? IpNumber.TCP : IpNumber.getInstance((byte)types[0]);

        return ethernet(EtherType.IPV6, ipv6(address, first, unknown(payload))).getRawData();
    }

    /** The frame under VLAN tags, the outermost first. */
    static byte[] tagged(final byte[] frame, final EtherType... tags)
    {
        final int macsLength = 12;
        final int tagLength = 4;
        byte[] result = frame;
        for (int i = tags.length - 1; i >= 0; i--)
        {
            final byte[] tag = new byte[]{
                (byte)(tags[i].value() >> 8), tags[i].value().byteValue(), 0, (byte)(100 + i)};
            final byte[] longer = new byte[result.length + tagLength];
            System.arraycopy(result, 0, longer, 0, macsLength);
            System.arraycopy(tag, 0, longer, macsLength, tagLength);
            System.arraycopy(result, macsLength, longer, macsLength + tagLength, result.length - macsLength);
            result = longer;
        }

        return result;
    }

    /** The same frame for another host's MAC. */
    static byte[] forOtherHost(final byte[] frame)
    {
        final byte[] other = frame.clone();
        other[0] = 0x02;
        other[5] = 0x77;

        return other;
    }

    static InetAddress inet(final String address)
    {
        try
        {
            return InetAddress.getByName(address);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(address, ex);
        }
    }

    private static byte[] sctpBytes(final int port)
    {
        final byte[] bytes = new byte[SCTP_INIT_LENGTH];
        bytes[0] = (byte)(CLIENT_PORT >> 8);
        bytes[1] = (byte)(CLIENT_PORT & 0xFF);
        bytes[2] = (byte)(port >> 8);
        bytes[3] = (byte)port;

        return bytes;
    }

    private static Packet.Builder unknown(final byte[] bytes)
    {
        return new UnknownPacket.Builder().rawData(bytes);
    }

    private static Packet.Builder tcpSegment(final String address, final int port)
    {
        return new TcpPacket.Builder()
            .srcAddr(client(address))
            .dstAddr(inet(address))
            .srcPort(TcpPort.getInstance((short)CLIENT_PORT))
            .dstPort(TcpPort.getInstance((short)port))
            .syn(true)
            .window((short)1024)
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true);
    }

    private static Packet.Builder udpDatagram(final String address, final int port)
    {
        return udpDatagram(address, port, UDP_PAYLOAD_LENGTH);
    }

    private static Packet.Builder udpDatagram(final String address, final int port, final int payloadLength)
    {
        return new UdpPacket.Builder()
            .srcAddr(client(address))
            .dstAddr(inet(address))
            .srcPort(UdpPort.getInstance((short)CLIENT_PORT))
            .dstPort(UdpPort.getInstance((short)port))
            .payloadBuilder(unknown(new byte[payloadLength]))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true);
    }

    private static InetAddress client(final String address)
    {
        return inet(address.contains(":") ? CLIENT6 : CLIENT);
    }

    private static Packet.Builder ip(final String address, final IpNumber protocol, final Packet.Builder payload)
    {
        return address.contains(":") ?
            ipv6(address, protocol, payload) : ipv4(address, protocol).payloadBuilder(payload);
    }

    private static IpV4Packet.Builder ipv4(final String address, final IpNumber protocol)
    {
        return new IpV4Packet.Builder()
            .version(IpVersion.IPV4)
            .tos(IpV4Rfc791Tos.newInstance((byte)0))
            .ttl((byte)64)
            .protocol(protocol)
            .srcAddr((Inet4Address)inet(CLIENT))
            .dstAddr((Inet4Address)inet(address))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true);
    }

    private static IpV6Packet.Builder ipv6(final String address, final IpNumber next, final Packet.Builder payload)
    {
        return new IpV6Packet.Builder()
            .version(IpVersion.IPV6)
            .trafficClass(IpV6SimpleTrafficClass.newInstance((byte)0))
            .flowLabel(IpV6SimpleFlowLabel.newInstance(0))
            .nextHeader(next)
            .hopLimit((byte)64)
            .srcAddr((Inet6Address)inet(CLIENT6))
            .dstAddr((Inet6Address)inet(address))
            .payloadBuilder(payload)
            .correctLengthAtBuild(true);
    }

    private static Packet ethernet(final Packet.Builder ip)
    {
        return ethernet(ip instanceof IpV6Packet.Builder ? EtherType.IPV6 : EtherType.IPV4, ip);
    }

    private static Packet ethernet(final EtherType type, final Packet.Builder payload)
    {
        return new EthernetPacket.Builder()
            .dstAddr(HOST)
            .srcAddr(PEER)
            .type(type)
            .payloadBuilder(payload)
            .paddingAtBuild(true)
            .build();
    }
}
