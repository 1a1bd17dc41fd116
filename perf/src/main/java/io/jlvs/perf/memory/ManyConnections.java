/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.memory;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.ForwardingCode;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Established TCP connections of many IPv4 clients to one service, one after the other in a flyweight.
 */
final class ManyConnections
{
    private static final long FIRST_CLIENT = 0x0A57_0100L;
    private static final long VIRTUAL_ADDRESS = 0x0A59_0001L;
    private static final long SERVER_ADDRESS = 0x0A58_0002L;
    private static final int PORT = 80;
    private static final int CONNECTIONS_PER_CLIENT = 100;
    private static final int FIRST_PORT = 32_768;

    private final ConnectionFlyweight connection = new ConnectionFlyweight().wrap(
        new UnsafeBuffer(ByteBuffer.allocateDirect(ConnectionFlyweight.LENGTH)), 0);

    /**
     * Connection by number.
     *
     * @param number        0 and up.
     * @param lastSeenTicks in its record.
     * @return the same object each time.
     */
    ConnectionFlyweight get(final int number, final int lastSeenTicks)
    {
        return connection
            .key(
                false,
                IpProtocol.TCP,
                false,
                0,
                FIRST_CLIENT + number / CONNECTIONS_PER_CLIENT,
                FIRST_PORT + number % CONNECTIONS_PER_CLIENT,
                0,
                VIRTUAL_ADDRESS,
                PORT)
            .value(
                false,
                0,
                SERVER_ADDRESS,
                PORT,
                ForwardingCode.DIRECT_ROUTE,
                ConnectionState.ESTABLISHED,
                ForwardingCode.DIRECT_ROUTE,
                lastSeenTicks,
                0);
    }
}
