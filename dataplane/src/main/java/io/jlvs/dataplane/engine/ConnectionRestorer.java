/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.ConnectionStore;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.FlowEntry;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableReader;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HashMap;
import java.util.Map;

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
    private final ConnectionFlyweight found =
        new ConnectionFlyweight().wrap(new UnsafeBuffer(new byte[ConnectionFlyweight.LENGTH]), 0);
    private final Map<Integer, Destination> predecessorDestinations = new HashMap<>();
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

    /**
     * Restore what a killed director left in memory, which is newer than the record; the record comes after.
     *
     * @param predecessor of the offload.
     */
    void restore(final FlowOffload.Predecessor predecessor)
    {
        for (final boolean isTemplateTurn : new boolean[] {true, false})
        {
            for (final UnsafeBuffer region : predecessor.flows())
            {
                try (FlowTableReader reader = new FlowTableReader(region, "of the director before"))
                {
                    reader.forEach((entry) -> restore(entry, predecessor, isTemplateTurn));
                }
            }
        }
    }

    /**
     * Go on counting where the predecessor stopped. It forwards, and counts, until it is replaced.
     *
     * @param predecessor of the offload, replaced by now.
     * @param counterLine to add to.
     */
    void takeCounts(final FlowOffload.Predecessor predecessor, final int counterLine)
    {
        predecessorDestinations.forEach((id, destination) ->
        {
            count(destination.counters(), counterLine, predecessor, id);
            count(destination.serviceCounters(), counterLine, predecessor, id);
        });
    }

    private void restore(
        final FlowEntry entry, final FlowOffload.Predecessor predecessor, final boolean isTemplateTurn)
    {
        if (entry.retired())
        {
            return;
        }

        final int id = entry.destinationId();
        final Destination destination = restore(fill(entry, predecessor.destinations()), isTemplateTurn);
        if (null != destination)
        {
            predecessorDestinations.put(id, destination);
        }
    }

    private static void count(
        final TrafficCounters counters,
        final int line,
        final FlowOffload.Predecessor predecessor,
        final int destinationId)
    {
        counters.add(line, TrafficCounters.IN_PACKETS, predecessor.packets(destinationId));
        counters.add(line, TrafficCounters.IN_BYTES, predecessor.bytes(destinationId));
        counters.add(line, TrafficCounters.CONNECTIONS, predecessor.connections(destinationId));
    }

    private ConnectionFlyweight fill(final FlowEntry entry, final DestinationCells destinations)
    {
        final int id = Math.min(entry.destinationId(), destinations.capacity() - 1);
        return found.key(
            entry.ipv6(),
            entry.protocol(),
            entry.template(),
            entry.sourceHigh(),
            entry.sourceLow(),
            entry.sourcePort(),
            entry.destinationHigh(),
            entry.destinationLow(),
            entry.destinationPort()).value(
            destinations.ipv6(id),
            destinations.serverHigh(id),
            destinations.serverLow(id),
            destinations.port(id),
            entry.flags() & FlowTable.FORWARDING_MASK,
            entry.state(),
            entry.flags(),
            entry.lastSeenTicks(),
            entry.template() ? entry.link() : 0);
    }

    private Destination restore(final ConnectionFlyweight connection, final boolean isTemplateTurn)
    {
        if (isTemplateTurn != connection.template())
        {
            return null;
        }

        final Address client = new Address(connection.ipv6(), connection.clientHigh(), connection.clientLow());
        if (connections.isRecordExpired(connection))
        {
            expired.putBytes(
                expiredCount++ * ConnectionFlyweight.LENGTH,
                connection.buffer(),
                connection.offset(),
                ConnectionFlyweight.LENGTH);
            return null;
        }
        if (connections.contains(connection))
        {
            return null;
        }

        final Address virtual = new Address(client.ipv6(), connection.virtualHigh(), connection.virtualLow());
        final Address server = new Address(connection.serverIpv6(), connection.serverHigh(), connection.serverLow());
        final Destination destination = registry.destinationForRestore(
            new ServiceKey(connection.protocol(), virtual.toInetAddress(), connection.virtualPort(), 0),
            new DestinationKey(server.toInetAddress(), connection.serverPort()),
            connection.forwardingCode());
        final boolean isBack = connections.restore(connection, destination);
        restoredCount += isBack ? 1 : 0;
        return isBack ? destination : null;
    }
}
