/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@link RawIpSocket} of IPv4 with IP_HDRINCL, ip(7).
 */
final class RawIpv4Socket extends RawIpSocket
{
    private static final int SOL_IP = 0;
    private static final int IP_HDRINCL = 3;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_MULTICAST_ALL = 49;

    static final int ADDRESS_OFFSET = 4;
    static final int ADDRESS_LENGTH = 16;
    static final int MEMBERSHIP_GROUP = 0;
    static final int MEMBERSHIP_INTERFACE = 8;
    static final int MEMBERSHIP_LENGTH = 12;

    /* Offsets in the header that the kernel has checked and hands over, RFC 791 section 3.1. */
    private static final int HEADER_TTL = 8;
    private static final int HEADER_SOURCE = 12;
    private static final int HEADER_DESTINATION = 16;

    private RawIpv4Socket(final int protocol)
    {
        super(Syscalls.AF_INET, protocol);
    }

    static RawIpv4Socket open(final int protocol)
    {
        final RawIpv4Socket socket = new RawIpv4Socket(protocol);
        try
        {
            socket.option("IP_HDRINCL", SOL_IP, IP_HDRINCL, 1);
            socket.option("IP_MULTICAST_LOOP", SOL_IP, IP_MULTICAST_LOOP, 0);
            socket.option("IP_MULTICAST_ALL", SOL_IP, IP_MULTICAST_ALL, 0);
        }
        catch (final RuntimeException ex)
        {
            socket.close();
            throw ex;
        }
        return socket;
    }

    @Override
    public void joinGroup(final InetAddress group, final int interfaceIndex)
    {
        final ByteBuffer request = Syscalls.nativeBuffer(MEMBERSHIP_LENGTH)
            .put(MEMBERSHIP_GROUP, group.getAddress())
            .putInt(MEMBERSHIP_INTERFACE, interfaceIndex);
        join(group, SOL_IP, IP_ADD_MEMBERSHIP, request);
    }

    @Override
    public int send(final int length, final InetAddress source, final InetAddress destination, final int hopLimit)
    {
        final UnsafeBuffer name = outgoing.name();
        name.putShort(NAME_FAMILY, (short)Syscalls.AF_INET);
        name.putBytes(ADDRESS_OFFSET, destination.getAddress());
        outgoing.lengths(ADDRESS_LENGTH, 0, length);
        return sendMessage();
    }

    @Override
    public InetAddress source()
    {
        return addressAt(HEADER_SOURCE);
    }

    @Override
    public InetAddress destination()
    {
        return addressAt(HEADER_DESTINATION);
    }

    @Override
    public int hopLimit()
    {
        return received().getByte(HEADER_TTL) & 0xFF;
    }

    private InetAddress addressAt(final int offset)
    {
        final byte[] bytes = new byte[Integer.BYTES];
        received().getBytes(offset, bytes);
        try
        {
            return InetAddress.getByAddress(bytes);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("4 bytes are an address", ex);
        }
    }
}
