/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Keys and settings for tests.
 */
final class Specs
{
    static final ServiceKey WEB = tcp("10.0.0.100", 80);
    static final DestinationKey RS1 = server("10.0.0.21", 80);
    static final DestinationKey RS2 = server("10.0.0.22", 80);
    static final ServiceSpec RR = scheduler("rr");
    static final DestinationSpec DIRECT = weight(1);

    private Specs()
    {
    }

    static ServiceKey tcp(final String address, final int port)
    {
        return new ServiceKey(IpProtocol.TCP, address(address), port, 0);
    }

    static ServiceKey udp(final String address, final int port)
    {
        return new ServiceKey(IpProtocol.UDP, address(address), port, 0);
    }

    static DestinationKey server(final String address, final int port)
    {
        return new DestinationKey(address(address), port);
    }

    static ServiceSpec scheduler(final String name)
    {
        return new ServiceSpec(name, 0, 0, -1, false, "");
    }

    static ServiceSpec persistent(final String name, final int seconds)
    {
        return new ServiceSpec(name, 0, seconds, -1, false, "");
    }

    static DestinationSpec weight(final int weight)
    {
        return new DestinationSpec(ForwardingCode.DIRECT_ROUTE, weight, 0, 0, 0, 0, 0);
    }

    static DestinationSpec forwarding(final int forwardingCode)
    {
        return new DestinationSpec(forwardingCode, 1, 0, 0, 0, 0, 0);
    }

    static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }
}
