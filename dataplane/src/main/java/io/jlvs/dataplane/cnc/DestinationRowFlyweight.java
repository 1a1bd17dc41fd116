/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * Event with a destination of a listing; it belongs to the service of the last service row.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                              Id                               |
 *  +-------------------------------------------------------------+-+
 *  |                        Reserved, zero                       |A|
 *  +-------------------------------------------------------------+-+
 *  |                 Destination's key (24 bytes)                 ...
 *  +---------------------------------------------------------------+
 *  |               Destination's settings (32 bytes)              ...
 *  +---------------------------------------------------------------+
 *  |           Connections: active, inactive, persistent           |
 *  |                       (8 bytes each)                         ...
 *  +---------------------------------------------------------------+
 *  |                      Traffic (40 bytes)                      ...
 *  +---------------------------------------------------------------+
 *
 *  A = available
 * </pre>
 */
public final class DestinationRowFlyweight extends MessageFlyweight
{
    private static final int ID_OFFSET = MessageFlyweight.LENGTH;
    private static final int FLAGS_OFFSET = ID_OFFSET + SIZE_OF_INT;
    private static final int KEY_OFFSET = FLAGS_OFFSET + SIZE_OF_INT;
    private static final int SPEC_OFFSET = KEY_OFFSET + DestinationKeyDescriptor.LENGTH;
    private static final int ACTIVE_OFFSET = SPEC_OFFSET + DestinationSpecDescriptor.LENGTH;
    private static final int INACTIVE_OFFSET = ACTIVE_OFFSET + SIZE_OF_LONG;
    private static final int PERSISTENT_OFFSET = INACTIVE_OFFSET + SIZE_OF_LONG;
    private static final int TRAFFIC_OFFSET = PERSISTENT_OFFSET + SIZE_OF_LONG;

    private static final int AVAILABLE_FLAG = 1;

    /** Length in bytes. */
    public static final int LENGTH = TRAFFIC_OFFSET + TrafficDescriptor.LENGTH;

    /**
     * The destination.
     *
     * @return a new record.
     */
    public DestinationRow row()
    {
        return new DestinationRow(
            buffer.getInt(offset + ID_OFFSET, LITTLE_ENDIAN),
            DestinationKeyDescriptor.get(buffer, offset + KEY_OFFSET),
            DestinationSpecDescriptor.get(buffer, offset + SPEC_OFFSET),
            0 != (buffer.getInt(offset + FLAGS_OFFSET, LITTLE_ENDIAN) & AVAILABLE_FLAG),
            buffer.getLong(offset + ACTIVE_OFFSET, LITTLE_ENDIAN),
            buffer.getLong(offset + INACTIVE_OFFSET, LITTLE_ENDIAN),
            buffer.getLong(offset + PERSISTENT_OFFSET, LITTLE_ENDIAN),
            TrafficDescriptor.get(buffer, offset + TRAFFIC_OFFSET));
    }

    /**
     * Set all but the correlation id.
     *
     * @param row the destination.
     */
    public void row(final DestinationRow row)
    {
        buffer.putInt(offset + ID_OFFSET, row.id(), LITTLE_ENDIAN);
        buffer.putInt(offset + FLAGS_OFFSET, row.available() ? AVAILABLE_FLAG : 0, LITTLE_ENDIAN);
        DestinationKeyDescriptor.put(buffer, offset + KEY_OFFSET, row.key());
        DestinationSpecDescriptor.put(buffer, offset + SPEC_OFFSET, row.spec());
        buffer.putLong(offset + ACTIVE_OFFSET, row.activeConnections(), LITTLE_ENDIAN);
        buffer.putLong(offset + INACTIVE_OFFSET, row.inactiveConnections(), LITTLE_ENDIAN);
        buffer.putLong(offset + PERSISTENT_OFFSET, row.persistentConnections(), LITTLE_ENDIAN);
        TrafficDescriptor.put(buffer, offset + TRAFFIC_OFFSET, row.traffic());
    }
}
