/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A raw socket of one IP protocol, raw(7): the kernel routes, resolves neighbours and delivers, the protocol is ours.
 * As long as it is open the kernel does not answer datagrams of the protocol with "protocol unreachable".
 * <p>
 * IPv4 datagrams are sent and received with their header, of which the kernel writes total length and checksum; IPv6
 * ones without: source and hop limit go and come beside them. Non-blocking. Multicasts are received of the joined
 * groups only, and what this host sends is not received here.
 * <p>
 * One owner; not thread safe.
 */
public abstract sealed class RawIpSocket implements Pollable, AutoCloseable permits RawIpv4Socket, RawIpv6Socket
{
    /** Room for one datagram; longer ones are told by their length and cut. */
    public static final int CAPACITY = 16 * 1024;

    /** TOS and traffic class of network control, CS6 (RFC 2474 section 4.2.2.2). */
    static final int NETWORK_CONTROL = 0xC0;
    static final int NAME_FAMILY = 0;

    private static final int SO_PRIORITY = 12;
    private static final int SO_BINDTODEVICE = 25;
    private static final int TC_PRIO_CONTROL = 7;

    final FileDescriptor fd;
    final DatagramMemory outgoing;
    final DatagramMemory incoming;

    RawIpSocket(final int family, final int protocol)
    {
        fd = Syscalls.socket(
            "socket(raw, family " + family + ", protocol " + protocol + ")",
            family,
            Syscalls.SOCK_RAW | Syscalls.SOCK_NONBLOCK,
            protocol);
        DatagramMemory first = null;
        DatagramMemory second = null;
        try
        {
            Syscalls.setOption(
                "setsockopt(SO_PRIORITY)", fd, Syscalls.SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL);
            first = new DatagramMemory(CAPACITY);
            second = new DatagramMemory(CAPACITY);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.closeAll(second, first, fd);
            throw ex;
        }
        outgoing = first;
        incoming = second;
    }

    /**
     * Open a socket that receives the datagrams of all interfaces.
     *
     * @param isIpv6   family.
     * @param protocol of IP.
     * @return the owner of the socket.
     * @throws NativeException with EPERM without CAP_NET_RAW.
     */
    public static RawIpSocket open(final boolean isIpv6, final int protocol)
    {
        return isIpv6 ? RawIpv6Socket.open(protocol) : RawIpv4Socket.open(protocol);
    }

    /**
     * Send and receive by one interface only, from now on, and as long as it exists: one that is made anew under the
     * same name is another.
     *
     * @param name of the interface.
     * @throws NativeException with ENODEV if there is no such interface.
     */
    public void bindToInterface(final String name)
    {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        final ByteBuffer value = Syscalls.nativeBuffer(bytes.length + 1).put(0, bytes);
        Syscalls.setOption(
            "setsockopt(SO_BINDTODEVICE, " + name + ")", fd, Syscalls.SOL_SOCKET, SO_BINDTODEVICE, value);
    }

    /**
     * Receive the datagrams to a group; once more does nothing.
     *
     * @param group          multicast address of the family.
     * @param interfaceIndex that they come in by.
     * @throws NativeException if the kernel refuses.
     */
    public abstract void joinGroup(InetAddress group, int interfaceIndex);

    /**
     * Where the next datagram to be sent is written: for IPv4 with the header, for IPv6 without.
     *
     * @return memory of {@link #CAPACITY} bytes, the same for the life of the socket.
     */
    public UnsafeBuffer sendBuffer()
    {
        return outgoing.payload();
    }

    /**
     * Send what is in the {@link #sendBuffer()}.
     *
     * @param length      in bytes.
     * @param source      own address; for IPv4 that in the header counts.
     * @param destination that the kernel routes to; in the header for IPv4, too.
     * @param hopLimit    for IPv6; for IPv4 that in the header counts.
     * @return bytes sent, or the negative error number: of the route, the interface (ENETDOWN, ENXIO, ENODEV), a full
     *         queue (ENOBUFS, EAGAIN), a packet filter (EPERM), a source that is not ours (EINVAL).
     */
    public abstract int send(int length, InetAddress source, InetAddress destination, int hopLimit);

    /**
     * Receive a datagram, without waiting.
     *
     * @return its length, more than {@link #CAPACITY} if it was cut, or the negative error number; EAGAIN if there is
     *         none.
     */
    public final int receive()
    {
        long result;
        do
        {
            incoming.lengths(DatagramMemory.NAME_CAPACITY, DatagramMemory.CONTROL_CAPACITY, CAPACITY);
            result = Syscalls.receiveMessage(fd.value(), incoming.address(), Syscalls.MSG_TRUNC);
        }
        while (-Errno.EINTR == result);
        return (int)result;
    }

    /**
     * The datagram received last: for IPv4 with the header, for IPv6 without.
     *
     * @return memory of {@link #CAPACITY} bytes, the same for the life of the socket.
     */
    public UnsafeBuffer received()
    {
        return incoming.payload();
    }

    /**
     * Where the datagram received last comes from.
     *
     * @return address of the family.
     */
    public abstract InetAddress source();

    /**
     * Where the datagram received last was sent to.
     *
     * @return address of the family, own or a group.
     */
    public abstract InetAddress destination();

    /**
     * Hop limit or time to live of the datagram received last.
     *
     * @return 0..255.
     */
    public abstract int hopLimit();

    @Override
    public FileDescriptor fd()
    {
        return fd;
    }

    @Override
    public void close()
    {
        fd.close();
        outgoing.close();
        incoming.close();
    }

    final void option(final String label, final int level, final int name, final int value)
    {
        Syscalls.setOption("setsockopt(" + label + ")", fd, level, name, value);
    }

    final void join(final InetAddress group, final int level, final int name, final ByteBuffer request)
    {
        try
        {
            Syscalls.setOption("setsockopt(join " + InetText.of(group) + ")", fd, level, name, request);
        }
        catch (final NativeException ex)
        {
            if (Errno.EADDRINUSE != ex.errno())
            {
                throw ex;
            }
        }
    }

    final int sendMessage()
    {
        long result;
        do
        {
            result = Syscalls.sendMessage(fd.value(), outgoing.address(), 0);
        }
        while (-Errno.EINTR == result);
        return (int)result;
    }
}
