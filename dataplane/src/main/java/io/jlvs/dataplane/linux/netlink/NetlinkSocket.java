/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.FileDescriptor;
import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Syscalls;
import java.nio.ByteBuffer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A socket of rtnetlink with its memory. One owner; not thread safe.
 */
final class NetlinkSocket implements AutoCloseable
{
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int SOCKADDR_NL_LENGTH = 12;
    /** The kernel builds the parts of a dump no longer than 32 KiB. */
    private static final int RECEIVE_LENGTH = 64 * 1024;
    private static final int SMALL_REQUEST_LENGTH = 256;

    private final FileDescriptor fd;
    private final MappedRegion region;
    private final UnsafeBuffer request = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer received = new UnsafeBuffer(0, 0);

    /**
     * Open and bind, for one small request at a time.
     *
     * @param groups       RTMGRP_* bits to subscribe to.
     * @param bufferLength of the socket in bytes, 0 for the kernel's default.
     */
    NetlinkSocket(final int groups, final int bufferLength)
    {
        this(groups, bufferLength, SMALL_REQUEST_LENGTH);
    }

    /**
     * Open and bind.
     *
     * @param groups        RTMGRP_* bits to subscribe to.
     * @param bufferLength  of the socket in bytes, 0 for the kernel's default.
     * @param requestLength room for requests in bytes.
     */
    NetlinkSocket(final int groups, final int bufferLength, final int requestLength)
    {
        fd = Syscalls.socket("socket(AF_NETLINK)", Syscalls.AF_NETLINK, Syscalls.SOCK_RAW, NETLINK_ROUTE);
        MappedRegion memory = null;
        try
        {
            if (0 != bufferLength)
            {
                Syscalls.setOption(
                    "setsockopt(SO_RCVBUFFORCE)", fd, Syscalls.SOL_SOCKET, Syscalls.SO_RCVBUFFORCE, bufferLength);
            }
            Syscalls.setOption("setsockopt(NETLINK_CAP_ACK)", fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
            final ByteBuffer address = Syscalls.nativeBuffer(SOCKADDR_NL_LENGTH)
                .putShort(0, (short)Syscalls.AF_NETLINK)
                .putInt(8, groups);
            Syscalls.bind("bind(AF_NETLINK)", fd, address);
            memory = MappedRegion.anonymous(requestLength + RECEIVE_LENGTH);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(fd);
            throw ex;
        }
        region = memory;
        request.wrap(region.address(), requestLength);
        received.wrap(region.address() + requestLength, RECEIVE_LENGTH);
    }

    /**
     * For poll(2).
     *
     * @return borrowed.
     */
    FileDescriptor fd()
    {
        return fd;
    }

    /**
     * Memory for the next request.
     *
     * @return buffer for {@link NetlinkMessage#begin}.
     */
    UnsafeBuffer request()
    {
        return request;
    }

    /**
     * What {@link #receive} received.
     *
     * @return buffer that is valid until the next call.
     */
    UnsafeBuffer received()
    {
        return received;
    }

    /**
     * Send what stands in {@link #request()}: one request or several, one behind the other.
     *
     * @param length in bytes.
     */
    void send(final int length)
    {
        long result;
        do
        {
            result = Syscalls.send(fd.value(), region.address(), length, 0);
        }
        while (-Errno.EINTR == result);
        if (result < 0)
        {
            throw new NativeException("send(AF_NETLINK)", (int)-result);
        }
    }

    /**
     * Receive one datagram.
     *
     * @param flags MSG_*.
     * @return its length, or the negative error number (EAGAIN, ENOBUFS); EINTR is handled.
     */
    int receive(final int flags)
    {
        long result;
        do
        {
            result = Syscalls.receive(
                fd.value(), received.addressOffset(), RECEIVE_LENGTH, flags | Syscalls.MSG_TRUNC);
        }
        while (-Errno.EINTR == result);
        if (RECEIVE_LENGTH < result)
        {
            throw new IllegalStateException(
                "netlink message of " + result + " bytes, room for " + RECEIVE_LENGTH);
        }
        return (int)result;
    }

    @Override
    public void close()
    {
        fd.close();
        region.close();
    }
}
