/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.TrafficCounters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service as IPVS keeps it, for one scheduler and one worker: servers newest first, named by the last digit of their
 * address, counters that outlive the deletion of a server.
 */
final class ServiceModel
{
    private static final int WORKER = 0;

    private final PacketContext packet = new PacketContext();
    private final TrafficCounters counters = new TrafficCounters(1);
    private final Map<Integer, Destination> known = new HashMap<>();
    private final List<Destination> destinations = new ArrayList<>();
    private final boolean publishesTogether;
    private String schedulerName;
    private Scheduler scheduler;
    private Service service;
    private Destination[] published = {};
    private long version;
    private boolean hasUnpublished;
    private boolean isTakeOver;

    /**
     * Empty.
     *
     * @param schedulerName     first scheduler.
     * @param publishesTogether whether the scheduler sees changes at the next connection only.
     */
    ServiceModel(final String schedulerName, final boolean publishesTogether)
    {
        this.publishesTogether = publishesTogether;
        this.schedulerName = schedulerName;
        scheduler = newScheduler(schedulerName);
        changed();
    }

    void edit(final String newSchedulerName)
    {
        if (!schedulerName.equals(newSchedulerName))
        {
            schedulerName = newSchedulerName;
            scheduler = newScheduler(newSchedulerName);
            isTakeOver = true;
        }
        changed();
    }

    /** Deleted servers lose their connections, and begin anew when they are added again. */
    void forgetDeleted()
    {
        known.values().retainAll(destinations);
    }

    void add(final int server, final int weight)
    {
        final Destination destination = known.computeIfAbsent(
            server, id -> new Destination(id, false, 0, 0x0a000014L + id, 80, counters, 1));
        destination.weight(weight);
        destination.available(true);
        destinations.add(0, destination);
        published = null;
        changed();
    }

    void setWeight(final int server, final int weight)
    {
        known.get(server).weight(weight);
        published = null;
        changed();
    }

    /** As the workers see a change that is not published yet. */
    void setWeightUnpublished(final int server, final int weight)
    {
        known.get(server).weight(weight);
    }

    void delete(final int server)
    {
        if (destinations.remove(known.get(server)))
        {
            known.get(server).available(false);
            published = null;
            changed();
        }
    }

    /**
     * Schedule a connection.
     *
     * @return the server, 0 for none.
     */
    int schedule()
    {
        publish();
        final Destination destination = scheduler.schedule(service, packet);
        return null == destination ? 0 : destination.id();
    }

    void count(final int server, final int counter)
    {
        known.get(server).counters().add(WORKER, counter, 1);
    }

    long connections(final int server, final int counter)
    {
        return known.get(server).counters().sum(counter);
    }

    List<Integer> servers()
    {
        return destinations.stream().map(Destination::id).toList();
    }

    Service service()
    {
        publish();
        return service;
    }

    Scheduler scheduler()
    {
        return scheduler;
    }

    /**
     * Servers of the next connections, none of which is counted.
     *
     * @param count of connections.
     * @return "43-" for rs4, rs3 and a refusal.
     */
    String scheduleMany(final int count)
    {
        final StringBuilder servers = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            final int server = schedule();
            servers.append(0 == server ? "-" : server);
        }

        return servers.toString();
    }

    private void changed()
    {
        hasUnpublished = true;
        if (!publishesTogether)
        {
            publish();
        }
    }

    private void publish()
    {
        if (!hasUnpublished)
        {
            return;
        }

        if (null == published)
        {
            published = destinations.toArray(new Destination[0]);
        }

        service = new Service(
            1,
            ++version,
            false,
            IpProtocol.TCP,
            0,
            0x0a000064L,
            80,
            schedulerName,
            0,
            published,
            counters);

        if (isTakeOver)
        {
            scheduler.onServiceTakenOver(service);
        }
        else
        {
            scheduler.onServiceChanged(service);
        }

        hasUnpublished = false;
        isTakeOver = false;
    }

    private static Scheduler newScheduler(final String name)
    {
        return SchedulerRegistry.find(name).orElseThrow().newInstance();
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(schedulerName);
        for (final Destination destination : destinations)
        {
            text.append(" rs").append(destination.id()).append(Arrays.asList(
                destination.weight(),
                destination.counters().sum(TrafficCounters.ACTIVE),
                destination.counters().sum(TrafficCounters.INACTIVE)));
        }

        return text.toString();
    }
}
