/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * The part of a CPU that a thread gets beside others: nice(2), which on Linux belongs to a thread, see sched(7).
 */
public final class ThreadNiceness
{
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private ThreadNiceness()
    {
    }

    /**
     * Set that of the calling thread. Threads that it starts begin with the same.
     *
     * @param niceness -20, most of the CPU, to 19, least; each step is a factor of 1.25.
     * @return false if that is not permitted: a value below the current one needs CAP_SYS_NICE.
     */
    public static boolean set(final int niceness)
    {
        return set(CALLING_THREAD, niceness);
    }

    /**
     * Set that of another thread, and of those that it starts from now on.
     *
     * @param threadId of the kernel.
     * @param niceness -20, most of the CPU, to 19, least.
     * @return false if that is not permitted, or if there is no such thread any more.
     */
    public static boolean set(final int threadId, final int niceness)
    {
        return 0 == LibC.CALLS.setpriority(PRIO_PROCESS, threadId, niceness);
    }
}
