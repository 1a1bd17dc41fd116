/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.nio.charset.StandardCharsets;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;

/**
 * Event with the outcome of a command.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                        Response code                          |
 *  +---------------------------------------------------------------+
 *  |                     Length of the text                        |
 *  +---------------------------------------------------------------+
 *  |                         Text (UTF-8)                         ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class ResponseFlyweight extends MessageFlyweight
{
    private static final int CODE_OFFSET = MessageFlyweight.LENGTH;
    private static final int TEXT_LENGTH_OFFSET = CODE_OFFSET + SIZE_OF_INT;
    private static final int TEXT_OFFSET = TEXT_LENGTH_OFFSET + SIZE_OF_INT;

    /** Longest text in bytes; what is longer is cut. */
    public static final int MAX_TEXT_LENGTH = 1024;
    /** Length without the text. */
    public static final int MIN_LENGTH = TEXT_OFFSET;
    /** Length with the longest text. */
    public static final int MAX_LENGTH = TEXT_OFFSET + MAX_TEXT_LENGTH;

    /**
     * The outcome.
     *
     * @return response code.
     */
    public ResponseCode code()
    {
        return ResponseCode.get(buffer.getInt(offset + CODE_OFFSET, LITTLE_ENDIAN));
    }

    /**
     * Set the outcome.
     *
     * @param code response code.
     */
    public void code(final ResponseCode code)
    {
        buffer.putInt(offset + CODE_OFFSET, code.ordinal(), LITTLE_ENDIAN);
    }

    /**
     * For the operator.
     *
     * @return the text, often empty.
     */
    public String text()
    {
        final byte[] bytes = new byte[textLength()];
        buffer.getBytes(offset + TEXT_OFFSET, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Set the text for the operator.
     *
     * @param text of any length; what is too long is cut.
     */
    public void text(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(bytes.length, MAX_TEXT_LENGTH);
        buffer.putInt(offset + TEXT_LENGTH_OFFSET, length, LITTLE_ENDIAN);
        buffer.putBytes(offset + TEXT_OFFSET, bytes, 0, length);
    }

    /**
     * Length of the message with its text.
     *
     * @return length in bytes.
     */
    public int length()
    {
        return TEXT_OFFSET + textLength();
    }

    private int textLength()
    {
        final int length = buffer.getInt(offset + TEXT_LENGTH_OFFSET, LITTLE_ENDIAN);
        return Math.max(0, Math.min(length, MAX_TEXT_LENGTH));
    }
}
