/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.CommandHandler;
import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ListEndFlyweight;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.engine.CommandAdapter;
import io.jlvs.dataplane.engine.EventProxy;
import org.agrona.concurrent.status.CountersManager;

import java.nio.file.Path;

/**
 * An {@link IpvsModel} behind the real {@code cnc.dat}, served by a thread of this process.
 */
final class ServedModel implements CommandHandler, AutoCloseable
{
    private static final int COMMAND_LIMIT = 10;

    private final IpvsModel model;
    private final CncFile cncFile;
    private final EventProxy events;
    private final CommandAdapter adapter;
    private final Thread thread;
    private volatile boolean isRunning = true;

    ServedModel(final Path directory, final IpvsModel model)
    {
        this.model = model;
        cncFile = CncFile.create(directory);
        events = new EventProxy(cncFile.toClientsBuffer());
        final CountersManager counters = new CountersManager(
            cncFile.countersMetadataBuffer(), cncFile.countersValuesBuffer());
        adapter = new CommandAdapter(
            cncFile.toDirector(),
            this,
            events,
            Throwable::printStackTrace,
            counters.newCounter("commands"),
            counters.newCounter("invalid commands"));
        thread = new Thread(this::run, "served-model");
        thread.start();
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
        answer(correlationId, model.addService(key, spec));
    }

    @Override
    public void onEditService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        answer(correlationId, model.editService(key, spec));
    }

    @Override
    public void onSetService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        throw new AssertionError("ipvsadm sets no services");
    }

    @Override
    public void onDeleteService(final long correlationId, final ServiceKey key)
    {
        answer(correlationId, model.deleteService(key));
    }

    @Override
    public void onFlush(final long correlationId)
    {
        answer(correlationId, model.flush());
    }

    @Override
    public void onAddDestination(
        final long correlationId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        answer(correlationId, model.addDestination(service, key, spec));
    }

    @Override
    public void onEditDestination(
        final long correlationId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        answer(correlationId, model.editDestination(service, key, spec));
    }

    @Override
    public void onSetDestination(
        final long correlationId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        throw new AssertionError("ipvsadm sets no destinations");
    }

    @Override
    public void onDeleteDestination(final long correlationId, final ServiceKey service, final DestinationKey key)
    {
        answer(correlationId, model.deleteDestination(service, key));
    }

    @Override
    public void onZeroAll(final long correlationId)
    {
        answer(correlationId, model.zeroAll());
    }

    @Override
    public void onZeroService(final long correlationId, final ServiceKey key)
    {
        answer(correlationId, model.zeroService(key));
    }

    @Override
    public void onSetTimeouts(final long correlationId, final TimeoutsRow timeouts)
    {
        answer(correlationId, model.setTimeouts(timeouts));
    }

    @Override
    public void onGetTimeouts(final long correlationId)
    {
        events.timeouts(correlationId, model.timeouts());
    }

    @Override
    public void onListServices(final long correlationId, final long cursor, final int maxRows)
    {
        for (final ServiceRow service : model.services())
        {
            events.serviceRow(
                correlationId, service.key(), service.spec(), service.available(), service.traffic());
            for (final DestinationRow server : service.destinations())
            {
                events.destinationRow(correlationId, server);
            }
        }
        events.listEnd(correlationId, ListEndFlyweight.DONE, 1);
    }

    @Override
    public void onClientKeepalive(final long clientId, final String clientName)
    {
        throw new AssertionError("ipvsadm sends no keepalives");
    }

    private void answer(final long correlationId, final CommandResponse response)
    {
        events.response(correlationId, response.code(), response.text());
    }

    private void run()
    {
        while (isRunning)
        {
            cncFile.heartbeat(CncFile.monotonicMs());
            if (0 == adapter.poll(System.nanoTime(), COMMAND_LIMIT))
            {
                Thread.yield();
            }
        }
    }
}
