/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.util.List;

/**
 * What a command did.
 *
 * @param command that ran.
 * @param pid     process id that it had.
 * @param exit    status, or 128 plus the signal that ended it.
 * @param out     standard output.
 * @param err     standard error.
 */
public record CommandResult(List<String> command, long pid, int exit, String out, String err)
{
    /**
     * This result, if the command succeeded.
     *
     * @return this.
     * @throws LabException otherwise.
     */
    public CommandResult orThrow()
    {
        if (exit != 0)
        {
            throw new LabException(toString());
        }
        return this;
    }

    /**
     * Command, exit status and both outputs, for messages.
     *
     * @return several lines.
     */
    @Override
    public String toString()
    {
        return "command: " + String.join(" ", command) + "\nexit status: " + exit +
            (out.isEmpty() ? "" : "\nstdout:\n" + out.stripTrailing()) +
            (err.isEmpty() ? "" : "\nstderr:\n" + err.stripTrailing());
    }
}
