/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A worker's connections and templates of both address families. Used by the worker's thread alone, after the restorer
 * has filled it.
 */
final class Connections
{
    /** No such connection. */
    static final int NOT_FOUND = FlowTable.NOT_FOUND;

    private final FamilyConnections ipv4;
    private final FamilyConnections ipv6;
    private int nowTicks;

    Connections(
        final int worker,
        final FlowRegions regions,
        final DestinationTable destinations,
        final Timeouts timeouts,
        final ConnectionLog log,
        final WorkerCounters counters,
        final int nowTicks)
    {
        this.ipv4 = new FamilyConnections(
            new FlowTable(regions.ipv4(), worker),
            regions.holdsIpv4(),
            destinations,
            timeouts,
            log,
            counters,
            nowTicks);
        this.ipv6 = new FamilyConnections(
            new FlowTable(regions.ipv6(), worker),
            regions.holdsIpv6(),
            destinations,
            timeouts,
            log,
            counters,
            nowTicks);
        this.nowTicks = nowTicks;
    }

    /**
     * The time for what follows.
     *
     * @param newNowTicks ticks of the monotonic clock.
     */
    void now(final int newNowTicks)
    {
        nowTicks = newNowTicks;
    }

    /**
     * Connection of a packet.
     *
     * @param packet with ports.
     * @return slot in the table of its family, or {@link #NOT_FOUND} also when its time is out or the packet opens a
     *     new connection on an old one's ports.
     */
    int find(final PacketContext packet)
    {
        return family(packet.ipv6).find(packet, nowTicks);
    }

    /**
     * Connection that an ICMP error of a client is about: the quoted packet went from the virtual service to the
     * client.
     *
     * @param packet an ICMP error.
     * @return slot in the table of its family, or {@link #NOT_FOUND}.
     */
    int findQuoted(final PacketContext packet)
    {
        return family(packet.ipv6).findQuoted(packet, nowTicks);
    }

    /**
     * Server of a connection.
     *
     * @param slot   of a connection.
     * @param isIpv6 family of its table.
     * @return id of the destination.
     */
    int destinationId(final int slot, final boolean isIpv6)
    {
        return family(isIpv6).destinationId(slot);
    }

    /**
     * Forwarding method of a connection.
     *
     * @param slot   of a connection.
     * @param isIpv6 family of its table.
     * @return a {@link io.jlvs.dataplane.table.ForwardingCode}.
     */
    int forwardingCode(final int slot, final boolean isIpv6)
    {
        return family(isIpv6).forwardingCode(slot);
    }

    /**
     * A packet of a known connection: counts, moves the state on, restarts the timer.
     *
     * @param slot        of the connection.
     * @param packet      with ports.
     * @param destination of the connection.
     */
    void onPacket(final int slot, final PacketContext packet, final Destination destination)
    {
        family(packet.ipv6).onPacket(slot, packet, destination, nowTicks);
    }

    /**
     * A packet that belongs to a connection but moves neither its state nor its timer: a later fragment, an ICMP error.
     *
     * @param packet      any.
     * @param destination of the connection.
     */
    void onRelatedPacket(final PacketContext packet, final Destination destination)
    {
        family(packet.ipv6).count(packet, destination);
    }

    /**
     * Enter a new connection.
     *
     * @param packet      that opens it.
     * @param destination chosen for it.
     * @param templateSlot of the held template it is made under, or {@link #NOT_FOUND}.
     */
    void open(final PacketContext packet, final Destination destination, final int templateSlot)
    {
        family(packet.ipv6).open(packet, destination, templateSlot, nowTicks);
    }

    /**
     * Template of the client, held for a new connection and with its timer restarted, if its server can take it.
     *
     * @param packet that opens a connection.
     * @return slot of the template, or {@link #NOT_FOUND}.
     */
    int acquireTemplate(final PacketContext packet)
    {
        return family(packet.ipv6).acquireTemplate(packet, nowTicks);
    }

    /**
     * Server of a template.
     *
     * @param templateSlot of a held template.
     * @param isIpv6       family of its table.
     * @return the destination.
     */
    Destination templateDestination(final int templateSlot, final boolean isIpv6)
    {
        return family(isIpv6).destination(templateSlot);
    }

    /**
     * Make a template for the client, held for a new connection.
     *
     * @param packet       that opens the connection.
     * @param destination  scheduled.
     * @param timeoutTicks of the service.
     * @return slot of the template, or {@link #NOT_FOUND} if there is no room.
     */
    int openTemplate(final PacketContext packet, final Destination destination, final int timeoutTicks)
    {
        return family(packet.ipv6).openTemplate(packet, destination, timeoutTicks, nowTicks);
    }

    /**
     * End what is due, a little at a time, and record anew what lives long.
     *
     * @return number of connections and templates that ended.
     */
    int expire()
    {
        return ipv4.expire(nowTicks) + ipv6.expire(nowTicks);
    }

    /**
     * Whether a recorded connection's time is out.
     *
     * @param connection recorded.
     * @return true if it is not to come back.
     */
    boolean isRecordExpired(final ConnectionFlyweight connection)
    {
        return family(connection.ipv6()).isRecordExpired(connection, nowTicks);
    }

    /**
     * Whether a recorded connection or template is there already.
     *
     * @param connection recorded.
     * @return true if it is in the table.
     */
    boolean contains(final ConnectionFlyweight connection)
    {
        return family(connection.ipv6()).contains(connection);
    }

    /**
     * Put a recorded connection or template back.
     *
     * @param connection  recorded.
     * @param destination of it.
     * @return false if there is no room.
     */
    boolean restore(final ConnectionFlyweight connection, final Destination destination)
    {
        return family(connection.ipv6()).restore(connection, destination, nowTicks);
    }

    private FamilyConnections family(final boolean isIpv6)
    {
        return isIpv6 ? ipv6 : ipv4;
    }

    /**
     * Memory of the flow tables, shared by all workers.
     *
     * @param ipv4      IPv4 flow table.
     * @param ipv6      IPv6 flow table.
     * @param holdsIpv4 counts of holds on IPv4 templates.
     * @param holdsIpv6 counts of holds on IPv6 templates.
     */
    record FlowRegions(UnsafeBuffer ipv4, UnsafeBuffer ipv6, UnsafeBuffer holdsIpv4, UnsafeBuffer holdsIpv6)
    {
    }
}
