/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.agrona.BufferUtil;

/**
 * Real-time scheduling of a thread, sched(7): it runs before every ordinary thread.
 */
public final class ThreadScheduling
{
    private static final int CALLING_THREAD = 0;
    private static final int SCHED_RR = 2;
    /** Threads and processes that it starts are ordinary again. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;
    private static final int MIN_PRIORITY = 1;
    private static final int MAX_PRIORITY = 99;

    private ThreadScheduling()
    {
    }

    /**
     * Schedule the calling thread in turns with others of its priority (SCHED_RR); what it starts is ordinary again.
     *
     * @param priority 1, lowest, to 99.
     * @return why it could not be done, and nothing changed: it needs CAP_SYS_NICE or RLIMIT_RTPRIO, and a control
     *         group with real-time share where the kernel has such; empty if it was done.
     * @throws IllegalArgumentException if the priority is none.
     */
    public static Optional<String> roundRobin(final int priority)
    {
        return schedule(CALLING_THREAD, SCHED_RR | SCHED_RESET_ON_FORK, priority);
    }

    /**
     * Schedule another thread in turns with others of its priority, and those that it starts from now on.
     *
     * @param threadId of the kernel.
     * @param priority 1, lowest, to 99.
     * @return as {@link #roundRobin(int)}; also when there is no such thread any more.
     * @throws IllegalArgumentException if the priority is none.
     */
    public static Optional<String> roundRobin(final int threadId, final int priority)
    {
        return schedule(threadId, SCHED_RR, priority);
    }

    private static Optional<String> schedule(final int threadId, final int policy, final int priority)
    {
        if (priority < MIN_PRIORITY || MAX_PRIORITY < priority)
        {
            throw new IllegalArgumentException(
                "real-time priority is " + MIN_PRIORITY + " to " + MAX_PRIORITY + ", not " + priority);
        }
        final ByteBuffer parameter = Syscalls.nativeBuffer(Integer.BYTES).putInt(0, priority);
        final int result = LibC.CALLS.schedSetScheduler(threadId, policy, BufferUtil.address(parameter));
        if (0 == result)
        {
            return Optional.empty();
        }
        final int errno = Syscalls.errno();
        return Optional.of("sched_setscheduler(SCHED_RR, " + priority + "): " +
            Errno.name(errno) + " (" + Errno.text(errno) + ")");
    }
}
