/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads a frame into a {@link PacketContext}, touching no byte outside the frame and throwing nothing whatever the
 * bytes are. All length checks of the packet's way are here, once; what passes can be read through flyweights.
 * <p>
 * What the kernel's own input drops is malformed here too: lengths that contradict each other, a wrong IPv4 header
 * checksum (ip_rcv in net/ipv4/ip_input.c), a transport header that is cut short. Padding behind the datagram is fine.
 * TCP, UDP and SCTP checksums are not verified: IPVS forwards a wrong one as it is. Stateless.
 */
public final class PacketParser
{
    private static final int MAX_TAGS = 2;
    private static final int MAX_DATAGRAM_LENGTH = 0xFFFF;
    /** Bytes of a quoted transport header that must be there: both ports. */
    private static final int PORTS_LENGTH = 2 * Short.BYTES;
    private static final int INVALID = -1;

    private PacketParser()
    {
    }

    /**
     * Parse a frame.
     *
     * @param buffer  that holds it.
     * @param offset  of the destination MAC.
     * @param length  of the frame in bytes, without FCS.
     * @param context that takes the result.
     * @return {@link PacketContext#kind}.
     */
    public static int parse(
        final DirectBuffer buffer, final int offset, final int length, final PacketContext context)
    {
        context.reset();
        final int end = offset + length;
        int at = offset + EthernetFlyweight.LENGTH;
        if (at > end)
        {
            return context.kind = PacketContext.MALFORMED;
        }

        int type = buffer.getShort(offset + EthernetFlyweight.TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF;
        for (int tags = 0; tags < MAX_TAGS && (EtherType.VLAN == type || EtherType.VLAN_SERVICE == type); tags++)
        {
            if (at + VlanFlyweight.LENGTH > end)
            {
                return context.kind = PacketContext.MALFORMED;
            }
            type = buffer.getShort(at + VlanFlyweight.TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF;
            at += VlanFlyweight.LENGTH;
        }

        context.kind = EtherType.IPV4 == type ? ipv4(buffer, at, end, context) :
            EtherType.IPV6 == type ? ipv6(buffer, at, end, context) :
            PacketContext.NOT_IP;
        return context.kind;
    }

    private static int ipv4(
        final DirectBuffer buffer, final int offset, final int frameEnd, final PacketContext context)
    {
        if (offset + Ipv4Flyweight.LENGTH > frameEnd)
        {
            return PacketContext.MALFORMED;
        }
        final int first = buffer.getShort(offset, BIG_ENDIAN);
        final int headerLength = (first >> 8 & 0x0F) << 2;
        final int totalLength = buffer.getShort(offset + Ipv4Flyweight.TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
        if (4 != (first >> 12 & 0x0F) || headerLength < Ipv4Flyweight.LENGTH || totalLength < headerLength ||
            totalLength > frameEnd - offset || !Checksums.isIntact(Checksums.sum(buffer, offset, headerLength)))
        {
            return PacketContext.MALFORMED;
        }

        final int fragment = buffer.getShort(offset + Ipv4Flyweight.FRAGMENT_OFFSET, BIG_ENDIAN) & 0xFFFF;
        context.ipOffset = offset;
        context.ipLength = totalLength;
        context.ipHeaderLength = headerLength;
        context.tos = first & 0xFF;
        context.identification = buffer.getShort(offset + Ipv4Flyweight.IDENTIFICATION_OFFSET, BIG_ENDIAN) & 0xFFFF;
        context.dontFragment = 0 != (fragment & Ipv4Flyweight.FLAG_DONT_FRAGMENT);
        context.moreFragments = 0 != (fragment & Ipv4Flyweight.FLAG_MORE_FRAGMENTS);
        context.fragmentOffset = (fragment & Ipv4Flyweight.FRAGMENT_OFFSET_MASK) << 3;
        context.fragment = context.moreFragments || 0 != context.fragmentOffset;
        context.ttl = buffer.getByte(offset + Ipv4Flyweight.TTL_OFFSET) & 0xFF;
        context.protocol = buffer.getByte(offset + Ipv4Flyweight.PROTOCOL_OFFSET) & 0xFF;
        context.sourceLow = buffer.getInt(offset + Ipv4Flyweight.SOURCE_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
        context.destinationLow = buffer.getInt(offset + Ipv4Flyweight.DESTINATION_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
        return payload(buffer, offset + headerLength, offset + totalLength, context);
    }

    private static int ipv6(
        final DirectBuffer buffer, final int offset, final int frameEnd, final PacketContext context)
    {
        if (offset + Ipv6Flyweight.LENGTH > frameEnd)
        {
            return PacketContext.MALFORMED;
        }
        final int first = buffer.getInt(offset, BIG_ENDIAN);
        final int length = Ipv6Flyweight.LENGTH +
            (buffer.getShort(offset + Ipv6Flyweight.PAYLOAD_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF);
        if (6 != first >>> 28 || length > frameEnd - offset)
        {
            return PacketContext.MALFORMED;
        }

        context.ipv6 = true;
        context.ipOffset = offset;
        context.ipLength = length;
        context.tos = first >>> 20 & 0xFF;
        context.dontFragment = true;
        context.ttl = buffer.getByte(offset + Ipv6Flyweight.HOP_LIMIT_OFFSET) & 0xFF;
        context.sourceHigh = buffer.getLong(offset + Ipv6Flyweight.SOURCE_OFFSET, BIG_ENDIAN);
        context.sourceLow = buffer.getLong(offset + Ipv6Flyweight.SOURCE_OFFSET + Long.BYTES, BIG_ENDIAN);
        context.destinationHigh = buffer.getLong(offset + Ipv6Flyweight.DESTINATION_OFFSET, BIG_ENDIAN);
        context.destinationLow = buffer.getLong(offset + Ipv6Flyweight.DESTINATION_OFFSET + Long.BYTES, BIG_ENDIAN);

        final int end = offset + length;
        int header = buffer.getByte(offset + Ipv6Flyweight.NEXT_HEADER_OFFSET) & 0xFF;
        int at = offset + Ipv6Flyweight.LENGTH;
        while (isExtension(header))
        {
            final int extensionLength = extensionLength(buffer, at, end, header);
            if (INVALID == extensionLength)
            {
                return PacketContext.MALFORMED;
            }
            final boolean isFragment = IpProtocol.FRAGMENT == header;
            header = buffer.getByte(at + Ipv6Flyweight.EXTENSION_NEXT_HEADER_OFFSET) & 0xFF;
            if (isFragment)
            {
                final int bits = buffer.getShort(at + Ipv6Flyweight.FRAGMENT_OFFSET_OFFSET, BIG_ENDIAN) & 0xFFFF;
                context.fragmentOffset = bits & Ipv6Flyweight.FRAGMENT_OFFSET_MASK;
                context.moreFragments = 0 != (bits & Ipv6Flyweight.FRAGMENT_MORE);
                // An atomic fragment (RFC 6946) is a whole datagram.
                context.fragment = context.moreFragments || 0 != context.fragmentOffset;
                context.identification = buffer.getInt(at + Ipv6Flyweight.FRAGMENT_IDENTIFICATION_OFFSET, BIG_ENDIAN);
            }
            at += extensionLength;
            if (0 != context.fragmentOffset)
            {
                break;
            }
        }
        context.ipHeaderLength = at - offset;
        context.protocol = header;
        return payload(buffer, at, end, context);
    }

    private static boolean isExtension(final int header)
    {
        return IpProtocol.HOP_BY_HOP == header || IpProtocol.ROUTING == header || IpProtocol.FRAGMENT == header ||
            IpProtocol.DESTINATION_OPTIONS == header || IpProtocol.AUTHENTICATION == header;
    }

    private static int extensionLength(final DirectBuffer buffer, final int at, final int end, final int header)
    {
        if (at + Ipv6Flyweight.EXTENSION_MIN_LENGTH > end)
        {
            return INVALID;
        }
        if (IpProtocol.FRAGMENT == header)
        {
            return Ipv6Flyweight.FRAGMENT_LENGTH;
        }
        final int units = buffer.getByte(at + Ipv6Flyweight.EXTENSION_LENGTH_OFFSET) & 0xFF;
        final int length = IpProtocol.AUTHENTICATION == header ? (units + 2) << 2 : (units + 1) << 3;
        return at + length > end ? INVALID : length;
    }

    private static int payload(
        final DirectBuffer buffer, final int offset, final int end, final PacketContext context)
    {
        context.transportOffset = offset;
        context.transportLength = end - offset;
        if (0 != context.fragmentOffset)
        {
            // A datagram longer than 65535 bytes in the end: the "ping of death".
            return context.fragmentOffset + context.transportLength > MAX_DATAGRAM_LENGTH ?
                PacketContext.MALFORMED : PacketContext.FRAGMENT;
        }

        switch (context.protocol)
        {
            case IpProtocol.TCP:
                return tcp(buffer, context);

            case IpProtocol.UDP:
                return udp(buffer, context);

            case IpProtocol.SCTP:
                return context.transportLength < SctpFlyweight.LENGTH ?
                    PacketContext.MALFORMED : transport(buffer, context);

            case IpProtocol.ICMP:
                return context.ipv6 ? PacketContext.OTHER_IP : icmp(buffer, end, context);

            case IpProtocol.ICMPV6:
                return context.ipv6 ? icmp(buffer, end, context) : PacketContext.OTHER_IP;

            default:
                return PacketContext.OTHER_IP;
        }
    }

    private static int transport(final DirectBuffer buffer, final PacketContext context)
    {
        final int ports = buffer.getInt(context.transportOffset, BIG_ENDIAN);
        context.sourcePort = ports >>> 16;
        context.destinationPort = ports & 0xFFFF;
        return PacketContext.TRANSPORT;
    }

    private static int tcp(final DirectBuffer buffer, final PacketContext context)
    {
        final int offset = context.transportOffset;
        if (context.transportLength < TcpFlyweight.LENGTH)
        {
            return PacketContext.MALFORMED;
        }
        final int headerLength = (buffer.getByte(offset + TcpFlyweight.DATA_OFFSET_OFFSET) & 0xF0) >> 2;
        if (headerLength < TcpFlyweight.LENGTH || headerLength > context.transportLength)
        {
            return PacketContext.MALFORMED;
        }
        context.tcpFlags = buffer.getByte(offset + TcpFlyweight.FLAGS_OFFSET) & 0xFF;
        context.tcpSequence = buffer.getInt(offset + TcpFlyweight.SEQUENCE_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
        context.tcpAcknowledgment =
            buffer.getInt(offset + TcpFlyweight.ACKNOWLEDGMENT_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
        return transport(buffer, context);
    }

    private static int udp(final DirectBuffer buffer, final PacketContext context)
    {
        // The length field is the server's business, as it is for IPVS.
        return context.transportLength < UdpFlyweight.LENGTH ?
            PacketContext.MALFORMED : transport(buffer, context);
    }

    private static int icmp(final DirectBuffer buffer, final int end, final PacketContext context)
    {
        final int offset = context.transportOffset;
        if (context.transportLength < IcmpFlyweight.LENGTH)
        {
            return PacketContext.MALFORMED;
        }
        context.icmpType = buffer.getByte(offset + IcmpFlyweight.TYPE_OFFSET) & 0xFF;
        context.icmpCode = buffer.getByte(offset + IcmpFlyweight.CODE_OFFSET) & 0xFF;

        final int inner = offset + IcmpFlyweight.LENGTH;
        final boolean related = context.ipv6 ?
            isRelatedV6(context.icmpType) && quotedIpv6(buffer, inner, end, context) :
            isRelatedV4(context.icmpType) && quotedIpv4(buffer, inner, end, context);
        if (!related)
        {
            return PacketContext.ICMP_OTHER;
        }
        // IPVS drops an ICMP error about a connection when its checksum is wrong, and, up to Linux 6.12 at least, does
        // not look at that of an ICMPv6 error (ip_vs_in_icmp and ip_vs_in_icmp_v6 in ip_vs_core.c).
        if (!context.ipv6 && !context.fragment && !Checksums.isTransportIntact(buffer, context))
        {
            return PacketContext.MALFORMED;
        }
        context.innerIpOffset = inner;
        return PacketContext.ICMP_ERROR;
    }

    /** The types that IPVS forwards to the server (ip_vs_in_icmp); a parameter problem stays with the director. */
    private static boolean isRelatedV4(final int type)
    {
        return IcmpFlyweight.DESTINATION_UNREACHABLE == type || IcmpFlyweight.SOURCE_QUENCH == type ||
            IcmpFlyweight.TIME_EXCEEDED == type;
    }

    private static boolean isRelatedV6(final int type)
    {
        return Icmpv6Flyweight.DESTINATION_UNREACHABLE <= type && type <= Icmpv6Flyweight.PARAMETER_PROBLEM;
    }

    /** The quoted packet may be cut anywhere and its checksum is not verified: the kernel does neither. */
    private static boolean quotedIpv4(
        final DirectBuffer buffer, final int offset, final int end, final PacketContext context)
    {
        if (offset + Ipv4Flyweight.LENGTH > end)
        {
            return false;
        }
        final int first = buffer.getByte(offset);
        final int headerLength = (first & 0x0F) << 2;
        final int fragment = buffer.getShort(offset + Ipv4Flyweight.FRAGMENT_OFFSET, BIG_ENDIAN) & 0xFFFF;
        final int protocol = buffer.getByte(offset + Ipv4Flyweight.PROTOCOL_OFFSET) & 0xFF;
        if (4 != (first >> 4 & 0x0F) || headerLength < Ipv4Flyweight.LENGTH ||
            0 != (fragment & Ipv4Flyweight.FRAGMENT_OFFSET_MASK) ||
            !quotedPorts(buffer, offset + headerLength, end, protocol, context))
        {
            return false;
        }
        context.innerSourceLow = buffer.getInt(offset + Ipv4Flyweight.SOURCE_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
        context.innerDestinationLow =
            buffer.getInt(offset + Ipv4Flyweight.DESTINATION_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
        return true;
    }

    private static boolean quotedIpv6(
        final DirectBuffer buffer, final int offset, final int end, final PacketContext context)
    {
        if (offset + Ipv6Flyweight.LENGTH > end || 6 != (buffer.getByte(offset) >> 4 & 0x0F))
        {
            return false;
        }
        int header = buffer.getByte(offset + Ipv6Flyweight.NEXT_HEADER_OFFSET) & 0xFF;
        int at = offset + Ipv6Flyweight.LENGTH;
        while (isExtension(header))
        {
            final int extensionLength = extensionLength(buffer, at, end, header);
            if (INVALID == extensionLength || IpProtocol.FRAGMENT == header &&
                0 != (buffer.getShort(at + Ipv6Flyweight.FRAGMENT_OFFSET_OFFSET, BIG_ENDIAN) &
                Ipv6Flyweight.FRAGMENT_OFFSET_MASK))
            {
                return false;
            }
            header = buffer.getByte(at + Ipv6Flyweight.EXTENSION_NEXT_HEADER_OFFSET) & 0xFF;
            at += extensionLength;
        }
        if (!quotedPorts(buffer, at, end, header, context))
        {
            return false;
        }
        context.innerSourceHigh = buffer.getLong(offset + Ipv6Flyweight.SOURCE_OFFSET, BIG_ENDIAN);
        context.innerSourceLow = buffer.getLong(offset + Ipv6Flyweight.SOURCE_OFFSET + Long.BYTES, BIG_ENDIAN);
        context.innerDestinationHigh = buffer.getLong(offset + Ipv6Flyweight.DESTINATION_OFFSET, BIG_ENDIAN);
        context.innerDestinationLow =
            buffer.getLong(offset + Ipv6Flyweight.DESTINATION_OFFSET + Long.BYTES, BIG_ENDIAN);
        return true;
    }

    private static boolean quotedPorts(
        final DirectBuffer buffer,
        final int offset,
        final int end,
        final int protocol,
        final PacketContext context)
    {
        if (IpProtocol.TCP != protocol && IpProtocol.UDP != protocol && IpProtocol.SCTP != protocol ||
            offset + PORTS_LENGTH > end)
        {
            return false;
        }
        final int ports = buffer.getInt(offset, BIG_ENDIAN);
        context.innerProtocol = protocol;
        context.innerSourcePort = ports >>> 16;
        context.innerDestinationPort = ports & 0xFFFF;
        return true;
    }
}
