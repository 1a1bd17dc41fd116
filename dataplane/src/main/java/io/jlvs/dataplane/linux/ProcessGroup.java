/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Signals to a process and all that it has started, see kill(2) and setpgid(2).
 */
public final class ProcessGroup
{
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;

    private ProcessGroup()
    {
    }

    /**
     * Send a signal to every process of a group.
     *
     * @param leader process id of the group's first process, more than 1.
     * @param signal SIG*.
     * @return false if the group has no process left, or belongs to somebody else.
     */
    public static boolean signal(final long leader, final int signal)
    {
        if (leader <= 1 || Integer.MAX_VALUE < leader)
        {
            throw new IllegalArgumentException("process group " + leader);
        }
        return 0 == LibC.CALLS.kill((int)-leader, signal);
    }
}
