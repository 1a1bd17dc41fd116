/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;

/**
 * A {@link DestinationSpec} in a message, little endian.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Forwarding code                         |
 *  +---------------------------------------------------------------+
 *  |                            Weight                             |
 *  +---------------------------------------------------------------+
 *  |                       Upper threshold                         |
 *  +---------------------------------------------------------------+
 *  |                       Lower threshold                         |
 *  +---------------------------------------------------------------+
 *  |                         Tunnel type                           |
 *  +---------------------------------------------------------------+
 *  |                         Tunnel port                           |
 *  +---------------------------------------------------------------+
 *  |                         Tunnel flags                          |
 *  +---------------------------------------------------------------+
 *  |                        Reserved, zero                         |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class DestinationSpecDescriptor
{
    private static final int FORWARDING_CODE_OFFSET = 0;
    private static final int WEIGHT_OFFSET = FORWARDING_CODE_OFFSET + SIZE_OF_INT;
    private static final int UPPER_THRESHOLD_OFFSET = WEIGHT_OFFSET + SIZE_OF_INT;
    private static final int LOWER_THRESHOLD_OFFSET = UPPER_THRESHOLD_OFFSET + SIZE_OF_INT;
    private static final int TUNNEL_TYPE_OFFSET = LOWER_THRESHOLD_OFFSET + SIZE_OF_INT;
    private static final int TUNNEL_PORT_OFFSET = TUNNEL_TYPE_OFFSET + SIZE_OF_INT;
    private static final int TUNNEL_FLAGS_OFFSET = TUNNEL_PORT_OFFSET + SIZE_OF_INT;
    private static final int RESERVED_OFFSET = TUNNEL_FLAGS_OFFSET + SIZE_OF_INT;

    /** Length in a message. */
    static final int LENGTH = RESERVED_OFFSET + SIZE_OF_INT;

    private DestinationSpecDescriptor()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final DestinationSpec spec)
    {
        buffer.putInt(offset + FORWARDING_CODE_OFFSET, spec.forwardingCode(), LITTLE_ENDIAN);
        buffer.putInt(offset + WEIGHT_OFFSET, spec.weight(), LITTLE_ENDIAN);
        buffer.putInt(offset + UPPER_THRESHOLD_OFFSET, spec.upperThreshold(), LITTLE_ENDIAN);
        buffer.putInt(offset + LOWER_THRESHOLD_OFFSET, spec.lowerThreshold(), LITTLE_ENDIAN);
        buffer.putInt(offset + TUNNEL_TYPE_OFFSET, spec.tunnelType(), LITTLE_ENDIAN);
        buffer.putInt(offset + TUNNEL_PORT_OFFSET, spec.tunnelPort(), LITTLE_ENDIAN);
        buffer.putInt(offset + TUNNEL_FLAGS_OFFSET, spec.tunnelFlags(), LITTLE_ENDIAN);
        buffer.putInt(offset + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
    }

    static DestinationSpec get(final DirectBuffer buffer, final int offset)
    {
        return new DestinationSpec(
            buffer.getInt(offset + FORWARDING_CODE_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + WEIGHT_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + UPPER_THRESHOLD_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + LOWER_THRESHOLD_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + TUNNEL_TYPE_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + TUNNEL_PORT_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + TUNNEL_FLAGS_OFFSET, LITTLE_ENDIAN));
    }
}
