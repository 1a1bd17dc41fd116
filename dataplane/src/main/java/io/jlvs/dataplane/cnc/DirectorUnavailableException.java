/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * The director cannot be asked: not there, of another version, gone or not answering. The message is written for the
 * operator and says what to do.
 */
public final class DirectorUnavailableException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Why the director cannot be asked.
     */
    public enum Reason
    {
        /** No {@code cnc.dat}, or its director has ended. */
        NOT_RUNNING,
        /** The file belongs to a user whose files this process may not open. */
        NO_PERMISSION,
        /** Not a {@code cnc.dat}. */
        NOT_A_CNC_FILE,
        /** The file is of another version of jlvs. */
        OTHER_VERSION,
        /** The file is shorter than it says, or contradicts itself. */
        TRUNCATED,
        /** The process that wrote the file was killed. */
        STALE,
        /** The director did not answer in time. */
        NO_ANSWER
    }

    private final Reason reason;

    /**
     * With a message for the operator.
     *
     * @param reason  for programs.
     * @param message for people.
     */
    public DirectorUnavailableException(final Reason reason, final String message)
    {
        super(message);
        this.reason = reason;
    }

    /**
     * With a message for the operator.
     *
     * @param reason  for programs.
     * @param message for people.
     * @param cause   what the operating system said.
     */
    public DirectorUnavailableException(final Reason reason, final String message, final Throwable cause)
    {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return never null.
     */
    public Reason reason()
    {
        return reason;
    }
}
