/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Services of kernel IPVS as {@code /proc/net/ip_vs} lists them: addresses and ports in hexadecimal, IPv6 in brackets,
 * marks as {@code FWM 00000005}.
 */
final class KernelServices
{
    private static final Pattern IPV4 = Pattern.compile("^(TCP|UDP|SCTP) +([0-9A-F]{8}):([0-9A-F]{4}) .*");
    private static final Pattern IPV6 = Pattern.compile("^(TCP|UDP|SCTP) +\\[([0-9a-fA-F:]+)]:([0-9A-F]{4}) .*");
    private static final Pattern MARK = Pattern.compile("^FWM +([0-9A-F]{8}) .*");
    private static final int HEXADECIMAL = 16;

    private KernelServices()
    {
    }

    /**
     * A service in the words of this class.
     *
     * @param key of the service.
     * @return such as {@code TCP 10.0.0.100:80}, {@code TCP [fd00::100]:80} or {@code FWM 5}.
     */
    static String text(final ServiceKey key)
    {
        return 0 != key.firewallMark() ?
            "FWM " + key.firewallMark() :
            text(IpProtocol.name(key.protocol()), key.address(), key.port());
    }

    /**
     * Read a listing.
     *
     * @param lines of the file.
     * @return services, in the words of {@link #text}.
     */
    static Set<String> parse(final List<String> lines)
    {
        final Set<String> services = new LinkedHashSet<>();
        for (final String line : lines)
        {
            final Matcher mark = MARK.matcher(line);
            final Matcher ipv4 = IPV4.matcher(line);
            final Matcher ipv6 = IPV6.matcher(line);
            if (mark.matches())
            {
                services.add("FWM " + Long.parseLong(mark.group(1), HEXADECIMAL));
            }
            else if (ipv4.matches())
            {
                services.add(text(ipv4.group(1), ipv4(ipv4.group(2)), port(ipv4.group(3))));
            }
            else if (ipv6.matches())
            {
                services.add(text(ipv6.group(1), address(ipv6.group(2)), port(ipv6.group(3))));
            }
        }

        return services;
    }

    private static String text(final String protocol, final InetAddress address, final int port)
    {
        final String host = InetText.of(address);
        return protocol + ' ' + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }

    private static int port(final String digits)
    {
        return Integer.parseInt(digits, HEXADECIMAL);
    }

    private static InetAddress ipv4(final String digits)
    {
        final long bits = Long.parseLong(digits, HEXADECIMAL);
        return address((bits >> 24) + "." + (bits >> 16 & 0xFF) + "." + (bits >> 8 & 0xFF) + "." + (bits & 0xFF));
    }

    private static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("/proc/net/ip_vs has the address '" + text + "'", ex);
        }
    }
}
