/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

/**
 * How a run of a script ended.
 */
public sealed interface ScriptResult
{
    /**
     * Whether it counts as a success.
     *
     * @return true if it ended by itself with status 0.
     */
    default boolean isSuccess()
    {
        return this instanceof Exited exited && exited.status() == 0;
    }

    /**
     * It ended by itself.
     *
     * @param status 0..255.
     */
    record Exited(int status) implements ScriptResult
    {
    }

    /**
     * A signal ended it that did not come from here.
     *
     * @param signal number.
     */
    record Killed(int signal) implements ScriptResult
    {
    }

    /**
     * It was still running at the end of its time.
     */
    record TimedOut() implements ScriptResult
    {
    }

    /**
     * It could not be started.
     *
     * @param reason for the log.
     */
    record NotRun(String reason) implements ScriptResult
    {
    }
}
