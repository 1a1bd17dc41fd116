/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.ConnectionStore;
import io.jlvs.dataplane.table.Destination;
import org.agrona.ExpandableArrayBuffer;

/**
 * After a start: puts the recorded connections and templates back into the flow tables, and removes from the record
 * those whose time is over. Runs before workers and recorder start, so everything here has one thread.
 */
final class ConnectionRestorer
{
    private final ServiceRegistry registry;
    private final Connections connections;
    private final ExpandableArrayBuffer expired = new ExpandableArrayBuffer();
    private final ConnectionFlyweight copy = new ConnectionFlyweight();
    private int expiredCount;
    private int restoredCount;

    ConnectionRestorer(final ServiceRegistry registry, final Connections connections)
    {
        this.registry = registry;
        this.connections = connections;
    }

    /**
     * Restore all. Templates come first, because connections refer to them.
     *
     * @param store recovered.
     * @return number of connections and templates that are back.
     */
    int restore(final ConnectionStore store)
    {
        store.forEach((connection) -> restore(connection, true));
        store.forEach((connection) -> restore(connection, false));
        for (int i = 0; i < expiredCount; i++)
        {
            store.remove(copy.wrap(expired, i * ConnectionFlyweight.LENGTH));
        }

        return restoredCount;
    }

    private void restore(final ConnectionFlyweight connection, final boolean isTemplateTurn)
    {
        if (isTemplateTurn != connection.template())
        {
            return;
        }

        final Address client = new Address(connection.ipv6(), connection.clientHigh(), connection.clientLow());
        if (connections.isRecordExpired(connection))
        {
            expired.putBytes(
                expiredCount++ * ConnectionFlyweight.LENGTH,
                connection.buffer(),
                connection.offset(),
                ConnectionFlyweight.LENGTH);
            return;
        }

        final Address virtual = new Address(client.ipv6(), connection.virtualHigh(), connection.virtualLow());
        final Address server = new Address(connection.serverIpv6(), connection.serverHigh(), connection.serverLow());
        final Destination destination = registry.destinationForRestore(
            new ServiceKey(connection.protocol(), virtual.toInetAddress(), connection.virtualPort(), 0),
            new DestinationKey(server.toInetAddress(), connection.serverPort()),
            connection.forwardingCode());
        restoredCount += connections.restore(connection, destination) ? 1 : 0;
    }
}
