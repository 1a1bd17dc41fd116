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
 * An address in the set of a lease.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                     Index of the interface                    |
 *  +---------------+---------------+-------------------------------+
 *  | Family (4, 6) | Prefix length |             unused            |
 *  +---------------+---------------+-------------------------------+
 *  |              Address (16 bytes, network order)               ...
 *  +---------------------------------------------------------------+
 *  |               Name of the interface (16 bytes)               ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class LeasedAddressDescriptor
{
    private static final int INTERFACE_INDEX_OFFSET = 0;
    private static final int FAMILY_OFFSET = INTERFACE_INDEX_OFFSET + SIZE_OF_INT;
    private static final int PREFIX_LENGTH_OFFSET = FAMILY_OFFSET + SIZE_OF_BYTE;
    private static final int ADDRESS_OFFSET = PREFIX_LENGTH_OFFSET + SIZE_OF_BYTE + SIZE_OF_SHORT;
    private static final int INTERFACE_NAME_OFFSET = ADDRESS_OFFSET + AddressDescriptor.LENGTH;

    /** Length in bytes. */
    static final int LENGTH = INTERFACE_NAME_OFFSET + NameDescriptor.LENGTH;

    private static final int BYTE_MASK = 0xFF;

    private LeasedAddressDescriptor()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final LeasedAddress address)
    {
        buffer.putInt(offset + INTERFACE_INDEX_OFFSET, address.interfaceIndex(), LITTLE_ENDIAN);
        buffer.putByte(offset + FAMILY_OFFSET, AddressDescriptor.family(address.address()));
        buffer.putByte(offset + PREFIX_LENGTH_OFFSET, (byte)address.prefixLength());
        AddressDescriptor.put(buffer, offset + ADDRESS_OFFSET, address.address());
        NameDescriptor.put(buffer, offset + INTERFACE_NAME_OFFSET, address.interfaceName());
    }

    static boolean isAddress(final DirectBuffer buffer, final int offset)
    {
        final byte family = buffer.getByte(offset + FAMILY_OFFSET);
        return AddressDescriptor.FAMILY_IPV4 == family || AddressDescriptor.FAMILY_IPV6 == family;
    }

    static LeasedAddress get(final DirectBuffer buffer, final int offset)
    {
        return new LeasedAddress(
            buffer.getInt(offset + INTERFACE_INDEX_OFFSET, LITTLE_ENDIAN),
            NameDescriptor.get(buffer, offset + INTERFACE_NAME_OFFSET),
            AddressDescriptor.get(buffer, offset + ADDRESS_OFFSET, buffer.getByte(offset + FAMILY_OFFSET)),
            buffer.getByte(offset + PREFIX_LENGTH_OFFSET) & BYTE_MASK);
    }
}
