/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.table.ConnectionExpiry;
import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.ExpiryListener;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.PersistenceTemplates;
import io.jlvs.dataplane.table.TcpStateTable;
import io.jlvs.dataplane.table.Timeouts;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A worker's connections and templates of one address family: the flow table together with what hangs on it, the
 * counters of destinations, the templates' holds, expiry, and the record. Used by the worker's thread alone.
 */
final class FamilyConnections implements ExpiryListener
{
    private static final int EXPIRY_SLOTS = 1 << 14;

    private final FlowTable table;
    private final PersistenceTemplates templates;
    private final ConnectionExpiry expiry;
    private final RecordRefresh refresh;
    private final DestinationTable destinations;
    private final Timeouts timeouts;
    private final ConnectionLog log;
    private final WorkerCounters counters;
    private final int worker;

    FamilyConnections(
        final FlowTable table,
        final UnsafeBuffer holds,
        final DestinationTable destinations,
        final Timeouts timeouts,
        final ConnectionLog log,
        final WorkerCounters counters,
        final int nowTicks)
    {
        this.table = table;
        this.templates = new PersistenceTemplates(table, holds);
        this.expiry = new ConnectionExpiry(table, templates, timeouts, nowTicks);
        this.refresh = new RecordRefresh(table, destinations, log, nowTicks);
        this.destinations = destinations;
        this.timeouts = timeouts;
        this.log = log;
        this.counters = counters;
        this.worker = table.worker();
    }

    int find(final PacketContext packet, final int nowTicks)
    {
        final int slot = table.find(
            packet.protocol,
            packet.sourceHigh,
            packet.sourceLow,
            packet.sourcePort,
            packet.destinationHigh,
            packet.destinationLow,
            packet.destinationPort);
        if (FlowTable.NOT_FOUND != slot && (expiry.isExpired(slot, nowTicks) || isReused(slot, packet)))
        {
            expiry.end(slot, this);
            return FlowTable.NOT_FOUND;
        }

        return slot;
    }

    int findQuoted(final PacketContext packet, final int nowTicks)
    {
        final int slot = table.find(
            packet.innerProtocol,
            packet.innerDestinationHigh,
            packet.innerDestinationLow,
            packet.innerDestinationPort,
            packet.innerSourceHigh,
            packet.innerSourceLow,
            packet.innerSourcePort);
        return FlowTable.NOT_FOUND == slot || expiry.isExpired(slot, nowTicks) ? FlowTable.NOT_FOUND : slot;
    }

    int destinationId(final int slot)
    {
        return table.destinationId(slot);
    }

    Destination destination(final int slot)
    {
        return destinations.get(table.destinationId(slot));
    }

    int forwardingCode(final int slot)
    {
        return table.flags(slot) & FlowTable.FORWARDING_MASK;
    }

    void onPacket(final int slot, final PacketContext packet, final Destination destination, final int nowTicks)
    {
        count(packet, destination);
        table.lastSeen(slot, nowTicks);
        if (IpProtocol.TCP == packet.protocol)
        {
            final int before = table.state(slot);
            final int after = TcpStateTable.next(before, packet.tcpFlags);
            if (before != after)
            {
                onStateChange(slot, before, after, destination);
            }
        }
    }

    void count(final PacketContext packet, final Destination destination)
    {
        destination.counters().packet(worker, packet.ipLength);
        destination.serviceCounters().packet(worker, packet.ipLength);
    }

    void open(final PacketContext packet, final Destination destination, final int templateSlot, final int nowTicks)
    {
        destination.counters().add(worker, TrafficCounters.CONNECTIONS, 1);
        destination.serviceCounters().add(worker, TrafficCounters.CONNECTIONS, 1);
        count(packet, destination);

        final boolean isTcp = IpProtocol.TCP == packet.protocol;
        final int state = isTcp ?
            TcpStateTable.next(ConnectionState.NONE, packet.tcpFlags) : ConnectionState.UDP;
        final boolean isControlled = FlowTable.NOT_FOUND != templateSlot;
        final int slot = table.insert(
            packet.protocol,
            packet.sourceHigh,
            packet.sourceLow,
            packet.sourcePort,
            packet.destinationHigh,
            packet.destinationLow,
            packet.destinationPort,
            state,
            destination.forwardingCode() | (isControlled ? FlowTable.CONTROLLED : 0),
            destination.id(),
            nowTicks,
            isControlled ? templateSlot + 1 : 0);
        if (FlowTable.NOT_FOUND == slot)
        {
            counters.flowTableFull();
            if (isControlled)
            {
                templates.release(templateSlot);
            }
        }
        else
        {
            counters.flowInserted();
            destination.counters().add(worker, activity(packet.protocol, state), 1);
            log.put(table, slot, destination);
        }
    }

    int acquireTemplate(final PacketContext packet, final int nowTicks)
    {
        final int slot = templates.acquire(
            packet.protocol,
            packet.sourceHigh,
            packet.sourceLow,
            packet.destinationHigh,
            packet.destinationLow,
            packet.destinationPort,
            nowTicks,
            this);
        if (FlowTable.NOT_FOUND == slot)
        {
            return FlowTable.NOT_FOUND;
        }

        final Destination destination = destination(slot);
        if (null == destination || !destination.available())
        {
            templates.retire(slot);
            return FlowTable.NOT_FOUND;
        }

        templates.renew(slot, nowTicks);
        log.put(table, slot, destination);
        return slot;
    }

    int openTemplate(
        final PacketContext packet, final Destination destination, final int timeoutTicks, final int nowTicks)
    {
        final int slot = templates.create(
            packet.protocol,
            packet.sourceHigh,
            packet.sourceLow,
            packet.destinationHigh,
            packet.destinationLow,
            packet.destinationPort,
            destination.id(),
            destination.forwardingCode(),
            nowTicks,
            timeoutTicks);
        if (FlowTable.NOT_FOUND == slot)
        {
            counters.flowTableFull();
        }
        else
        {
            counters.flowInserted();
            destination.counters().add(worker, TrafficCounters.PERSISTENT, 1);
            log.put(table, slot, destination);
        }

        return slot;
    }

    int expire(final int nowTicks)
    {
        refresh.poll(nowTicks);
        return expiry.expire(nowTicks, EXPIRY_SLOTS, this);
    }

    /**
     * An entry ends: its server has one connection or template less, and the record forgets it.
     */
    @Override
    public void onExpired(final FlowTable ending, final int slot)
    {
        counters.flowRemoved();
        final Destination destination = destination(slot);
        if (null != destination)
        {
            final int counter = ending.isTemplate(slot) ?
                TrafficCounters.PERSISTENT : activity(ending.protocol(slot), ending.state(slot));
            destination.counters().add(worker, counter, -1);
        }

        // The record of a retired template may by now be that of its successor, which has the same key.
        if (!ending.isRetired(slot))
        {
            log.remove(ending, slot);
        }
    }

    boolean isRecordExpired(final ConnectionFlyweight connection, final int nowTicks)
    {
        // What was seen after the last refresh of the record is not in it.
        final int graceTicks = connection.template() ? 0 : RecordRefresh.PASS_TICKS;
        final int timeoutTicks = connection.template() ?
            connection.timeoutTicks() : timeouts.timeoutTicks(connection.protocol(), connection.state());
        return ConnectionExpiry.isExpired(
            nowTicks, ConnectionExpiry.clamp(nowTicks, connection.lastSeenTicks()), timeoutTicks + graceTicks);
    }

    boolean contains(final ConnectionFlyweight connection)
    {
        return FlowTable.NOT_FOUND != table.find(
            connection.protocol() | (connection.template() ? FlowTable.TEMPLATE : 0),
            connection.clientHigh(),
            connection.clientLow(),
            connection.clientPort(),
            connection.virtualHigh(),
            connection.virtualLow(),
            connection.virtualPort());
    }

    boolean restore(final ConnectionFlyweight connection, final Destination destination, final int nowTicks)
    {
        final int lastSeenTicks = ConnectionExpiry.clamp(nowTicks, connection.lastSeenTicks());
        if (connection.template())
        {
            return restoreTemplate(connection, destination, lastSeenTicks);
        }

        final int templateSlot = 0 == (connection.flags() & FlowTable.CONTROLLED) ?
            FlowTable.NOT_FOUND :
            templates.adopt(
                connection.protocol(),
                connection.clientHigh(),
                connection.clientLow(),
                connection.virtualHigh(),
                connection.virtualLow(),
                connection.virtualPort());
        final boolean isControlled = FlowTable.NOT_FOUND != templateSlot;
        final int graceTicks = RecordRefresh.PASS_TICKS;
        final int slot = table.insert(
            connection.protocol(),
            connection.clientHigh(),
            connection.clientLow(),
            connection.clientPort(),
            connection.virtualHigh(),
            connection.virtualLow(),
            connection.virtualPort(),
            connection.state(),
            connection.forwardingCode() | (isControlled ? FlowTable.CONTROLLED : 0),
            destination.id(),
            ConnectionExpiry.clamp(nowTicks, lastSeenTicks + graceTicks),
            isControlled ? templateSlot + 1 : 0);
        if (FlowTable.NOT_FOUND == slot)
        {
            if (isControlled)
            {
                templates.release(templateSlot);
            }

            return false;
        }

        destination.counters().add(worker, activity(connection.protocol(), connection.state()), 1);
        return true;
    }

    private boolean restoreTemplate(
        final ConnectionFlyweight connection, final Destination destination, final int lastSeenTicks)
    {
        final int slot = templates.create(
            connection.protocol(),
            connection.clientHigh(),
            connection.clientLow(),
            connection.virtualHigh(),
            connection.virtualLow(),
            connection.virtualPort(),
            destination.id(),
            connection.forwardingCode(),
            lastSeenTicks,
            connection.timeoutTicks());
        if (FlowTable.NOT_FOUND == slot)
        {
            return false;
        }

        table.state(slot, connection.state());
        templates.release(slot);
        destination.counters().add(worker, TrafficCounters.PERSISTENT, 1);
        return true;
    }

    private void onStateChange(final int slot, final int before, final int after, final Destination destination)
    {
        table.state(slot, after);
        final int counterBefore = activity(IpProtocol.TCP, before);
        final int counterAfter = activity(IpProtocol.TCP, after);
        if (counterBefore != counterAfter)
        {
            destination.counters().add(worker, counterBefore, -1);
            destination.counters().add(worker, counterAfter, 1);
        }

        if (ConnectionState.ESTABLISHED == after && 0 != (table.flags(slot) & FlowTable.CONTROLLED))
        {
            final int templateSlot = table.link(slot) - 1;
            if (ConnectionState.ASSURED != table.state(templateSlot))
            {
                templates.assure(templateSlot);
                log.put(table, templateSlot, destination);
            }
        }

        log.put(table, slot, destination);
    }

    /**
     * A SYN on the ports of a connection that is over is a new connection (conn_reuse_mode=1, is_new_conn_expected in
     * ip_vs_core.c).
     */
    private boolean isReused(final int slot, final PacketContext packet)
    {
        if (IpProtocol.TCP != packet.protocol || 0 == (packet.tcpFlags & TcpFlags.SYN))
        {
            return false;
        }

        final int state = table.state(slot);
        return ConnectionState.TIME_WAIT == state || ConnectionState.CLOSE == state;
    }

    private static int activity(final int protocol, final int state)
    {
        return IpProtocol.TCP == protocol && TcpStateTable.isActive(state) ?
            TrafficCounters.ACTIVE : TrafficCounters.INACTIVE;
    }
}
