/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.TcpFlyweight;
import io.jlvs.dataplane.packet.UdpFlyweight;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Short frames from many clients to one service, in memory of their own with room before each. Flow number n comes from
 * the n-th pair of client address and port.
 */
final class Frames
{
    /** Address of the IPv4 service, 10.89.0.1. */
    static final long SERVICE_IPV4 = 0x0A59_0001L;
    /** High half of the addresses of IPv6 service and clients. */
    static final long SERVICE_IPV6_HIGH = 0x2001_0DB8_0000_0000L;
    /** Low half of the IPv6 service's address. */
    static final long SERVICE_IPV6_LOW = 0x0000_0000_0000_0001L;
    /** Port of the service. */
    static final int SERVICE_PORT = 7000;
    /** Interface that the frames arrive by. */
    static final int CLIENT_INTERFACE = 2;

    private static final long DIRECTOR_MAC = 0x0200_0057_0001L;
    private static final long CLIENT_MAC = 0x0200_0057_0002L;
    private static final long FIRST_CLIENT_IPV4 = 0x0A57_0100L;
    private static final long FIRST_CLIENT_IPV6_LOW = 0x0001_0000_0000_0000L;
    private static final int FLOWS_PER_ADDRESS = 8192;
    private static final int FIRST_PORT = 1024;
    private static final int TTL = 64;
    private static final int HEADROOM = 128;
    private static final int FRAME_LENGTH = 60;
    private static final int MAX_FRAME_LENGTH = 80;
    private static final int SLOT_LENGTH = 256;

    private final UnsafeBuffer buffer;
    private final boolean isIpv6;
    private final int protocol;
    private final int restOfHeaderSum;
    private final Frame frame = new Frame();
    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final TcpFlyweight tcp = new TcpFlyweight();
    private final UdpFlyweight udp = new UdpFlyweight();

    /**
     * Memory for frames.
     *
     * @param isIpv6   family.
     * @param protocol TCP or UDP.
     * @param slots    number of frames that are held at once.
     */
    Frames(final boolean isIpv6, final int protocol, final int slots)
    {
        this.isIpv6 = isIpv6;
        this.protocol = protocol;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(slots * SLOT_LENGTH));
        for (int slot = 0; slot < slots; slot++)
        {
            write(slot, slot);
        }
        final int source = (int)clientLow(0);
        restOfHeaderSum = isIpv6 ? 0 : Checksums.fold(
            (~ipv4.wrap(buffer, HEADROOM + EthernetFlyweight.LENGTH).checksum() & 0xFFFF) +
            (~(source >>> Short.SIZE) & 0xFFFF) + (~source & 0xFFFF));
    }

    /**
     * Client's address.
     *
     * @param flow number.
     * @return low 64 bits.
     */
    long clientLow(final int flow)
    {
        return (isIpv6 ? FIRST_CLIENT_IPV6_LOW : FIRST_CLIENT_IPV4) + flow / FLOWS_PER_ADDRESS;
    }

    /**
     * Client's port.
     *
     * @param flow number.
     * @return port.
     */
    int clientPort(final int flow)
    {
        return FIRST_PORT + flow % FLOWS_PER_ADDRESS;
    }

    /**
     * Make the frame of a slot a packet of a flow, as it arrives.
     *
     * @param slot of the memory.
     * @param flow number.
     */
    void write(final int slot, final int flow)
    {
        final int offset = slot * SLOT_LENGTH + HEADROOM;
        ethernet.wrap(buffer, offset)
            .destination(DIRECTOR_MAC)
            .source(CLIENT_MAC)
            .type(isIpv6 ? EtherType.IPV6 : EtherType.IPV4);
        final int ipOffset = offset + EthernetFlyweight.LENGTH;
        final int headerLength = isIpv6 ? Ipv6Flyweight.LENGTH : Ipv4Flyweight.LENGTH;
        final int length = length() - EthernetFlyweight.LENGTH;
        if (isIpv6)
        {
            ipv6.wrap(buffer, ipOffset)
                .trafficClass(0, 0)
                .payloadLength(length - headerLength)
                .nextHeader(protocol)
                .hopLimit(TTL)
                .source(SERVICE_IPV6_HIGH, clientLow(flow))
                .destination(SERVICE_IPV6_HIGH, SERVICE_IPV6_LOW);
        }
        else
        {
            ipv4.wrap(buffer, ipOffset)
                .headerLength(headerLength)
                .tos(0)
                .totalLength(length)
                .identification(0)
                .fragment(Ipv4Flyweight.FLAG_DONT_FRAGMENT)
                .ttl(TTL)
                .protocol(protocol)
                .source(clientLow(flow))
                .destination(SERVICE_IPV4)
                .putChecksum();
        }

        if (IpProtocol.TCP == protocol)
        {
            tcp.wrap(buffer, ipOffset + headerLength)
                .sourcePort(clientPort(flow))
                .destinationPort(SERVICE_PORT)
                .headerLength(TcpFlyweight.LENGTH)
                .flags(TcpFlags.ACK);
        }
        else
        {
            udp.wrap(buffer, ipOffset + headerLength)
                .sourcePort(clientPort(flow))
                .destinationPort(SERVICE_PORT)
                .length(length - headerLength);
        }
    }

    /**
     * Make an IPv4 frame that was written before, and forwarded since, a packet of a flow again; cheaper than
     * {@link #write}. The MAC addresses stay: nobody reads them on the way in.
     *
     * @param slot of the memory.
     * @param flow number.
     */
    void rewrite(final int slot, final int flow)
    {
        final int ipOffset = slot * SLOT_LENGTH + HEADROOM + EthernetFlyweight.LENGTH;
        final int source = (int)clientLow(flow);
        // RFC 1071: the sum of the header without the source address, and that of the address.
        final int sum = restOfHeaderSum + (source >>> Short.SIZE) + (source & 0xFFFF);
        final int checksum = ~((sum & 0xFFFF) + (sum >>> Short.SIZE));
        buffer.putShort(ipOffset + Ipv4Flyweight.TTL_OFFSET, (short)(TTL << Byte.SIZE | protocol), BIG_ENDIAN);
        buffer.putShort(ipOffset + Ipv4Flyweight.CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        buffer.putInt(ipOffset + Ipv4Flyweight.SOURCE_OFFSET, source, BIG_ENDIAN);
        buffer.putShort(ipOffset + Ipv4Flyweight.LENGTH, (short)clientPort(flow), BIG_ENDIAN);
    }

    /**
     * View of the frame in a slot.
     *
     * @param slot of the memory.
     * @return the same object each time.
     */
    Frame frame(final int slot)
    {
        return frame.wrap(buffer, slot * SLOT_LENGTH + HEADROOM, length(), HEADROOM, CLIENT_INTERFACE);
    }

    /**
     * Length of the frames.
     *
     * @return bytes without FCS.
     */
    int length()
    {
        return isIpv6 ? MAX_FRAME_LENGTH : FRAME_LENGTH;
    }
}
