/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.process;

/**
 * A measurement that cannot be made here; the message is for the person who started it.
 */
public final class MeasurementException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Why.
     *
     * @param message what failed, and what to do.
     * @param cause   may be null.
     */
    public MeasurementException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
