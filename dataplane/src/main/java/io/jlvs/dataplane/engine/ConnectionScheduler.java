/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.scheduler.Scheduler;
import io.jlvs.dataplane.scheduler.SchedulerRegistry;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.ServiceSnapshot;
import io.jlvs.dataplane.table.TrafficCounters;

import java.util.Arrays;

/**
 * Chooses the destination of a new connection and enters it into the tables: by template for a persistent service,
 * else by the service's scheduler (ip_vs_schedule and ip_vs_sched_persist in net/netfilter/ipvs/ip_vs_core.c).
 * One per worker, used by its thread alone.
 */
final class ConnectionScheduler
{
    private final Connections connections;
    private Bound[] byServiceId = new Bound[16];

    ConnectionScheduler(final Connections connections)
    {
        this.connections = connections;
    }

    /**
     * Bring the schedulers in line with the services. Allocates; called when services change, not for packets.
     *
     * @param services newest snapshot.
     */
    void onServicesChanged(final ServiceSnapshot services)
    {
        for (final Service service : services.services())
        {
            if (service.id() >= byServiceId.length)
            {
                byServiceId = Arrays.copyOf(byServiceId, Math.max(service.id() + 1, byServiceId.length * 2));
            }

            final Bound bound = byServiceId[service.id()];
            if (null == bound || bound.identity != service.counters())
            {
                byServiceId[service.id()] = new Bound(service);
                byServiceId[service.id()].scheduler.onServiceChanged(service);
            }
            else if (!bound.schedulerName.equals(service.schedulerName()))
            {
                byServiceId[service.id()] = new Bound(service);
                byServiceId[service.id()].scheduler.onServiceTakenOver(service);
            }
            else if (bound.version != service.version())
            {
                bound.version = service.version();
                bound.scheduler.onServiceChanged(service);
            }
        }
    }

    /**
     * Schedule a new connection.
     *
     * @param service it is for.
     * @param packet  that opens it.
     * @return its destination, or null if none is available.
     */
    Destination schedule(final Service service, final PacketContext packet)
    {
        if (service.isPersistent())
        {
            return schedulePersistent(service, packet);
        }

        final Destination destination = byServiceId[service.id()].scheduler.schedule(service, packet);
        if (null != destination)
        {
            connections.open(packet, destination, Connections.NOT_FOUND);
        }

        return destination;
    }

    private Destination schedulePersistent(final Service service, final PacketContext packet)
    {
        final int known = connections.acquireTemplate(packet);
        if (Connections.NOT_FOUND != known)
        {
            final Destination destination = connections.templateDestination(known, packet.ipv6);
            connections.open(packet, destination, known);
            return destination;
        }

        final Destination destination = byServiceId[service.id()].scheduler.schedule(service, packet);
        if (null != destination)
        {
            final int timeoutTicks = (int)service.persistenceTimeoutTicks();
            connections.open(packet, destination, connections.openTemplate(packet, destination, timeoutTicks));
        }

        return destination;
    }

    /**
     * A scheduler and the service it belongs to.
     */
    private static final class Bound
    {
        private final TrafficCounters identity;
        private final String schedulerName;
        private final Scheduler scheduler;
        private long version;

        private Bound(final Service service)
        {
            identity = service.counters();
            schedulerName = service.schedulerName();
            version = service.version();
            scheduler = SchedulerRegistry.find(schedulerName).orElseThrow().newInstance();
        }
    }
}
