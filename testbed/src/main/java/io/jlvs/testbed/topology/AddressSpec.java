/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

import java.util.Objects;

/**
 * An address on an interface.
 *
 * @param address   numeric IPv4 or IPv6 address.
 * @param prefix    length in bits.
 * @param preferred whether the kernel may choose it as the source of its own packets; only IPv6 knows the difference
 *                  (RFC 4862, section 5.5.4). A VIP must not become the source of a check or of a tunnel.
 */
public record AddressSpec(String address, int prefix, boolean preferred)
{
    /**
     * Check the values.
     *
     * @throws IllegalArgumentException when the prefix does not fit the address family.
     */
    public AddressSpec
    {
        Objects.requireNonNull(address, "address");
        final int limit = address.indexOf(':') >= 0 ? 128 : 32;
        if (prefix < 0 || prefix > limit)
        {
            throw new IllegalArgumentException("prefix length " + prefix + " of " + address + " is not 0.." + limit);
        }
    }

    /**
     * An address of the host itself.
     *
     * @param cidr such as "10.0.0.1/24".
     * @return the address.
     */
    public static AddressSpec host(final String cidr)
    {
        return parse(cidr, true);
    }

    /**
     * A virtual address: the same packets, but never chosen as a source.
     *
     * @param cidr such as "fd00::100/128".
     * @return the address.
     */
    public static AddressSpec virtual(final String cidr)
    {
        return parse(cidr, false);
    }

    /**
     * Address and prefix in one text.
     *
     * @return such as "10.0.0.1/24".
     */
    public String cidr()
    {
        return address + "/" + prefix;
    }

    /**
     * Family of the address.
     *
     * @return true for IPv6.
     */
    public boolean isIpv6()
    {
        return address.indexOf(':') >= 0;
    }

    private static AddressSpec parse(final String cidr, final boolean preferred)
    {
        final int slash = cidr.indexOf('/');
        if (slash < 0)
        {
            throw new IllegalArgumentException("no prefix length in address: " + cidr);
        }
        return new AddressSpec(cidr.substring(0, slash), Integer.parseInt(cidr.substring(slash + 1)), preferred);
    }
}
