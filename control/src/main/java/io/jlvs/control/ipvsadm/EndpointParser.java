/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * Parses {@code HOST[:PORT]}: an IPv4 address in any form of inet_aton, an IPv6 address (in brackets if a port follows)
 * or a host name, which is looked up for IPv4 alone; the port a number or a service name. The result stays in the
 * fields of this object until the next call. Not thread safe.
 */
final class EndpointParser
{
    private static final int MAX_PORT = 65535;

    private final ServiceNames serviceNames;
    private final HostNames hostNames;
    private byte[] address;
    private int port;
    private boolean hasPort;

    /**
     * A parser with its name tables.
     *
     * @param serviceNames to look up ports.
     * @param hostNames    to look up hosts.
     */
    EndpointParser(final ServiceNames serviceNames, final HostNames hostNames)
    {
        this.serviceNames = serviceNames;
        this.hostNames = hostNames;
    }

    /**
     * Parse an address with or without a port.
     *
     * @param text     to parse.
     * @param protocol IANA number, for service names.
     * @return false if it is malformed or a name is not known.
     */
    boolean parse(final String text, final int protocol)
    {
        if (isNumber(text))
        {
            return false;
        }

        String host = text;
        String portText = null;
        if (text.startsWith("["))
        {
            final int end = text.indexOf(']');
            if (end < 0 || end + 1 >= text.length() || ':' != text.charAt(end + 1))
            {
                return false;
            }
            host = text.substring(1, end);
            portText = text.substring(end + 2);
        }

        address = AddressText.parseIpv6(host);
        if (null == address)
        {
            // ipvsadm looks for the port anew behind the last colon inside brackets: [10.0.0.1]:80 has no port.
            final int colon = host.lastIndexOf(':');
            portText = colon < 0 ? null : host.substring(colon + 1);
            address = ipv4(colon < 0 ? host : host.substring(0, colon));
        }

        hasPort = null != portText;
        port = hasPort ? port(portText, protocol) : 0;
        return null != address && port >= 0;
    }

    /**
     * IPv4 address of a number or name.
     *
     * @param text to parse.
     * @return null if it is none.
     */
    byte[] ipv4(final String text)
    {
        final byte[] number = AddressText.parseIpv4(text);
        return null == number ? hostNames.address(text) : number;
    }

    /**
     * The address that was parsed.
     *
     * @return 4 or 16 bytes.
     */
    byte[] address()
    {
        return address;
    }

    /**
     * The port that was parsed.
     *
     * @return 0 if there was none.
     */
    int port()
    {
        return port;
    }

    /**
     * Whether there was a port.
     *
     * @return also true for port 0.
     */
    boolean hasPort()
    {
        return hasPort;
    }

    private int port(final String text, final int protocol)
    {
        final long number = NumberText.parse(text, 0, MAX_PORT);
        return NumberText.INVALID == number ? serviceNames.port(text, protocol) : (int)number;
    }

    private static boolean isNumber(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if (text.charAt(i) < '0' || text.charAt(i) > '9')
            {
                return false;
            }
        }
        return true;
    }
}
