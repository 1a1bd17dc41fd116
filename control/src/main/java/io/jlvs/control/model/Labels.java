/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.packet.IpProtocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Services and servers in the words of keepalived's log.
 */
public final class Labels
{
    private Labels()
    {
    }

    /**
     * A virtual service.
     *
     * @param key of the service.
     * @return {@code [10.0.0.100]:tcp:80} or {@code FWM 5}.
     */
    public static String service(final ServiceKey key)
    {
        return key.firewallMark() != 0 ?
            "FWM " + key.firewallMark() : endpoint(key.address(), key.protocol(), key.port());
    }

    /**
     * A real server.
     *
     * @param service to which it belongs.
     * @param key     of the server.
     * @return {@code [10.0.0.21]:tcp:80}.
     */
    public static String destination(final ServiceKey service, final DestinationKey key)
    {
        return endpoint(key.address(), service.protocol(), key.port());
    }

    /**
     * An address with protocol and port.
     *
     * @param address  to print.
     * @param protocol IANA number.
     * @param port     to print.
     * @return {@code [10.0.0.21]:tcp:80}.
     */
    public static String endpoint(final InetAddress address, final int protocol, final int port)
    {
        final String name = 0 == protocol ? "none" : IpProtocol.name(protocol).toLowerCase(Locale.ROOT);
        return "[" + text(address) + "]:" + name + ":" + port;
    }

    /**
     * An address without its scope; IPv6 by RFC 5952.
     *
     * @param address to print.
     * @return text.
     */
    public static String text(final InetAddress address)
    {
        return address instanceof Inet6Address ? ipv6(address.getAddress()) : address.getHostAddress();
    }

    private static String ipv6(final byte[] bytes)
    {
        final int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++)
        {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }

        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++)
        {
            int length = 0;
            while (i + length < groups.length && 0 == groups[i + length])
            {
                length++;
            }
            if (length > bestLength)
            {
                bestStart = i;
                bestLength = length;
            }
        }

        final StringBuilder builder = new StringBuilder();
        for (int i = 0; i < groups.length; i++)
        {
            if (i == bestStart)
            {
                builder.append("::");
                i += bestLength - 1;
            }
            else
            {
                if (builder.length() > 0 && builder.charAt(builder.length() - 1) != ':')
                {
                    builder.append(':');
                }
                builder.append(Integer.toHexString(groups[i]));
            }
        }

        return builder.toString();
    }
}
