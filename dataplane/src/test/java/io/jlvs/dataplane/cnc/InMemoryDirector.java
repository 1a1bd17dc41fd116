/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.engine.CommandAdapter;
import io.jlvs.dataplane.engine.EventProxy;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A director without packets: the real file, adapter and proxy on a thread, and a configuration in memory that behaves.
 * Run by itself it is a process that tests can kill.
 */
final class InMemoryDirector implements CommandHandler, AutoCloseable
{
    private record Destination(DestinationKey key, DestinationSpec spec)
    {
    }

    private static final class Service
    {
        private ServiceSpec spec;
        private final Deque<Destination> destinations = new ArrayDeque<>();

        private Service(final ServiceSpec spec)
        {
            this.spec = spec;
        }
    }

    final CncFile cncFile;
    final EventProxy eventProxy;
    final AtomicCounter commands;
    final AtomicCounter invalidCommands;
    final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> clients = new ConcurrentLinkedQueue<>();
    volatile boolean isDeaf;
    volatile Runnable onPage = () -> {};

    private final Map<ServiceKey, Service> services = new LinkedHashMap<>();
    private final CommandAdapter adapter;
    private final Thread thread;
    private TimeoutsRow timeouts = new TimeoutsRow(900, 120, 300);
    private volatile long configurationVersion = 1;
    private volatile boolean isRunning = true;

    InMemoryDirector(final Path directory)
    {
        cncFile = CncFile.create(directory);
        eventProxy = new EventProxy(cncFile.toClientsBuffer());
        final CountersManager counters = new CountersManager(
            cncFile.countersMetadataBuffer(), cncFile.countersValuesBuffer());
        commands = counters.newCounter("commands");
        invalidCommands = counters.newCounter("invalid commands");
        adapter = new CommandAdapter(
            cncFile.toDirector(), this, eventProxy, errors::add, commands, invalidCommands);
        thread = new Thread(this::run, "in-memory-director");
        thread.start();
    }

    public static void main(final String[] args)
    {
        final InMemoryDirector director = new InMemoryDirector(Path.of(args[0]));
        System.out.println("ready " + director.cncFile.pid());
    }

    void change()
    {
        configurationVersion++;
    }

    private void run()
    {
        while (isRunning)
        {
            cncFile.heartbeat(CncFile.monotonicMs());
            if (isDeaf || 0 == adapter.poll(System.nanoTime(), 10))
            {
                Thread.yield();
            }
        }
    }

    @Override
    public void close()
    {
        isRunning = false;
        while (thread.isAlive())
        {
            Thread.onSpinWait();
        }
        cncFile.close();
    }

    @Override
    public void onAddService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        if (services.containsKey(key))
        {
            eventProxy.response(correlationId, ResponseCode.SERVICE_EXISTS, "");
        }
        else
        {
            services.put(key, new Service(spec));
            done(correlationId);
        }
    }

    @Override
    public void onEditService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        final Service service = find(correlationId, key);
        if (null != service)
        {
            service.spec = spec;
            done(correlationId);
        }
    }

    @Override
    public void onSetService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        services.computeIfAbsent(key, ignore -> new Service(spec)).spec = spec;
        done(correlationId);
    }

    @Override
    public void onDeleteService(final long correlationId, final ServiceKey key)
    {
        if (null != find(correlationId, key))
        {
            services.remove(key);
            done(correlationId);
        }
    }

    @Override
    public void onFlush(final long correlationId)
    {
        services.clear();
        done(correlationId);
    }

    @Override
    public void onAddDestination(
        final long correlationId, final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        final Service service = find(correlationId, serviceKey);
        if (null == service)
        {
            return;
        }

        if (service.destinations.stream().anyMatch(destination -> destination.key.equals(key)))
        {
            eventProxy.response(correlationId, ResponseCode.DESTINATION_EXISTS, "");
        }
        else
        {
            service.destinations.addFirst(new Destination(key, spec));
            done(correlationId);
        }
    }

    @Override
    public void onEditDestination(
        final long correlationId, final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        replace(correlationId, serviceKey, key, spec);
    }

    @Override
    public void onSetDestination(
        final long correlationId, final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        final Service service = find(correlationId, serviceKey);
        if (null != service)
        {
            service.destinations.removeIf(destination -> destination.key.equals(key));
            service.destinations.addFirst(new Destination(key, spec));
            done(correlationId);
        }
    }

    @Override
    public void onDeleteDestination(
        final long correlationId, final ServiceKey serviceKey, final DestinationKey key)
    {
        replace(correlationId, serviceKey, key, null);
    }

    private void replace(
        final long correlationId, final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        final Service service = find(correlationId, serviceKey);
        if (null == service)
        {
            return;
        }

        if (!service.destinations.removeIf(destination -> destination.key.equals(key)))
        {
            eventProxy.response(correlationId, ResponseCode.NO_SUCH_DESTINATION, "");
            return;
        }

        if (null != spec)
        {
            service.destinations.addFirst(new Destination(key, spec));
        }
        done(correlationId);
    }

    @Override
    public void onZeroAll(final long correlationId)
    {
        done(correlationId);
    }

    @Override
    public void onZeroService(final long correlationId, final ServiceKey key)
    {
        if (null != find(correlationId, key))
        {
            done(correlationId);
        }
    }

    @Override
    public void onSetTimeouts(final long correlationId, final TimeoutsRow row)
    {
        timeouts = new TimeoutsRow(
            0 == row.tcp() ? timeouts.tcp() : row.tcp(),
            0 == row.tcpFin() ? timeouts.tcpFin() : row.tcpFin(),
            0 == row.udp() ? timeouts.udp() : row.udp());
        done(correlationId);
    }

    @Override
    public void onGetTimeouts(final long correlationId)
    {
        eventProxy.timeouts(correlationId, timeouts);
    }

    @Override
    public void onListServices(final long correlationId, final long cursor, final int maxRows)
    {
        final List<Runnable> rows = new ArrayList<>();
        int id = 0;
        for (final Map.Entry<ServiceKey, Service> entry : services.entrySet())
        {
            final Service service = entry.getValue();
            rows.add(() ->
                eventProxy.serviceRow(correlationId, entry.getKey(), service.spec, true, TrafficRow.ZERO));
            for (final Destination destination : service.destinations)
            {
                final int destinationId = ++id;
                rows.add(() -> eventProxy.destinationRow(
                    correlationId,
                    new DestinationRow(
                        destinationId, destination.key, destination.spec, true, 1, 2, 3, TrafficRow.ZERO)));
            }
        }

        final long version = configurationVersion;
        final int end = (int)Math.min(rows.size(), cursor + maxRows);
        rows.subList((int)cursor, end).forEach(Runnable::run);
        onPage.run();
        eventProxy.listEnd(correlationId, end == rows.size() ? ListEndFlyweight.DONE : end, version);
    }

    @Override
    public void onClientKeepalive(final long clientId, final String clientName)
    {
        clients.add(clientName);
    }

    private Service find(final long correlationId, final ServiceKey key)
    {
        final Service service = services.get(key);
        if (null == service)
        {
            eventProxy.response(correlationId, ResponseCode.NO_SUCH_SERVICE, "no such service: " + key);
        }

        return service;
    }

    private void done(final long correlationId)
    {
        configurationVersion++;
        eventProxy.response(correlationId, ResponseCode.OK, "");
    }
}
