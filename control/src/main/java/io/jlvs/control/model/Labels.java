/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.text.InetText;

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
        return "[" + InetText.of(address) + "]:" + name + ":" + port;
    }
}
