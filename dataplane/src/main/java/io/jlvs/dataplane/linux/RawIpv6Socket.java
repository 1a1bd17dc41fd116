/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@link RawIpSocket} of IPv6, ipv6(7) and RFC 3542: source, destination and hop limit are control items.
 */
final class RawIpv6Socket extends RawIpSocket
{
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_MULTICAST_ALL = 29;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int IPV6_TCLASS = 67;

    private static final int IPV6_LENGTH = 16;
    static final int ADDRESS_OFFSET = 8;
    static final int ADDRESS_SCOPE = ADDRESS_OFFSET + IPV6_LENGTH;
    static final int ADDRESS_LENGTH = ADDRESS_SCOPE + Integer.BYTES;
    static final int MEMBERSHIP_GROUP = 0;
    static final int MEMBERSHIP_INTERFACE = MEMBERSHIP_GROUP + IPV6_LENGTH;
    static final int MEMBERSHIP_LENGTH = MEMBERSHIP_INTERFACE + Integer.BYTES;
    static final int PACKET_INFO_ADDRESS = 0;
    static final int PACKET_INFO_INTERFACE = PACKET_INFO_ADDRESS + IPV6_LENGTH;
    static final int PACKET_INFO_LENGTH = PACKET_INFO_INTERFACE + Integer.BYTES;

    private int interfaceIndex;

    private RawIpv6Socket(final int protocol)
    {
        super(Syscalls.AF_INET6, protocol);
    }

    static RawIpv6Socket open(final int protocol)
    {
        final RawIpv6Socket socket = new RawIpv6Socket(protocol);
        try
        {
            socket.option("IPV6_RECVPKTINFO", SOL_IPV6, IPV6_RECVPKTINFO, 1);
            socket.option("IPV6_RECVHOPLIMIT", SOL_IPV6, IPV6_RECVHOPLIMIT, 1);
            socket.option("IPV6_MULTICAST_LOOP", SOL_IPV6, IPV6_MULTICAST_LOOP, 0);
            socket.option("IPV6_MULTICAST_ALL", SOL_IPV6, IPV6_MULTICAST_ALL, 0);
            socket.option("IPV6_TCLASS", SOL_IPV6, IPV6_TCLASS, NETWORK_CONTROL);
        }
        catch (final RuntimeException ex)
        {
            socket.close();
            throw ex;
        }
        return socket;
    }

    @Override
    public void bindToInterface(final String name)
    {
        super.bindToInterface(name);
        interfaceIndex = Syscalls.interfaceIndex(name);
    }

    @Override
    public void joinGroup(final InetAddress group, final int index)
    {
        final ByteBuffer request = Syscalls.nativeBuffer(MEMBERSHIP_LENGTH)
            .put(MEMBERSHIP_GROUP, group.getAddress())
            .putInt(MEMBERSHIP_INTERFACE, index);
        join(group, SOL_IPV6, IPV6_JOIN_GROUP, request);
    }

    @Override
    public int send(final int length, final InetAddress source, final InetAddress destination, final int hopLimit)
    {
        final UnsafeBuffer name = outgoing.name();
        name.putShort(NAME_FAMILY, (short)Syscalls.AF_INET6);
        name.putBytes(ADDRESS_OFFSET, destination.getAddress());
        name.putInt(ADDRESS_SCOPE, interfaceIndex);

        final UnsafeBuffer control = outgoing.control();
        final int second = outgoing.putControl(0, SOL_IPV6, IPV6_PKTINFO, PACKET_INFO_LENGTH);
        control.putBytes(MessageHeader.CONTROL_ITEM_DATA + PACKET_INFO_ADDRESS, source.getAddress());
        control.putInt(MessageHeader.CONTROL_ITEM_DATA + PACKET_INFO_INTERFACE, interfaceIndex);
        final int end = outgoing.putControl(second, SOL_IPV6, IPV6_HOPLIMIT, Integer.BYTES);
        control.putInt(second + MessageHeader.CONTROL_ITEM_DATA, hopLimit);

        outgoing.lengths(ADDRESS_LENGTH, end, length);
        return sendMessage();
    }

    @Override
    public InetAddress source()
    {
        return address(incoming.name(), ADDRESS_OFFSET);
    }

    @Override
    public InetAddress destination()
    {
        return address(
            incoming.control(),
            controlItem(IPV6_PKTINFO, PACKET_INFO_LENGTH) + PACKET_INFO_ADDRESS);
    }

    @Override
    public int hopLimit()
    {
        return incoming.control().getInt(controlItem(IPV6_HOPLIMIT, Integer.BYTES));
    }

    private int controlItem(final int type, final int dataLength)
    {
        final int offset = incoming.findControl(SOL_IPV6, type, dataLength);
        if (offset < 0)
        {
            throw new IllegalStateException("no IPv6 control item " + type + " though it was asked for");
        }
        return offset;
    }

    private static InetAddress address(final UnsafeBuffer buffer, final int offset)
    {
        final byte[] bytes = new byte[IPV6_LENGTH];
        buffer.getBytes(offset, bytes);
        try
        {
            return Inet6Address.getByAddress(null, bytes, -1);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("16 bytes are an address", ex);
        }
    }
}
