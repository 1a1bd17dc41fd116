/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.concurrent.AtomicBuffer;

import java.nio.charset.StandardCharsets;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * What a director says of its forwarding, in {@code cnc.dat}: written by the conductor alone, read by any process.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  Word: version (56 bits, odd while it changes), state (8)     |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                    Length of the text in bytes                |
 *  +---------------------------------------------------------------+
 *  |                             Text                             ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class ForwardingCell
{
    private static final int WORD_OFFSET = 0;
    private static final int TEXT_LENGTH_OFFSET = WORD_OFFSET + SIZE_OF_LONG;
    private static final int TEXT_OFFSET = TEXT_LENGTH_OFFSET + SIZE_OF_INT;

    /** Length in bytes. */
    public static final int LENGTH = 256;
    /** Longest text in bytes; what is longer is cut. */
    public static final int MAX_TEXT_LENGTH = LENGTH - TEXT_OFFSET;

    private static final int VERSION_SHIFT = 8;
    private static final int STATE_MASK = 0xFF;
    private static final long ODD_VERSION = 1L << VERSION_SHIFT;
    private static final int MAX_READS = 1_000;

    private final AtomicBuffer buffer;

    /**
     * View the cell.
     *
     * @param buffer of {@link #LENGTH} bytes in a mapped {@code cnc.dat}.
     */
    public ForwardingCell(final AtomicBuffer buffer)
    {
        this.buffer = buffer;
    }

    /**
     * Say how forwarding goes. Conductor only.
     *
     * @param health of the director.
     */
    public void health(final ForwardingHealth health)
    {
        final long word = buffer.getLong(WORD_OFFSET);
        final byte[] bytes = health.text().getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(bytes.length, MAX_TEXT_LENGTH);

        // A reader that sees any of what follows sees the odd version too.
        buffer.putLongVolatile(WORD_OFFSET, word + ODD_VERSION);
        buffer.putInt(TEXT_LENGTH_OFFSET, length, LITTLE_ENDIAN);
        buffer.putBytes(TEXT_OFFSET, bytes, 0, length);
        // Pairs with the second look of the reader.
        buffer.putLongVolatile(
            WORD_OFFSET, ((word & ~(long)STATE_MASK) + 2 * ODD_VERSION) | health.state().ordinal());
    }

    /**
     * What the director says. Allocates nothing when it forwards.
     *
     * @return state and text.
     */
    public ForwardingHealth health()
    {
        for (int i = 0; i < MAX_READS; i++)
        {
            final long word = buffer.getLongVolatile(WORD_OFFSET);
            final ForwardingState state = ForwardingState.get((int)(word & STATE_MASK));
            if (0 != (word & ODD_VERSION))
            {
                Thread.onSpinWait();
            }
            else if (ForwardingState.FORWARDING == state)
            {
                return ForwardingHealth.FORWARDING;
            }
            else
            {
                final String text = text();
                if (word == buffer.getLongVolatile(WORD_OFFSET))
                {
                    return new ForwardingHealth(state, text);
                }
            }
        }

        // The conductor was stopped in the middle: whoever asks sees by its heartbeat that it is silent.
        return new ForwardingHealth(
            ForwardingState.get((int)(buffer.getLongVolatile(WORD_OFFSET) & STATE_MASK)), "");
    }

    private String text()
    {
        final int length = Math.max(0, Math.min(buffer.getInt(TEXT_LENGTH_OFFSET, LITTLE_ENDIAN), MAX_TEXT_LENGTH));
        final byte[] bytes = new byte[length];
        buffer.getBytes(TEXT_OFFSET, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
