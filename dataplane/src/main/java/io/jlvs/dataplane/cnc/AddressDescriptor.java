/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address in a message: the family in a byte of its own, elsewhere, and 16 bytes in network order, of which IPv4
 * uses the first four.
 */
final class AddressDescriptor
{
    /** Length of the address without its family. */
    static final int LENGTH = 16;

    /** Family byte of IPv4. */
    static final byte FAMILY_IPV4 = 4;
    /** Family byte of IPv6. */
    static final byte FAMILY_IPV6 = 6;

    private static final int IPV4_LENGTH = 4;

    private AddressDescriptor()
    {
    }

    static byte family(final InetAddress address)
    {
        return address instanceof Inet4Address ? FAMILY_IPV4 : FAMILY_IPV6;
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final InetAddress address)
    {
        final byte[] bytes = address.getAddress();
        buffer.setMemory(offset, LENGTH, (byte)0);
        buffer.putBytes(offset, bytes);
    }

    static InetAddress get(final DirectBuffer buffer, final int offset, final byte family)
    {
        final byte[] bytes = new byte[FAMILY_IPV4 == family ? IPV4_LENGTH : LENGTH];
        buffer.getBytes(offset, bytes);

        try
        {
            switch (family)
            {
                case FAMILY_IPV4:
                    return InetAddress.getByAddress(bytes);

                case FAMILY_IPV6:
                    // Not InetAddress.getByAddress: it turns ::ffff:a.b.c.d into an IPv4 address.
                    return Inet6Address.getByAddress(null, bytes, -1);

                default:
                    throw new IllegalArgumentException("address family " + family + " is neither 4 nor 6");
            }
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("address of " + bytes.length + " bytes", ex);
        }
    }
}
