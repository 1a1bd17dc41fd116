/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

/**
 * A real server could not be set up or taken down. The message is for the operator: what, which object, what to do.
 */
public final class RealServerException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * With a message for the operator.
     *
     * @param message what failed and what to do.
     */
    public RealServerException(final String message)
    {
        super(message);
    }

    /**
     * With a message for the operator.
     *
     * @param message what failed and what to do.
     * @param cause   what the operating system said.
     */
    public RealServerException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
