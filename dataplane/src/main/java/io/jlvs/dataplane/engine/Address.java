/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address as the tables hold it.
 *
 * @param ipv6 family.
 * @param high high 64 bits, 0 for IPv4.
 * @param low  low 64 bits; IPv4 in the low 32.
 */
record Address(boolean ipv6, long high, long low)
{
    static Address of(final InetAddress address)
    {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ?
            new Address(true, bytes.getLong(), bytes.getLong()) :
            new Address(false, 0, bytes.getInt() & 0xFFFF_FFFFL);
    }

    InetAddress toInetAddress()
    {
        try
        {
            return InetAddress.getByAddress(ipv6 ?
                ByteBuffer.allocate(16).putLong(high).putLong(low).array() :
                ByteBuffer.allocate(4).putInt((int)low).array());
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("an address of 4 or 16 bytes is always valid", ex);
        }
    }
}
