/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import io.jlvs.dataplane.linux.NativeException;

/**
 * What became of a command. Immutable.
 *
 * @param command that was given.
 * @param errno   0 if the kernel did it, else the positive error number.
 */
public record NetlinkOutcome(NetlinkCommand command, int errno)
{
    /**
     * Whether the kernel changed something.
     *
     * @return false if there was nothing to do, or it failed.
     */
    public boolean isDone()
    {
        return 0 == errno;
    }

    /**
     * Whether the kernel refused, and things are not as the command wants them.
     *
     * @return false for {@link NetlinkCommand#isNothingToDo}.
     */
    public boolean isFailure()
    {
        return 0 != errno && !command.isNothingToDo(errno);
    }

    /**
     * As an exception that names call, object and error.
     *
     * @return for a failure only.
     */
    public NativeException exception()
    {
        return new NativeException("netlink " + command, errno);
    }
}
