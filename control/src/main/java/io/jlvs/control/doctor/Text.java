/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Addresses and MAC addresses as people write them.
 */
final class Text
{
    private static final int MAC_BYTES = 6;

    private Text()
    {
    }

    static String mac(final long mac)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = MAC_BYTES - 1; i >= 0; i--)
        {
            text.append(String.format("%02x", mac >> i * Byte.SIZE & 0xFF)).append(0 == i ? "" : ":");
        }

        return text.toString();
    }

    /**
     * An address; the longest row of zeros of an IPv6 address is left out (RFC 5952).
     *
     * @param address IPv4 or IPv6.
     * @return text without a zone.
     */
    static String address(final InetAddress address)
    {
        final String text = address.getHostAddress().replaceAll("%.*", "");
        if (!(address instanceof Inet6Address))
        {
            return text;
        }
        final String[] words = text.split(":");
        int start = 0;
        int length = 0;
        for (int i = 0; i < words.length; i++)
        {
            int end = i;
            while (end < words.length && "0".equals(words[end]))
            {
                end++;
            }
            if (end - i > length)
            {
                start = i;
                length = end - i;
            }
        }

        return length < 2 ? text :
            join(words, 0, start) + "::" + join(words, start + length, words.length);
    }

    static String addresses(final Collection<InetAddress> addresses)
    {
        return addresses.stream().map(Text::address).sorted().collect(Collectors.joining(", "));
    }

    private static String join(final String[] words, final int from, final int to)
    {
        return String.join(":", Arrays.copyOfRange(words, from, to));
    }
}
