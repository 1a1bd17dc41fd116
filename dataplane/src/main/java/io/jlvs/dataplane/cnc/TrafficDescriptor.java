/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * A {@link TrafficRow} in a message: five 64-bit numbers, little endian, in the order of the record.
 */
final class TrafficDescriptor
{
    private static final int CONNECTIONS_OFFSET = 0;
    private static final int IN_PACKETS_OFFSET = CONNECTIONS_OFFSET + SIZE_OF_LONG;
    private static final int OUT_PACKETS_OFFSET = IN_PACKETS_OFFSET + SIZE_OF_LONG;
    private static final int IN_BYTES_OFFSET = OUT_PACKETS_OFFSET + SIZE_OF_LONG;
    private static final int OUT_BYTES_OFFSET = IN_BYTES_OFFSET + SIZE_OF_LONG;

    /** Length in a message. */
    static final int LENGTH = OUT_BYTES_OFFSET + SIZE_OF_LONG;

    private TrafficDescriptor()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final TrafficRow traffic)
    {
        buffer.putLong(offset + CONNECTIONS_OFFSET, traffic.connections(), LITTLE_ENDIAN);
        buffer.putLong(offset + IN_PACKETS_OFFSET, traffic.inPackets(), LITTLE_ENDIAN);
        buffer.putLong(offset + OUT_PACKETS_OFFSET, traffic.outPackets(), LITTLE_ENDIAN);
        buffer.putLong(offset + IN_BYTES_OFFSET, traffic.inBytes(), LITTLE_ENDIAN);
        buffer.putLong(offset + OUT_BYTES_OFFSET, traffic.outBytes(), LITTLE_ENDIAN);
    }

    static TrafficRow get(final DirectBuffer buffer, final int offset)
    {
        return new TrafficRow(
            buffer.getLong(offset + CONNECTIONS_OFFSET, LITTLE_ENDIAN),
            buffer.getLong(offset + IN_PACKETS_OFFSET, LITTLE_ENDIAN),
            buffer.getLong(offset + OUT_PACKETS_OFFSET, LITTLE_ENDIAN),
            buffer.getLong(offset + IN_BYTES_OFFSET, LITTLE_ENDIAN),
            buffer.getLong(offset + OUT_BYTES_OFFSET, LITTLE_ENDIAN));
    }
}
