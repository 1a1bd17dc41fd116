/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;

/**
 * Waits until one of several descriptors can be read or a time has passed, ppoll(2): a handful of descriptors, and
 * nanoseconds. It owns none of them.
 * <p>
 * One thread.
 */
public final class Poller
{
    private static final long NANOS_OF_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int TIMESPEC_SECONDS = 0;
    private static final int TIMESPEC_NANOS = 8;
    static final int TIMESPEC_LENGTH = 16;
    private static final int INITIAL_CAPACITY = 8;
    private static final int INTERRUPTED = -Errno.EINTR;

    private final List<Pollable> members = new ArrayList<>();
    private final ByteBuffer timeout = Syscalls.nativeBuffer(TIMESPEC_LENGTH);
    private final long timeoutAddress = BufferUtil.address(timeout);
    private ByteBuffer descriptors = Syscalls.nativeBuffer(INITIAL_CAPACITY * MessageHeader.POLL_SIZE);

    /**
     * Wait for one more; it is not ready before the next {@link #poll}.
     *
     * @param member whose descriptor is open until it is {@link #remove}d.
     */
    public void add(final Pollable member)
    {
        members.add(member);
        if (descriptors.capacity() < members.size() * MessageHeader.POLL_SIZE)
        {
            descriptors = Syscalls.nativeBuffer(2 * descriptors.capacity());
        }
        forgetResults();
    }

    /**
     * Wait for one less; nothing happens if it is not here.
     *
     * @param member to forget.
     */
    public void remove(final Pollable member)
    {
        members.remove(member);
        forgetResults();
    }

    /**
     * Wait. A signal ends the wait early.
     *
     * @param timeoutNs at most; 0 or less returns at once.
     * @return number of members that are ready.
     * @throws NativeException if the kernel refuses.
     */
    public int poll(final long timeoutNs)
    {
        forgetResults();
        final long waitNs = Math.max(0, timeoutNs);
        timeout.putLong(TIMESPEC_SECONDS, waitNs / NANOS_OF_A_SECOND);
        timeout.putLong(TIMESPEC_NANOS, waitNs % NANOS_OF_A_SECOND);
        final int result = Syscalls.pollNanos(BufferUtil.address(descriptors), members.size(), timeoutAddress);
        if (INTERRUPTED == result)
        {
            forgetResults();
            return 0;
        }
        if (result < 0)
        {
            throw new NativeException("ppoll(" + members.size() + " descriptors)", -result);
        }
        return result;
    }

    /**
     * Whether the last {@link #poll} found something to read, or an error that reading will tell.
     *
     * @param member that was added.
     * @return true if so.
     */
    public boolean isReady(final Pollable member)
    {
        final int index = members.indexOf(member);
        return 0 <= index &&
            0 != descriptors.getShort(index * MessageHeader.POLL_SIZE + MessageHeader.POLL_RETURNED_EVENTS);
    }

    private void forgetResults()
    {
        for (int i = 0; i < members.size(); i++)
        {
            final int offset = i * MessageHeader.POLL_SIZE;
            descriptors.putInt(offset + MessageHeader.POLL_FD, members.get(i).fd().value());
            descriptors.putShort(offset + MessageHeader.POLL_EVENTS, (short)Syscalls.POLLIN);
            descriptors.putShort(offset + MessageHeader.POLL_RETURNED_EVENTS, (short)0);
        }
    }
}
