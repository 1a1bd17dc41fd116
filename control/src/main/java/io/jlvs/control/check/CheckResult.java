/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

/**
 * Outcome of one check.
 *
 * @param isSuccess the server answered as expected.
 * @param what      the step that failed, in keepalived's words ("HTTP status code error to"); empty for a success.
 * @param reason    what was found and what was wanted; empty for a success.
 */
public record CheckResult(boolean isSuccess, String what, String reason)
{
    /** The server answered as expected. */
    public static final CheckResult SUCCESS = new CheckResult(true, "", "");

    /**
     * A failure.
     *
     * @param what   the step that failed, in keepalived's words.
     * @param reason what was found and what was wanted.
     * @return the outcome.
     */
    public static CheckResult failure(final String what, final String reason)
    {
        return new CheckResult(false, what, reason);
    }
}
