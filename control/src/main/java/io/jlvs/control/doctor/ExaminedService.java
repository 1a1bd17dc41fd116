/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.table.ForwardingCode;

import java.net.InetAddress;
import java.util.List;

/**
 * A service and the servers behind it.
 *
 * @param key     identity.
 * @param servers behind it.
 */
public record ExaminedService(ServiceKey key, List<Server> servers)
{
    /**
     * A real server of the service.
     *
     * @param address        of the server.
     * @param forwardingCode a {@link ForwardingCode}.
     */
    public record Server(InetAddress address, int forwardingCode)
    {
        boolean isTunnelled()
        {
            return ForwardingCode.TUNNEL == forwardingCode;
        }

        boolean isDirectlyRouted()
        {
            return ForwardingCode.DIRECT_ROUTE == forwardingCode;
        }
    }

    /**
     * Keep an immutable copy.
     */
    public ExaminedService
    {
        servers = List.copyOf(servers);
    }
}
