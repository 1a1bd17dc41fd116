/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;


import io.jlvs.dataplane.text.InetText;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of hosts, as gethostbyname (IPv4 only) and gethostbyaddr find them: in /etc/hosts first, then through the
 * system's resolver. Answers are kept for the life of the command. Not thread safe.
 */
final class HostNames
{
    private static final int MAPPED_PREFIX_LENGTH = AddressText.IPV6_LENGTH - AddressText.IPV4_LENGTH;

    private final Path file;
    private final boolean resolver;
    private final Map<String, String> known = new HashMap<>();
    private List<String[]> lines;

    /**
     * Names from a file and the resolver.
     *
     * @param file     in the form of /etc/hosts.
     * @param resolver whether to ask the resolver for what is not in the file.
     */
    HostNames(final Path file, final boolean resolver)
    {
        this.file = file;
        this.resolver = resolver;
    }

    /**
     * IPv4 address of a host.
     *
     * @param name of the host; a mere number or a malformed address is none.
     * @return null when it has none.
     */
    byte[] address(final String name)
    {
        if (!isName(name))
        {
            return null;
        }

        for (final String[] line : lines())
        {
            final byte[] address = ipv4Of(line[0]);
            for (int i = 1; null != address && i < line.length; i++)
            {
                if (line[i].equalsIgnoreCase(name))
                {
                    return address;
                }
            }
        }
        return resolver ? resolve(name) : null;
    }

    /**
     * Name of a host.
     *
     * @param address 4 or 16 bytes.
     * @return null when it has none.
     */
    String name(final byte[] address)
    {
        final StringBuilder text = new StringBuilder();
        InetText.append(text, address);
        final String key = text.toString();
        if (!known.containsKey(key))
        {
            known.put(key, lookUp(address, key));
        }
        return known.get(key);
    }

    private String lookUp(final byte[] address, final String text)
    {
        for (final String[] line : lines())
        {
            final byte[] listed = AddressText.IPV4_LENGTH == address.length ?
                ipv4Of(line[0]) : AddressText.parseIpv6(line[0]);
            if (null != listed && Arrays.equals(listed, address))
            {
                return line[1];
            }
        }

        if (resolver)
        {
            try
            {
                final InetAddress host = InetAddress.getByAddress(address);
                final String name = host.getHostName();
                return name.equals(host.getHostAddress()) || name.equals(text) ? null : name;
            }
            catch (final UnknownHostException ex)
            {
                return null;
            }
        }
        return null;
    }

    private List<String[]> lines()
    {
        if (null == lines)
        {
            lines = NameFile.read(file);
        }
        return lines;
    }

    /** The C library serves the IPv6 loopback and IPv4-mapped addresses of /etc/hosts to who asks for IPv4. */
    private static byte[] ipv4Of(final String text)
    {
        final byte[] ipv6 = AddressText.parseIpv6(text);
        if (null == ipv6)
        {
            return AddressText.parseDottedIpv4(text, 0);
        }

        for (int i = 0; i < MAPPED_PREFIX_LENGTH - 2; i++)
        {
            if (0 != ipv6[i])
            {
                return null;
            }
        }
        if (-1 == ipv6[MAPPED_PREFIX_LENGTH - 2] && -1 == ipv6[MAPPED_PREFIX_LENGTH - 1])
        {
            return Arrays.copyOfRange(ipv6, MAPPED_PREFIX_LENGTH, AddressText.IPV6_LENGTH);
        }
        final boolean loopback = 0 == ipv6[10] && 0 == ipv6[11] && 0 == ipv6[12] && 0 == ipv6[13] &&
            0 == ipv6[14] && 1 == ipv6[15];
        return loopback ? new byte[]{127, 0, 0, 1} : null;
    }

    private static boolean isName(final String name)
    {
        boolean number = true;
        for (int i = 0; i < name.length(); i++)
        {
            final char c = name.charAt(i);
            final boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || '-' == c || '_' == c;
            final boolean digit = c >= '0' && c <= '9' || '.' == c;
            if (!letter && !digit)
            {
                return false;
            }
            number &= digit;
        }
        return !number;
    }

    private static byte[] resolve(final String name)
    {
        try
        {
            for (final InetAddress address : InetAddress.getAllByName(name))
            {
                if (address instanceof Inet4Address)
                {
                    return address.getAddress();
                }
            }
        }
        catch (final UnknownHostException ex)
        {
            return null;
        }
        return null;
    }
}
