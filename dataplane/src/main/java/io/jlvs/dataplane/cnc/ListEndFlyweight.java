/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * Event behind the rows of a page.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |              Cursor of the next page, -1 = done               |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |               Version of the configuration                    |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class ListEndFlyweight extends MessageFlyweight
{
    private static final int NEXT_CURSOR_OFFSET = MessageFlyweight.LENGTH;
    private static final int CONFIGURATION_VERSION_OFFSET = NEXT_CURSOR_OFFSET + SIZE_OF_LONG;

    /** Length in bytes. */
    public static final int LENGTH = CONFIGURATION_VERSION_OFFSET + SIZE_OF_LONG;

    /** Cursor that says that there is no further page. */
    public static final long DONE = -1;

    /**
     * Where the next page begins.
     *
     * @return cursor, or {@link #DONE}.
     */
    public long nextCursor()
    {
        return buffer.getLong(offset + NEXT_CURSOR_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Set where the next page begins.
     *
     * @param nextCursor cursor, or {@link #DONE}.
     */
    public void nextCursor(final long nextCursor)
    {
        buffer.putLong(offset + NEXT_CURSOR_OFFSET, nextCursor, LITTLE_ENDIAN);
    }

    /**
     * Grows with each change: pages of different versions do not belong together.
     *
     * @return version of the configuration.
     */
    public long configurationVersion()
    {
        return buffer.getLong(offset + CONFIGURATION_VERSION_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Set the version.
     *
     * @param configurationVersion that the page shows.
     */
    public void configurationVersion(final long configurationVersion)
    {
        buffer.putLong(offset + CONFIGURATION_VERSION_OFFSET, configurationVersion, LITTLE_ENDIAN);
    }
}
