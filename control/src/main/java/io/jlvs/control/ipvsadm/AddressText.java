/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * Text that is an IP address, by the rules of the C library's inet_aton and inet_pton. Addresses are bytes in network
 * order, 4 or 16 of them.
 */
final class AddressText
{
    /** Length of an IPv4 address in bytes. */
    static final int IPV4_LENGTH = 4;
    /** Length of an IPv6 address in bytes. */
    static final int IPV6_LENGTH = 16;

    private static final String HEX = "0123456789abcdef";

    private AddressText()
    {
    }

    /**
     * Parse an IPv4 address as inet_aton does: one to four numbers, decimal, octal or hexadecimal, the last filling the
     * rest; anything may follow after white space.
     *
     * @param text to parse.
     * @return null if it is no address.
     */
    static byte[] parseIpv4(final String text)
    {
        final byte[] address = new byte[IPV4_LENGTH];
        int parts = 0;
        int i = 0;
        while (true)
        {
            final int start = i;
            final int radix = radixAt(text, start);
            i += 16 == radix ? 2 : 0;
            long value = 0;
            while (i < text.length() && Character.digit(text.charAt(i), radix) >= 0 && text.charAt(i) < 128)
            {
                value = Math.min(value * radix + Character.digit(text.charAt(i), radix), 1L << 32);
                i++;
            }
            if (i == start || value > 0xFFFFFFFFL)
            {
                return null;
            }

            if (i < text.length() && '.' == text.charAt(i))
            {
                if (parts == IPV4_LENGTH - 1 || value > 0xFF)
                {
                    return null;
                }
                address[parts++] = (byte)value;
                i++;
                continue;
            }

            if (i < text.length() && !NumberText.isSpace(text.charAt(i)) ||
                value > 0xFFFFFFFFL >>> (Byte.SIZE * parts))
            {
                return null;
            }
            for (int index = IPV4_LENGTH - 1; index >= parts; index--)
            {
                address[index] = (byte)value;
                value >>>= Byte.SIZE;
            }
            return address;
        }
    }

    /**
     * Parse an IPv4 address as inet_pton does: four decimal numbers without leading zeros and nothing else.
     *
     * @param text  that holds the address.
     * @param start where it begins; it goes to the end.
     * @return null if it is no address.
     */
    static byte[] parseDottedIpv4(final String text, final int start)
    {
        final byte[] address = new byte[IPV4_LENGTH];
        int i = start;
        for (int part = 0; part < IPV4_LENGTH; part++)
        {
            if (part > 0 && (i >= text.length() || '.' != text.charAt(i++)))
            {
                return null;
            }
            final int first = i;
            int value = 0;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - first < 3)
            {
                value = value * 10 + text.charAt(i) - '0';
                i++;
            }
            if (i == first || value > 0xFF || i - first > 1 && '0' == text.charAt(first))
            {
                return null;
            }
            address[part] = (byte)value;
        }
        return i == text.length() ? address : null;
    }

    /**
     * Parse an IPv6 address as inet_pton does: no zone, no prefix length.
     *
     * @param text to parse.
     * @return null if it is no address.
     */
    static byte[] parseIpv6(final String text)
    {
        final byte[] address = new byte[IPV6_LENGTH];
        int filled = 0;
        int gap = -1;
        int i = 0;
        if (text.startsWith("::"))
        {
            gap = 0;
            i = 2;
        }

        while (i < text.length())
        {
            final int start = i;
            int value = 0;
            while (i < text.length() && i - start < 5 && HEX.indexOf(lower(text.charAt(i))) >= 0)
            {
                value = value << 4 | HEX.indexOf(lower(text.charAt(i)));
                i++;
            }

            if (i < text.length() && '.' == text.charAt(i))
            {
                final byte[] last = parseDottedIpv4(text, start);
                if (null == last || filled > IPV6_LENGTH - IPV4_LENGTH)
                {
                    return null;
                }
                System.arraycopy(last, 0, address, filled, IPV4_LENGTH);
                filled += IPV4_LENGTH;
                i = text.length();
            }
            else
            {
                if (i == start || i - start > 4 || filled == IPV6_LENGTH)
                {
                    return null;
                }
                address[filled++] = (byte)(value >> Byte.SIZE);
                address[filled++] = (byte)value;

                if (i < text.length() && (':' != text.charAt(i) || ++i == text.length()))
                {
                    return null;
                }
                if (i < text.length() && ':' == text.charAt(i))
                {
                    if (gap >= 0)
                    {
                        return null;
                    }
                    gap = filled;
                    i++;
                }
            }
        }
        return spread(address, filled, gap);
    }

    private static int radixAt(final String text, final int start)
    {
        if (start + 1 >= text.length() || '0' != text.charAt(start))
        {
            return 10;
        }
        final boolean hex = 'x' == lower(text.charAt(start + 1)) && start + 2 < text.length() &&
            HEX.indexOf(lower(text.charAt(start + 2))) >= 0;
        return hex ? 16 : 8;
    }

    private static char lower(final char c)
    {
        return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }

    private static byte[] spread(final byte[] address, final int filled, final int gap)
    {
        if (gap < 0)
        {
            return IPV6_LENGTH == filled ? address : null;
        }
        if (IPV6_LENGTH == filled)
        {
            return null;
        }

        final byte[] whole = new byte[IPV6_LENGTH];
        System.arraycopy(address, 0, whole, 0, gap);
        System.arraycopy(address, gap, whole, IPV6_LENGTH - (filled - gap), filled - gap);
        return whole;
    }
}
