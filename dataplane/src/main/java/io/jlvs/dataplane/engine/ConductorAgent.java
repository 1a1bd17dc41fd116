/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.CommandHandler;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.table.ServiceSnapshot;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

import java.io.IOException;
import java.util.logging.Logger;

/**
 * The slow path: takes commands, keeps the registry, publishes services to the workers, the guard and the file for the
 * next start, follows routes and neighbours, and watches leases and workers. One thread.
 */
final class ConductorAgent implements Agent, CommandHandler
{
    private static final Logger LOGGER = Logger.getLogger(ConductorAgent.class.getName());
    private static final int COMMANDS_LIMIT = 256;
    private static final long REAP_MS = 500;
    private static final long SAVE_PAUSE_FACTOR = 10;

    private final ServiceRegistry registry;
    private final PublishedServices published;
    private final PublishedVirtualMacs virtualMacs;
    private final Timeouts timeouts;
    private final Runnable onTimeoutsChanged;
    private final NextHopResolver resolver;
    private final CncFile cnc;
    private final CommandAdapter commands;
    private final EventProxy events;
    private final ServiceFile serviceFile;
    private final OffloadControl offload;
    private final AddressLeaseWatch leases;
    private final ForwardingWatch forwarding;
    private final ConductorCounters counters;
    private final ErrorHandler errorHandler;
    private final Listing listing;

    private long savedVersion;
    private long nextSaveMs;
    private long nextReapMs;
    private boolean isSaveDue;

    ConductorAgent(
        final ServiceRegistry registry,
        final PublishedServices published,
        final PublishedVirtualMacs virtualMacs,
        final Timeouts timeouts,
        final Runnable onTimeoutsChanged,
        final NextHopResolver resolver,
        final CncFile cnc,
        final ServiceFile serviceFile,
        final OffloadControl offload,
        final AddressLeaseWatch leases,
        final ForwardingWatch forwarding,
        final ConductorCounters counters,
        final ErrorHandler errorHandler)
    {
        this.registry = registry;
        this.published = published;
        this.virtualMacs = virtualMacs;
        this.timeouts = timeouts;
        this.onTimeoutsChanged = onTimeoutsChanged;
        this.resolver = resolver;
        this.cnc = cnc;
        this.events = new EventProxy(cnc.toClientsBuffer());
        this.commands = new CommandAdapter(
            cnc.toDirector(), this, events, errorHandler, counters.commands(), counters.commandsInvalid());
        this.serviceFile = serviceFile;
        this.offload = offload;
        this.leases = leases;
        this.forwarding = forwarding;
        this.counters = counters;
        this.errorHandler = errorHandler;
        this.listing = new Listing(registry, events);
        this.savedVersion = registry.version();
    }

    /**
     * One duty cycle.
     *
     * @return amount of work done.
     */
    @Override
    public int doWork()
    {
        final long nowNs = System.nanoTime();
        final long nowMs = nowNs / 1_000_000L;
        cnc.heartbeat(nowMs);
        int work = leases.poll();
        work += commands.poll(nowNs, COMMANDS_LIMIT);
        publish();
        work += resolver.poll(nowMs);
        publishVirtualMacs();
        if (null != offload)
        {
            offload.poll(nowNs);
        }
        forwarding.poll(nowNs);
        save(nowMs);
        counters.unresolved(resolver.unresolved());

        if (nowMs - nextReapMs >= 0)
        {
            nextReapMs = nowMs + REAP_MS;
            work += registry.reapDeleted(nowMs, Configuration.DELETED_DESTINATION_MS);
        }

        counters.onCycle(System.nanoTime() - nowNs);
        return work;
    }

    @Override
    public void onClose()
    {
        nextSaveMs = 0;
        forwarding.stop();
        forwarding.poll(System.nanoTime());
        isSaveDue |= savedVersion != registry.version();
        saveNow();
        resolver.close();
    }

    @Override
    public String roleName()
    {
        return "conductor";
    }

    @Override
    public void onAddService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        respond(correlationId, registry.addService(key, spec));
    }

    @Override
    public void onEditService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        respond(correlationId, registry.editService(key, spec));
    }

    @Override
    public void onSetService(final long correlationId, final ServiceKey key, final ServiceSpec spec)
    {
        respond(correlationId, registry.setService(key, spec));
    }

    @Override
    public void onDeleteService(final long correlationId, final ServiceKey key)
    {
        respond(correlationId, registry.deleteService(key));
    }

    @Override
    public void onFlush(final long correlationId)
    {
        respond(correlationId, registry.flush());
    }

    @Override
    public void onAddDestination(
        final long correlationId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        respond(correlationId, registry.addDestination(service, key, spec));
    }

    @Override
    public void onEditDestination(
        final long correlationId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        respond(correlationId, registry.editDestination(service, key, spec));
    }

    @Override
    public void onSetDestination(
        final long correlationId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        respond(correlationId, registry.setDestination(service, key, spec));
    }

    @Override
    public void onDeleteDestination(final long correlationId, final ServiceKey service, final DestinationKey key)
    {
        respond(correlationId, registry.deleteDestination(service, key));
    }

    @Override
    public void onZeroAll(final long correlationId)
    {
        respond(correlationId, registry.zeroAll());
    }

    @Override
    public void onZeroService(final long correlationId, final ServiceKey key)
    {
        respond(correlationId, registry.zeroService(key));
    }

    @Override
    public void onSetTimeouts(final long correlationId, final TimeoutsRow row)
    {
        final boolean isValid = isTimeout(row.tcp()) && isTimeout(row.tcpFin()) && isTimeout(row.udp());
        if (isValid)
        {
            timeouts.set(row.tcp(), row.tcpFin(), row.udp());
            onTimeoutsChanged.run();
            isSaveDue = true;
        }

        respond(correlationId, isValid ? Outcome.OK : Outcome.of(ResponseCode.INVALID));
    }

    @Override
    public void onGetTimeouts(final long correlationId)
    {
        events.timeouts(correlationId, timeoutsRow());
    }

    @Override
    public void onListServices(final long correlationId, final long cursor, final int maxRows)
    {
        listing.send(correlationId, cursor, maxRows);
    }

    @Override
    public void onClientKeepalive(final long clientId, final String clientName)
    {
        counters.clientSeen(System.nanoTime() / 1_000_000L);
    }

    private static boolean isTimeout(final int seconds)
    {
        return seconds >= 0 && seconds <= Timeouts.MAX_SECONDS;
    }

    private void respond(final long correlationId, final Outcome outcome)
    {
        // Published before the answer: who reads "done" may send packets at once.
        publish();
        counters.onCommand(outcome.isOk());
        events.response(correlationId, outcome.code(), outcome.text());
        if (ResponseCode.UNSUPPORTED == outcome.code() || ResponseCode.NO_SPACE == outcome.code())
        {
            LOGGER.warning("command refused: " + outcome.text());
        }
    }

    private void publish()
    {
        final ServiceSnapshot snapshot = registry.snapshot();
        if (snapshot != published.latest())
        {
            published.publish(snapshot);
        }
    }

    private void publishVirtualMacs()
    {
        final VirtualMacSnapshot snapshot = resolver.virtualMacs();
        if (snapshot != virtualMacs.latest())
        {
            virtualMacs.publish(snapshot);
            if (null != offload)
            {
                offload.onVirtualMacs(snapshot);
            }
        }
    }

    private void save(final long nowMs)
    {
        isSaveDue |= savedVersion != registry.version();
        if (isSaveDue && nowMs - nextSaveMs >= 0)
        {
            saveNow();
            final long tookMs = System.nanoTime() / 1_000_000L - nowMs;
            nextSaveMs = nowMs + SAVE_PAUSE_FACTOR * tookMs;
        }
    }

    private void saveNow()
    {
        if (isSaveDue)
        {
            isSaveDue = false;
            savedVersion = registry.version();
            try
            {
                serviceFile.save(registry, timeoutsRow());
            }
            catch (final IOException ex)
            {
                errorHandler.onError(ex);
            }
        }
    }

    private TimeoutsRow timeoutsRow()
    {
        return new TimeoutsRow(timeouts.tcpSeconds(), timeouts.tcpFinSeconds(), timeouts.udpSeconds());
    }
}
