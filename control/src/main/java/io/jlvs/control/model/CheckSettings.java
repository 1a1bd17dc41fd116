/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

/**
 * A health check of a real server. Two equal ones check the same, so that a reload lets a check go on that did not
 * change.
 */
public sealed interface CheckSettings permits TcpCheck, HttpGet
{
    /**
     * When to check and how often to try again.
     *
     * @return the timing.
     */
    CheckTiming timing();

    /**
     * Where to connect.
     *
     * @return the connection options.
     */
    ConnectOptions connect();

    /**
     * Whether the server counts as down until the first success.
     *
     * @return true with {@code alpha}.
     */
    boolean isAlpha();

    /**
     * Whether each failure is logged and not only the one that takes the server out.
     *
     * @return true with {@code log_all_failures}.
     */
    boolean isLoggingEveryFailure();
}
