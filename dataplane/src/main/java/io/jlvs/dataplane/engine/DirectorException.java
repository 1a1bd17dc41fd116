/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

/**
 * The director cannot start or go on; the message tells the operator what, which object, which values, what to do.
 */
public final class DirectorException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private DirectorException(final String message, final boolean usage, final Throwable cause)
    {
        super(message, cause);
        this.usage = usage;
    }

    /**
     * Arguments that cannot work.
     *
     * @param message for the operator.
     * @return the exception.
     */
    public static DirectorException usage(final String message)
    {
        return new DirectorException(message, true, null);
    }

    /**
     * Something failed.
     *
     * @param message for the operator.
     * @param cause   or null.
     * @return the exception.
     */
    public static DirectorException failure(final String message, final Throwable cause)
    {
        return new DirectorException(message, false, cause);
    }

    /**
     * Whether the arguments were wrong.
     *
     * @return true for wrong arguments.
     */
    public boolean isUsage()
    {
        return usage;
    }
}
