/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

/**
 * Something in the lab did not do what it was asked to; the message says what, where, and what it said itself.
 */
public final class LabException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message what failed.
     */
    public LabException(final String message)
    {
        super(message);
    }

    /**
     * With a message and the cause.
     *
     * @param message what failed.
     * @param cause   why.
     */
    public LabException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
