/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.packet.IpProtocol;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Random;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
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

/**
 * A client's flow, and frames of it.
 *
 * @param protocol    TCP, UDP or SCTP.
 * @param source      of the client.
 * @param sourcePort  of the client.
 * @param destination of the service.
 * @param port        of the service.
 */
record Flow(int protocol, InetAddress source, int sourcePort, InetAddress destination, int port)
{
    static final long DIRECTOR_MAC = 0x020000000001L;

    private static final MacAddress DIRECTOR = MacAddress.getByName("02:00:00:00:00:01");
    private static final MacAddress CLIENT = MacAddress.getByName("02:00:00:00:00:10");
    private static final int SCTP_HEADER_LENGTH = 12;
    private static final int ETHERNET_LENGTH = 14;

    /** What varies from frame to frame of a flow. */
    static final class Options
    {
        int ttl = 64;
        int tos;
        int identification;
        boolean dontFragment;
        int payloadLength;
        int padding;
        boolean syn;
        boolean ack = true;
        boolean fin;
        boolean rst;

        static Options random(final Random random)
        {
            final Options options = new Options();
            options.ttl = new int[]{0, 1, 2, 64, 64, 64, 128, 255}[random.nextInt(8)];
            options.tos = random.nextInt(256);
            options.identification = random.nextInt();
            options.dontFragment = random.nextBoolean();
            options.payloadLength = switch (random.nextInt(8))
            {
                case 0 -> 0;
                case 1 -> 1380 + random.nextInt(120);
                case 2 -> random.nextInt(9100);
                case 3 -> 1500 + random.nextInt(20);
                // About as much as the first buffer of a test run takes.
                case 4 -> 3420 + random.nextInt(100);
                default -> random.nextInt(64);
            };
            options.padding = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
            options.ack = random.nextInt(10) != 0;
            options.syn = random.nextInt(20) == 0;
            options.fin = random.nextInt(20) == 0;
            options.rst = random.nextInt(20) == 0;

            return options;
        }
    }

    boolean ipv6()
    {
        return destination instanceof Inet6Address;
    }

    byte[] frame(final Options options)
    {
        final Packet.Builder segment = segment(options);
        final Packet ip = ipv6() ? ipv6(options, segment) : ipv4(options, segment);
        final byte[] ethernet = new EthernetPacket.Builder()
            .dstAddr(DIRECTOR)
            .srcAddr(CLIENT)
            .type(ipv6() ? EtherType.IPV6 : EtherType.IPV4)
            .payloadBuilder(ip.getBuilder())
            .paddingAtBuild(true)
            .build()
            .getRawData();

        return Arrays.copyOf(ethernet, ETHERNET_LENGTH + ip.length() + options.padding);
    }

    private Packet ipv4(final Options options, final Packet.Builder segment)
    {
        return new IpV4Packet.Builder()
            .version(IpVersion.IPV4)
            .tos(IpV4Rfc791Tos.newInstance((byte)options.tos))
            .identification((short)options.identification)
            .dontFragmentFlag(options.dontFragment)
            .ttl((byte)options.ttl)
            .protocol(IpNumber.getInstance((byte)protocol))
            .srcAddr((Inet4Address)source)
            .dstAddr((Inet4Address)destination)
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true)
            .payloadBuilder(segment)
            .build();
    }

    private Packet ipv6(final Options options, final Packet.Builder segment)
    {
        return new IpV6Packet.Builder()
            .version(IpVersion.IPV6)
            .trafficClass(IpV6SimpleTrafficClass.newInstance((byte)options.tos))
            .flowLabel(IpV6SimpleFlowLabel.newInstance(options.identification & 0xFFFFF))
            .nextHeader(IpNumber.getInstance((byte)protocol))
            .hopLimit((byte)options.ttl)
            .srcAddr((Inet6Address)source)
            .dstAddr((Inet6Address)destination)
            .correctLengthAtBuild(true)
            .payloadBuilder(segment)
            .build();
    }

    private Packet.Builder segment(final Options options)
    {
        final Packet.Builder payload = options.payloadLength == 0 ?
            null : new UnknownPacket.Builder().rawData(new byte[options.payloadLength]);
        switch (protocol)
        {
            case IpProtocol.TCP:
                return new TcpPacket.Builder()
                    .srcAddr(source)
                    .dstAddr(destination)
                    .srcPort(TcpPort.getInstance((short)sourcePort))
                    .dstPort(TcpPort.getInstance((short)port))
                    .syn(options.syn)
                    .ack(options.ack)
                    .fin(options.fin)
                    .rst(options.rst)
                    .window((short)1024)
                    .payloadBuilder(payload)
                    .correctChecksumAtBuild(true)
                    .correctLengthAtBuild(true);

            case IpProtocol.UDP:
                return new UdpPacket.Builder()
                    .srcAddr(source)
                    .dstAddr(destination)
                    .srcPort(UdpPort.getInstance((short)sourcePort))
                    .dstPort(UdpPort.getInstance((short)port))
                    .payloadBuilder(payload)
                    .correctChecksumAtBuild(true)
                    .correctLengthAtBuild(true);

            default:
                final byte[] bytes = new byte[SCTP_HEADER_LENGTH + options.payloadLength];
                bytes[0] = (byte)(sourcePort >> 8);
                bytes[1] = (byte)sourcePort;
                bytes[2] = (byte)(port >> 8);
                bytes[3] = (byte)port;
                return new UnknownPacket.Builder().rawData(bytes);
        }
    }
}
