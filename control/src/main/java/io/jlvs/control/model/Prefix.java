/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An address with the length of its network.
 *
 * @param address      numeric.
 * @param length       in bits; that of the whole address if none was written.
 * @param isWellFormed false if what stands behind the slash is no length for this family.
 */
record Prefix(InetAddress address, int length, boolean isWellFormed)
{
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    static Optional<Prefix> parse(final String text)
    {
        final int slash = text.indexOf('/');
        final Optional<InetAddress> address = Addresses.parse(slash < 0 ? text : text.substring(0, slash));

        return address.map((found) -> of(found, slash < 0 ? "" : text.substring(slash + 1), slash < 0));
    }

    private static Prefix of(final InetAddress address, final String length, final boolean isWhole)
    {
        final int bits = bits(address);
        final OptionalLong number = Numbers.parse(length);
        final boolean isGiven = number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= bits;

        return new Prefix(address, isGiven ? (int)number.getAsLong() : bits, isWhole || isGiven);
    }

    static int bits(final InetAddress address)
    {
        return Addresses.isIpv6(address) ? IPV6_BITS : IPV4_BITS;
    }

    boolean isIpv6()
    {
        return Addresses.isIpv6(address);
    }

    boolean isWhole()
    {
        return length == bits(address);
    }
}
