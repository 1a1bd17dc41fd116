/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.MutableDirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * What every command and every event begins with, and all that some consist of (flush, zero all, get time-outs).
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 * All messages are little endian but for addresses. Their type stands in the header of the ring or broadcast record.
 * A flyweight owns no memory and belongs to one thread; lengths are checked by the adapters.
 */
public class MessageFlyweight
{
    /** Offset of the correlation id. */
    protected static final int CORRELATION_ID_OFFSET = 0;

    /** Length in bytes. */
    public static final int LENGTH = CORRELATION_ID_OFFSET + SIZE_OF_LONG;

    /** Of the message. */
    protected MutableDirectBuffer buffer;
    /** Of the message in its buffer. */
    protected int offset;

    /**
     * View a message.
     *
     * @param newBuffer that holds it.
     * @param newOffset at which it begins.
     */
    public final void wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
    }

    /**
     * Chosen by the client, repeated in all events that answer the command.
     *
     * @return correlation id.
     */
    public final long correlationId()
    {
        return buffer.getLong(offset + CORRELATION_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Set the correlation id.
     *
     * @param correlationId of the command.
     */
    public final void correlationId(final long correlationId)
    {
        buffer.putLong(offset + CORRELATION_ID_OFFSET, correlationId, LITTLE_ENDIAN);
    }
}
