/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static io.jlvs.dataplane.linux.netlink.NetlinkMessage.ATTRIBUTE_HEADER_LENGTH;

import io.jlvs.dataplane.linux.Syscalls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Turns messages of rtnetlink into values and questions into messages. Fixed headers (rtnetlink(7)):
 * <pre>
 *   struct ifinfomsg            struct ifaddrmsg          struct ndmsg             struct rtmsg
 *    0  family                   0  family                 0  family                0  family, dst_len, src_len, tos
 *    2  type (u16)               1  prefixlen              4  ifindex               4  table, protocol, scope, type
 *    4  index                    2  flags, scope           8  state (u16)           8  flags
 *    8  flags                    4  index                 10  flags, type
 *   12  change
 * </pre>
 */
final class RouteMessages
{
    static final int LINK_HEADER_LENGTH = 16;
    static final int ADDRESS_HEADER_LENGTH = 8;
    static final int NEIGHBOUR_HEADER_LENGTH = 12;
    static final int ROUTE_HEADER_LENGTH = 12;

    static final int LINK_INDEX = 4;
    static final int LINK_FLAGS = 8;
    private static final int IFF_UP = 1;
    private static final int IFF_LOOPBACK = 8;
    private static final int IFF_RUNNING = 0x40;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_EXT_MASK = 29;
    private static final int IFLA_LINK_NETNSID = 37;
    private static final int RTEXT_FILTER_SKIP_STATS = 8;

    static final int ADDRESS_PREFIX_LENGTH = 1;
    static final int ADDRESS_FLAGS = 2;
    static final int ADDRESS_SCOPE = 3;
    static final int ADDRESS_INDEX = 4;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;

    static final int NEIGHBOUR_INDEX = 4;
    static final int NEIGHBOUR_STATE = 8;
    static final int NEIGHBOUR_FLAGS = 10;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NTF_USE = 1;

    static final int ROUTE_DESTINATION_LENGTH = 1;
    static final int ROUTE_TYPE = 7;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_METRICS = 8;
    private static final int RTA_VIA = 18;
    private static final int RTAX_MTU = 2;
    private static final int VIA_ADDRESS = 2;

    private static final int MAC_LENGTH = 6;

    private RouteMessages()
    {
    }

    static NetlinkMessage encodeLinksRequest(final NetlinkMessage message)
    {
        return message.attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
    }

    static NetlinkMessage encodeRouteRequest(
        final NetlinkMessage message, final MutableDirectBuffer target, final InetAddress destination)
    {
        final byte[] address = destination.getAddress();
        target.putByte(message.body(), (byte)family(destination));
        target.putByte(message.body() + ROUTE_DESTINATION_LENGTH, (byte)(address.length * Byte.SIZE));
        return message.attribute(RTA_DST, address);
    }

    static NetlinkMessage encodeNeighbourUse(
        final NetlinkMessage message,
        final MutableDirectBuffer target,
        final int interfaceIndex,
        final InetAddress address)
    {
        target.putByte(message.body(), (byte)family(address));
        target.putInt(message.body() + NEIGHBOUR_INDEX, interfaceIndex);
        target.putByte(message.body() + NEIGHBOUR_FLAGS, (byte)NTF_USE);
        return message.attribute(NDA_DST, address.getAddress());
    }

    /**
     * Interface of a message.
     *
     * @param message RTM_NEWLINK or RTM_DELLINK.
     * @return null if it is about something else, as when a bridge tells of its ports (family AF_BRIDGE).
     */
    static LinkInfo decodeLink(final NetlinkMessage message)
    {
        final DirectBuffer buffer = message.buffer();
        if (Syscalls.AF_UNSPEC != buffer.getByte(message.body()))
        {
            return null;
        }
        final int flags = buffer.getInt(message.body() + LINK_FLAGS);
        final int name = message.find(IFLA_IFNAME, LINK_HEADER_LENGTH);
        final int mtu = message.find(IFLA_MTU, LINK_HEADER_LENGTH);
        // An index of another network namespace says nothing here, where it may be that of any interface.
        final int parent = message.find(IFLA_LINK_NETNSID, LINK_HEADER_LENGTH) < 0 ?
            message.find(IFLA_LINK, LINK_HEADER_LENGTH) : -1;
        return new LinkInfo(
            buffer.getInt(message.body() + LINK_INDEX),
            name < 0 ? "" : text(message, name),
            mac(message, message.find(IFLA_ADDRESS, LINK_HEADER_LENGTH)),
            mtu < 0 ? 0 : buffer.getInt(mtu + ATTRIBUTE_HEADER_LENGTH),
            0 != (flags & IFF_UP),
            0 != (flags & IFF_RUNNING),
            0 != (flags & IFF_LOOPBACK),
            kind(message),
            parent < 0 ? 0 : buffer.getInt(parent + ATTRIBUTE_HEADER_LENGTH));
    }

    private static String kind(final NetlinkMessage message)
    {
        final int link = message.find(IFLA_LINKINFO, LINK_HEADER_LENGTH);
        if (link < 0)
        {
            return "";
        }
        final int start = link + ATTRIBUTE_HEADER_LENGTH;
        final int kind = NetlinkMessage.find(
            message.buffer(), IFLA_INFO_KIND, start, start + message.valueLength(link));
        return kind < 0 ? "" : text(message, kind);
    }

    /**
     * Address of a message.
     *
     * @param message RTM_NEWADDR or RTM_DELADDR.
     * @return null if it is of another family.
     */
    static AddressInfo decodeAddress(final NetlinkMessage message)
    {
        final DirectBuffer buffer = message.buffer();
        // On a point-to-point link IFA_ADDRESS is the other end, and IFA_LOCAL this one; IPv6 often has no IFA_LOCAL.
        final int local = message.find(IFA_LOCAL, ADDRESS_HEADER_LENGTH);
        final InetAddress address =
            address(message, local < 0 ? message.find(IFA_ADDRESS, ADDRESS_HEADER_LENGTH) : local);
        final int flags = message.find(IFA_FLAGS, ADDRESS_HEADER_LENGTH);
        return null == address ? null : new AddressInfo(
            buffer.getInt(message.body() + ADDRESS_INDEX),
            address,
            buffer.getByte(message.body() + ADDRESS_PREFIX_LENGTH) & 0xff,
            buffer.getByte(message.body() + ADDRESS_SCOPE) & 0xff,
            flags < 0 ?
                buffer.getByte(message.body() + ADDRESS_FLAGS) & 0xff :
                buffer.getInt(flags + ATTRIBUTE_HEADER_LENGTH));
    }

    /**
     * Neighbour of a message.
     *
     * @param message RTM_NEWNEIGH or RTM_DELNEIGH.
     * @return null if it is of another family (a bridge's forwarding entry).
     */
    static NeighbourInfo decodeNeighbour(final NetlinkMessage message)
    {
        final DirectBuffer buffer = message.buffer();
        final int family = buffer.getByte(message.body());
        final InetAddress address = Syscalls.AF_INET == family || Syscalls.AF_INET6 == family ?
            address(message, message.find(NDA_DST, NEIGHBOUR_HEADER_LENGTH)) : null;
        return null == address ? null : new NeighbourInfo(
            buffer.getInt(message.body() + NEIGHBOUR_INDEX),
            address,
            mac(message, message.find(NDA_LLADDR, NEIGHBOUR_HEADER_LENGTH)),
            buffer.getChar(message.body() + NEIGHBOUR_STATE));
    }

    static RouteInfo decodeRoute(final NetlinkMessage message, final InetAddress destination)
    {
        final DirectBuffer buffer = message.buffer();
        final int outgoing = message.find(RTA_OIF, ROUTE_HEADER_LENGTH);
        return new RouteInfo(
            destination,
            RouteType.of(buffer.getByte(message.body() + ROUTE_TYPE) & 0xff),
            outgoing < 0 ? 0 : buffer.getInt(outgoing + ATTRIBUTE_HEADER_LENGTH),
            gateway(message),
            address(message, message.find(RTA_PREFSRC, ROUTE_HEADER_LENGTH)),
            mtu(message));
    }

    private static InetAddress gateway(final NetlinkMessage message)
    {
        final int via = message.find(RTA_VIA, ROUTE_HEADER_LENGTH);
        return via < 0 ?
            address(message, message.find(RTA_GATEWAY, ROUTE_HEADER_LENGTH)) :
            address(
                message.buffer(),
                via + ATTRIBUTE_HEADER_LENGTH + VIA_ADDRESS,
                message.valueLength(via) - VIA_ADDRESS);
    }

    private static int mtu(final NetlinkMessage message)
    {
        final int metrics = message.find(RTA_METRICS, ROUTE_HEADER_LENGTH);
        if (metrics < 0)
        {
            return 0;
        }
        final int start = metrics + ATTRIBUTE_HEADER_LENGTH;
        final int mtu = NetlinkMessage.find(
            message.buffer(), RTAX_MTU, start, start + message.valueLength(metrics));
        return mtu < 0 ? 0 : message.buffer().getInt(mtu + ATTRIBUTE_HEADER_LENGTH);
    }

    private static int family(final InetAddress address)
    {
        return address.getAddress().length == Integer.BYTES ? Syscalls.AF_INET : Syscalls.AF_INET6;
    }

    private static String text(final NetlinkMessage message, final int attribute)
    {
        return message.buffer().getStringWithoutLengthAscii(
            attribute + ATTRIBUTE_HEADER_LENGTH, message.valueLength(attribute) - 1);
    }

    private static long mac(final NetlinkMessage message, final int attribute)
    {
        long mac = 0;
        if (0 <= attribute && MAC_LENGTH == message.valueLength(attribute))
        {
            for (int i = 0; i < MAC_LENGTH; i++)
            {
                mac = mac << Byte.SIZE | message.buffer().getByte(attribute + ATTRIBUTE_HEADER_LENGTH + i) & 0xff;
            }
        }
        return mac;
    }

    private static InetAddress address(final NetlinkMessage message, final int attribute)
    {
        return attribute < 0 ? null : address(
            message.buffer(), attribute + ATTRIBUTE_HEADER_LENGTH, message.valueLength(attribute));
    }

    private static InetAddress address(final DirectBuffer buffer, final int offset, final int length)
    {
        if (Integer.BYTES != length && 2 * Long.BYTES != length)
        {
            return null;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        try
        {
            return InetAddress.getByAddress(bytes);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("length was checked: " + length, ex);
        }
    }
}
