/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;

/**
 * System calls with Linux's own convention of results: calls for set-up throw {@link NativeException}, calls of the
 * duty cycle return the negative error number (EAGAIN, EINTR and ENOBUFS are ordinary there) and allocate nothing.
 * <p>
 * Thread safe. Addresses are native; the caller keeps the memory alive for the call.
 */
public final class Syscalls
{
    public static final int AF_UNSPEC = 0;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOCK_NONBLOCK = 0x800;

    public static final int SOL_SOCKET = 1;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUFFORCE = 32;
    public static final int SO_RCVBUFFORCE = 33;

    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_TRUNC = 0x20;

    public static final int POLLIN = 1;
    public static final int POLLERR = 8;

    private static final LibC.Calls CALLS = LibC.CALLS;

    private Syscalls()
    {
    }

    /**
     * socket(2), close on exec.
     *
     * @param call     for the error message.
     * @param domain   AF_*.
     * @param type     SOCK_*.
     * @param protocol of the domain.
     * @return the descriptor, owned by the caller.
     */
    public static FileDescriptor socket(final String call, final int domain, final int type, final int protocol)
    {
        return new FileDescriptor(check(CALLS.socket(domain, type | SOCK_CLOEXEC, protocol), call));
    }

    /**
     * bind(2).
     *
     * @param call    for the error message.
     * @param fd      of the socket.
     * @param address bytes of the sockaddr.
     */
    public static void bind(final String call, final FileDescriptor fd, final ByteBuffer address)
    {
        check(CALLS.bind(fd.value(), BufferUtil.address(address), address.capacity()), call);
    }

    /**
     * setsockopt(2) with an int.
     *
     * @param call  for the error message.
     * @param fd    of the socket.
     * @param level of the option.
     * @param name  of the option.
     * @param value of the option.
     */
    public static void setOption(
        final String call, final FileDescriptor fd, final int level, final int name, final int value)
    {
        setOption(call, fd, level, name, nativeBuffer(Integer.BYTES).putInt(0, value));
    }

    /**
     * setsockopt(2) with a struct.
     *
     * @param call  for the error message.
     * @param fd    of the socket.
     * @param level of the option.
     * @param name  of the option.
     * @param value direct buffer, all of it is the struct.
     */
    public static void setOption(
        final String call, final FileDescriptor fd, final int level, final int name, final ByteBuffer value)
    {
        check(CALLS.setsockopt(fd.value(), level, name, BufferUtil.address(value), value.capacity()), call);
    }

    /**
     * getsockopt(2).
     *
     * @param call  for the error message.
     * @param fd    of the socket.
     * @param level of the option.
     * @param name  of the option.
     * @param value direct buffer that takes the struct.
     * @return bytes that the kernel wrote.
     */
    public static int option(
        final String call, final FileDescriptor fd, final int level, final int name, final ByteBuffer value)
    {
        final ByteBuffer length = nativeBuffer(Integer.BYTES).putInt(0, value.capacity());
        check(
            CALLS.getsockopt(fd.value(), level, name, BufferUtil.address(value), BufferUtil.address(length)), call);
        return length.getInt(0);
    }

    /**
     * sendto(2) without an address.
     *
     * @param fd      of the socket.
     * @param address of the bytes; 0 to kick a transmit ring.
     * @param length  in bytes.
     * @param flags   MSG_*.
     * @return bytes sent, or the negative error number.
     */
    public static long send(final int fd, final long address, final long length, final int flags)
    {
        final long result = CALLS.sendto(fd, address, length, flags, 0, 0);
        return 0 <= result ? result : -errno();
    }

    /**
     * sendmmsg(2).
     *
     * @param fd       of the socket.
     * @param messages address of an array of struct mmsghdr.
     * @param count    of messages.
     * @param flags    MSG_*.
     * @return number of messages sent, or the negative error number of the first.
     */
    public static int sendMessages(final int fd, final long messages, final int count, final int flags)
    {
        final int result = CALLS.sendmmsg(fd, messages, count, flags);
        return 0 <= result ? result : -errno();
    }

    /**
     * recv(2).
     *
     * @param fd      of the socket.
     * @param address where the bytes go.
     * @param length  room in bytes.
     * @param flags   MSG_*.
     * @return bytes received (with MSG_TRUNC the length of the message, even if longer), or the negative error number.
     */
    public static long receive(final int fd, final long address, final long length, final int flags)
    {
        final long result = CALLS.recv(fd, address, length, flags);
        return 0 <= result ? result : -errno();
    }

    /**
     * sendmsg(2).
     *
     * @param fd      of the socket.
     * @param message address of a struct msghdr.
     * @param flags   MSG_*.
     * @return bytes sent, or the negative error number.
     */
    public static long sendMessage(final int fd, final long message, final int flags)
    {
        final long result = CALLS.sendmsg(fd, message, flags);
        return 0 <= result ? result : -errno();
    }

    /**
     * recvmsg(2).
     *
     * @param fd      of the socket.
     * @param message address of a struct msghdr.
     * @param flags   MSG_*.
     * @return bytes received (with MSG_TRUNC the length of the message, even if longer), or the negative error number.
     */
    public static long receiveMessage(final int fd, final long message, final int flags)
    {
        final long result = CALLS.recvmsg(fd, message, flags);
        return 0 <= result ? result : -errno();
    }

    /**
     * Index of a network interface of this network namespace, if_nametoindex(3).
     *
     * @param name of the interface.
     * @return its index, or 0 if there is no such interface.
     */
    public static int interfaceIndex(final String name)
    {
        return CALLS.interfaceIndex(name);
    }

    /**
     * poll(2).
     *
     * @param descriptors address of an array of struct pollfd.
     * @param count       of descriptors.
     * @param timeoutMs   0 returns at once, negative waits for ever.
     * @return number of descriptors with events, or the negative error number.
     */
    public static int poll(final long descriptors, final int count, final int timeoutMs)
    {
        final int result = CALLS.poll(descriptors, count, timeoutMs);
        return 0 <= result ? result : -errno();
    }

    /**
     * ppoll(2) with the signal mask as it is.
     *
     * @param descriptors address of an array of struct pollfd.
     * @param count       of descriptors.
     * @param timeout     address of a struct timespec.
     * @return number of descriptors with events, or the negative error number.
     */
    static int pollNanos(final long descriptors, final int count, final long timeout)
    {
        final int result = CALLS.ppoll(descriptors, count, timeout, 0);
        return 0 <= result ? result : -errno();
    }

    /**
     * Memory for the argument of a call.
     *
     * @param length in bytes.
     * @return zeroed direct buffer in native byte order.
     */
    public static ByteBuffer nativeBuffer(final int length)
    {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    }

    static int check(final int result, final String call)
    {
        if (result < 0)
        {
            throw new NativeException(call, errno());
        }
        return result;
    }

    static int errno()
    {
        return LibC.RUNTIME.getLastError();
    }
}
