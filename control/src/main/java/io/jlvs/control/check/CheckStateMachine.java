/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.HttpGet;
import io.jlvs.control.model.TcpCheck;

/**
 * The states of one check: outcomes in, log lines, transition and delay out. No clock, no sockets. Single-threaded.
 */
public interface CheckStateMachine
{
    /**
     * Machine for a kind of check.
     *
     * @param settings of the check.
     * @param label    of the place it connects to, for the log.
     * @param isUp     how the server counts until the first outcome.
     * @return the machine.
     */
    static CheckStateMachine create(final CheckSettings settings, final String label, final boolean isUp)
    {
        return settings instanceof HttpGet httpGet ?
            new HttpCheckStateMachine(httpGet, label, isUp) :
            new TcpCheckStateMachine((TcpCheck)settings, label, isUp);
    }

    /**
     * The check passed or failed.
     *
     * @param result outcome.
     * @return what follows.
     */
    CheckStep onResult(CheckResult result);

    /**
     * Whether the server counts as up for this check.
     *
     * @return true if so.
     */
    boolean isUp();

    /**
     * Which URL the next check must ask for.
     *
     * @return index, 0 where there are no URLs.
     */
    int urlIndex();
}
