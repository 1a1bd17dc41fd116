/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An IPv4 address of four numbers or an IPv6 address; never a name, and no short form such as 10.1.
 */
final class AddressConverter implements ITypeConverter<InetAddress>
{
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    @Override
    public InetAddress convert(final String text)
    {
        try
        {
            if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches())
            {
                return InetAddress.getByName(text);
            }
        }
        catch (final UnknownHostException ex)
        {
            throw new TypeConversionException("'" + text + "' is no IP address");
        }

        throw new TypeConversionException("'" + text + "' is no IP address");
    }
}
