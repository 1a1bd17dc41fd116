/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numeric addresses; never asks a name server.
 */
final class Addresses
{
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern OCTET = Pattern.compile("[0-9]{1,3}");
    private static final int IPV4_LENGTH = 4;

    private Addresses()
    {
    }

    static Optional<InetAddress> parse(final String text)
    {
        try
        {
            if (IPV6.matcher(text).matches())
            {
                return Optional.of(InetAddress.getByName(text));
            }

            final Optional<byte[]> bytes = ipv4(text);
            return bytes.isPresent() ? Optional.of(InetAddress.getByAddress(bytes.get())) : Optional.empty();
        }
        catch (final UnknownHostException ex)
        {
            return Optional.empty();
        }
    }

    static boolean isIpv6(final InetAddress address)
    {
        return address instanceof Inet6Address;
    }

    static InetAddress unspecified(final boolean isIpv6)
    {
        return parse(isIpv6 ? "::" : "0.0.0.0").orElseThrow();
    }

    static Optional<byte[]> ipv4(final String text)
    {
        final String[] octets = DOT.split(text, -1);
        if (octets.length != IPV4_LENGTH)
        {
            return Optional.empty();
        }

        final byte[] bytes = new byte[IPV4_LENGTH];
        for (int i = 0; i < IPV4_LENGTH; i++)
        {
            if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 255)
            {
                return Optional.empty();
            }
            bytes[i] = (byte)Integer.parseInt(octets[i]);
        }

        return Optional.of(bytes);
    }
}
