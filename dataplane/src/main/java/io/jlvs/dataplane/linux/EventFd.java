/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;

/**
 * Wakes a thread that waits in a {@link Poller}, eventfd(2). Any thread may {@link #signal()}; the waiting one
 * {@link #clear()}s before it looks for what it was woken for, so that no signal is lost. One owner, who must not close
 * it while others still signal.
 */
public final class EventFd implements Pollable, AutoCloseable
{
    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final ByteBuffer ONE = Syscalls.nativeBuffer(Long.BYTES).putLong(0, 1);
    private static final long ONE_ADDRESS = BufferUtil.address(ONE);

    private final FileDescriptor fd;
    private final ByteBuffer count = Syscalls.nativeBuffer(Long.BYTES);
    private final long countAddress = BufferUtil.address(count);

    /**
     * Open one that has not been signalled.
     */
    public EventFd()
    {
        fd = new FileDescriptor(
            Syscalls.check(LibC.CALLS.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd"));
    }

    /**
     * Wake the waiting thread, now or when it next waits. Thread safe.
     */
    public void signal()
    {
        if (LibC.CALLS.write(fd.value(), ONE_ADDRESS, Long.BYTES) < 0)
        {
            // EAGAIN: signalled 2^64 - 2 times without a clear, so it is ready anyhow.
            ignoreUnlessBroken("write(eventfd)");
        }
    }

    /**
     * Forget the signals so far.
     *
     * @return number of signals since the last call.
     */
    public long clear()
    {
        if (LibC.CALLS.read(fd.value(), countAddress, Long.BYTES) < 0)
        {
            ignoreUnlessBroken("read(eventfd)");
            return 0;
        }
        return count.getLong(0);
    }

    @Override
    public FileDescriptor fd()
    {
        return fd;
    }

    @Override
    public void close()
    {
        fd.close();
    }

    private static void ignoreUnlessBroken(final String call)
    {
        final int errno = Syscalls.errno();
        if (Errno.EAGAIN != errno)
        {
            throw new NativeException(call, errno);
        }
    }
}
