/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_BYTE;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_SHORT;

/**
 * A {@link DestinationKey} in a message, little endian but for the address.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |    Family     | Reserved, zero|             Port              |
 *  +---------------+---------------+-------------------------------+
 *  |                        Reserved, zero                         |
 *  +---------------------------------------------------------------+
 *  |                      Address (16 bytes)                       |
 *  |                                                               |
 *  |                                                               |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class DestinationKeyDescriptor
{
    private static final int FAMILY_OFFSET = 0;
    private static final int RESERVED_1_OFFSET = FAMILY_OFFSET + SIZE_OF_BYTE;
    private static final int PORT_OFFSET = RESERVED_1_OFFSET + SIZE_OF_BYTE;
    private static final int RESERVED_2_OFFSET = PORT_OFFSET + SIZE_OF_SHORT;
    private static final int ADDRESS_OFFSET = RESERVED_2_OFFSET + SIZE_OF_INT;

    /** Length in a message. */
    static final int LENGTH = ADDRESS_OFFSET + AddressDescriptor.LENGTH;

    private DestinationKeyDescriptor()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final DestinationKey key)
    {
        buffer.putByte(offset + FAMILY_OFFSET, AddressDescriptor.family(key.address()));
        buffer.putByte(offset + RESERVED_1_OFFSET, (byte)0);
        buffer.putShort(offset + PORT_OFFSET, (short)key.port(), LITTLE_ENDIAN);
        buffer.putInt(offset + RESERVED_2_OFFSET, 0, LITTLE_ENDIAN);
        AddressDescriptor.put(buffer, offset + ADDRESS_OFFSET, key.address());
    }

    static DestinationKey get(final DirectBuffer buffer, final int offset)
    {
        return new DestinationKey(
            AddressDescriptor.get(buffer, offset + ADDRESS_OFFSET, buffer.getByte(offset + FAMILY_OFFSET)),
            Short.toUnsignedInt(buffer.getShort(offset + PORT_OFFSET, LITTLE_ENDIAN)));
    }
}
