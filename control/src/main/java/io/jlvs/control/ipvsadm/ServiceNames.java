/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.packet.IpProtocol;

import java.nio.file.Path;
import java.util.List;

/**
 * Names of ports, as getservbyname and getservbyport find them in /etc/services: the first line that fits. Reads the
 * file when it is first asked. Not thread safe.
 */
final class ServiceNames
{
    /** What {@link #port} returns for an unknown name. */
    static final int UNKNOWN = -1;

    private final Path file;
    private List<String[]> lines;

    /**
     * Names from a file.
     *
     * @param file in the form of /etc/services.
     */
    ServiceNames(final Path file)
    {
        this.file = file;
    }

    /**
     * Port of a named service.
     *
     * @param name     name or alias.
     * @param protocol IANA number.
     * @return the port, or {@link #UNKNOWN}.
     */
    int port(final String name, final int protocol)
    {
        final String protocolName = protocolName(protocol);
        if (null == protocolName)
        {
            return UNKNOWN;
        }

        for (final String[] line : lines())
        {
            if (isOf(line, protocolName) && names(line, name))
            {
                return NumberText.leading(line[1]);
            }
        }
        return UNKNOWN;
    }

    /**
     * Name of a port.
     *
     * @param port     0..65535.
     * @param protocol IANA number.
     * @return null when it has none.
     */
    String name(final int port, final int protocol)
    {
        final String protocolName = protocolName(protocol);
        if (null == protocolName)
        {
            return null;
        }

        for (final String[] line : lines())
        {
            if (isOf(line, protocolName) && NumberText.leading(line[1]) == port)
            {
                return line[0];
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

    private static boolean isOf(final String[] line, final String protocolName)
    {
        final int slash = line[1].indexOf('/');
        return slash > 0 && line[1].length() - slash - 1 == protocolName.length() && line[1].endsWith(protocolName);
    }

    private static boolean names(final String[] line, final String name)
    {
        for (int i = 0; i < line.length; i++)
        {
            if (1 != i && line[i].equals(name))
            {
                return true;
            }
        }
        return false;
    }

    private static String protocolName(final int protocol)
    {
        switch (protocol)
        {
            case IpProtocol.TCP:
                return "tcp";

            case IpProtocol.UDP:
                return "udp";

            case IpProtocol.SCTP:
                return "sctp";

            default:
                return null;
        }
    }
}
