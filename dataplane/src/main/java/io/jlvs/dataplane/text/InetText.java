/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.text;

import java.net.InetAddress;

/**
 * IP addresses as inet_ntop(3) writes them, which is also how {@code ip}, ipvsadm and keepalived show them (RFC 5952).
 */
public final class InetText
{
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int IPV6_GROUPS = 8;
    private static final String HEX = "0123456789abcdef";

    private InetText()
    {
    }

    /**
     * An address without its zone.
     *
     * @param address IPv4 or IPv6.
     * @return text.
     */
    public static String of(final InetAddress address)
    {
        final StringBuilder text = new StringBuilder();
        append(text, address.getAddress());

        return text.toString();
    }

    /**
     * Append an address of four bytes as dotted decimal numbers, one of sixteen in groups: the longest run of at least
     * two zero groups shortened, IPv4 in IPv6 with dots.
     *
     * @param text    to append to.
     * @param address 4 or 16 bytes in network order.
     */
    public static void append(final StringBuilder text, final byte[] address)
    {
        if (IPV4_LENGTH == address.length)
        {
            appendIpv4(text, address, 0);
        }
        else
        {
            appendIpv6(text, address);
        }
    }

    private static void appendIpv4(final StringBuilder text, final byte[] address, final int offset)
    {
        for (int i = 0; i < IPV4_LENGTH; i++)
        {
            if (i > 0)
            {
                text.append('.');
            }
            text.append(address[offset + i] & 0xFF);
        }
    }

    private static void appendIpv6(final StringBuilder text, final byte[] address)
    {
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < IPV6_GROUPS; i++)
        {
            int end = i;
            while (end < IPV6_GROUPS && 0 == group(address, end))
            {
                end++;
            }
            if (end - i > gapLength)
            {
                gap = i;
                gapLength = end - i;
            }
            i = Math.max(i, end - 1);
        }

        final boolean dotted = 0 == gap && (6 == gapLength || 5 == gapLength && 0xFFFF == group(address, 5));
        final int groups = dotted ? 6 : IPV6_GROUPS;
        for (int i = 0; i < groups; i++)
        {
            if (i == gap)
            {
                text.append("::");
                i += gapLength - 1;
            }
            else
            {
                if (i > 0 && (gap < 0 || i != gap + gapLength))
                {
                    text.append(':');
                }
                appendHex(text, group(address, i));
            }
        }
        if (dotted)
        {
            if (5 == gapLength)
            {
                text.append(':');
            }
            appendIpv4(text, address, IPV6_LENGTH - IPV4_LENGTH);
        }
    }

    private static int group(final byte[] address, final int index)
    {
        return (address[2 * index] & 0xFF) << Byte.SIZE | address[2 * index + 1] & 0xFF;
    }

    private static void appendHex(final StringBuilder text, final int value)
    {
        boolean leading = true;
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            final int digit = value >> shift & 0xF;
            leading &= 0 == digit && shift > 0;
            if (!leading)
            {
                text.append(HEX.charAt(digit));
            }
        }
    }
}
