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
 * A {@link ServiceKey} in a message, little endian but for the address.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |   Protocol    |    Family     |             Port              |
 *  +---------------+---------------+-------------------------------+
 *  |                        Firewall mark                          |
 *  +---------------------------------------------------------------+
 *  |                      Address (16 bytes)                       |
 *  |                                                               |
 *  |                                                               |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class ServiceKeyDescriptor
{
    private static final int PROTOCOL_OFFSET = 0;
    private static final int FAMILY_OFFSET = PROTOCOL_OFFSET + SIZE_OF_BYTE;
    private static final int PORT_OFFSET = FAMILY_OFFSET + SIZE_OF_BYTE;
    private static final int FIREWALL_MARK_OFFSET = PORT_OFFSET + SIZE_OF_SHORT;
    private static final int ADDRESS_OFFSET = FIREWALL_MARK_OFFSET + SIZE_OF_INT;

    /** Length in a message. */
    static final int LENGTH = ADDRESS_OFFSET + AddressDescriptor.LENGTH;

    private ServiceKeyDescriptor()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final ServiceKey key)
    {
        buffer.putByte(offset + PROTOCOL_OFFSET, (byte)key.protocol());
        buffer.putByte(offset + FAMILY_OFFSET, AddressDescriptor.family(key.address()));
        buffer.putShort(offset + PORT_OFFSET, (short)key.port(), LITTLE_ENDIAN);
        buffer.putInt(offset + FIREWALL_MARK_OFFSET, (int)key.firewallMark(), LITTLE_ENDIAN);
        AddressDescriptor.put(buffer, offset + ADDRESS_OFFSET, key.address());
    }

    static ServiceKey get(final DirectBuffer buffer, final int offset)
    {
        return new ServiceKey(
            Byte.toUnsignedInt(buffer.getByte(offset + PROTOCOL_OFFSET)),
            AddressDescriptor.get(buffer, offset + ADDRESS_OFFSET, buffer.getByte(offset + FAMILY_OFFSET)),
            Short.toUnsignedInt(buffer.getShort(offset + PORT_OFFSET, LITTLE_ENDIAN)),
            Integer.toUnsignedLong(buffer.getInt(offset + FIREWALL_MARK_OFFSET, LITTLE_ENDIAN)));
    }
}
