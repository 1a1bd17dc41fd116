/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Position;

/**
 * A line has to be left out as a whole. Thrown and caught while one line is read.
 */
final class UnusableLineException extends Exception
{
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    UnusableLineException(final Position position, final String message)
    {
        super(message, null, false, false);
        this.position = position;
    }

    Position position()
    {
        return position;
    }
}
