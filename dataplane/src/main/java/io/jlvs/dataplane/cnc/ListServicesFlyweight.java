/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * Command that asks for a page of the listing.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                           Cursor                              |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                      Rows in the page                         |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class ListServicesFlyweight extends MessageFlyweight
{
    private static final int CURSOR_OFFSET = MessageFlyweight.LENGTH;
    private static final int MAX_ROWS_OFFSET = CURSOR_OFFSET + SIZE_OF_LONG;

    /** Length in bytes. */
    public static final int LENGTH = MAX_ROWS_OFFSET + SIZE_OF_INT;

    /** Most rows in a page: together less than half of what the broadcast holds, so that a page cannot lap itself. */
    public static final int MAX_PAGE_ROWS = 1024;

    /**
     * Where the page begins.
     *
     * @return 0 for the first page, else what the end event of the page before gave.
     */
    public long cursor()
    {
        return buffer.getLong(offset + CURSOR_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Set where the page begins.
     *
     * @param cursor 0 for the first page, else what the end event of the page before gave.
     */
    public void cursor(final long cursor)
    {
        buffer.putLong(offset + CURSOR_OFFSET, cursor, LITTLE_ENDIAN);
    }

    /**
     * Rows in the page, services and destinations together.
     *
     * @return 1..{@link #MAX_PAGE_ROWS}, whatever the client wrote.
     */
    public int maxRows()
    {
        return Math.max(1, Math.min(buffer.getInt(offset + MAX_ROWS_OFFSET, LITTLE_ENDIAN), MAX_PAGE_ROWS));
    }

    /**
     * Set the rows in the page.
     *
     * @param maxRows upper limit.
     */
    public void maxRows(final int maxRows)
    {
        buffer.putInt(offset + MAX_ROWS_OFFSET, maxRows, LITTLE_ENDIAN);
    }
}
