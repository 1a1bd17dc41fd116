/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.cnc.DirectorUnavailableException.Reason;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts commands on the ring to the director. Each method returns the correlation id that the answering events carry.
 * When the ring is full they wait, at most {@link #MAX_WAIT_MS}, then throw {@link DirectorUnavailableException}.
 * Names that are too long are an {@link IllegalArgumentException}. Used by one thread.
 */
public final class DirectorProxy
{
    /** Longest wait for room in the ring. */
    public static final long MAX_WAIT_MS = 500;

    private static final long PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int MAX_COMMAND_LENGTH = 256;

    private final ManyToOneRingBuffer toDirector;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_COMMAND_LENGTH]);
    private final MessageFlyweight message = new MessageFlyweight();
    private final ServiceCommandFlyweight serviceCommand = new ServiceCommandFlyweight();
    private final DestinationCommandFlyweight destinationCommand = new DestinationCommandFlyweight();
    private final TimeoutsFlyweight timeoutsCommand = new TimeoutsFlyweight();
    private final ListServicesFlyweight listServices = new ListServicesFlyweight();
    private final ClientKeepaliveFlyweight keepalive = new ClientKeepaliveFlyweight();

    /**
     * A proxy for a running director.
     *
     * @param toDirector ring in its {@code cnc.dat}.
     */
    public DirectorProxy(final ManyToOneRingBuffer toDirector)
    {
        this.toDirector = toDirector;
        message.wrap(buffer, 0);
        serviceCommand.wrap(buffer, 0);
        destinationCommand.wrap(buffer, 0);
        timeoutsCommand.wrap(buffer, 0);
        listServices.wrap(buffer, 0);
        keepalive.wrap(buffer, 0);
    }

    /**
     * Add a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return correlation id.
     */
    public long addService(final ServiceKey key, final ServiceSpec spec)
    {
        return sendService(ControlProtocolEvents.ADD_SERVICE, key, spec);
    }

    /**
     * Replace the settings of a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return correlation id.
     */
    public long editService(final ServiceKey key, final ServiceSpec spec)
    {
        return sendService(ControlProtocolEvents.EDIT_SERVICE, key, spec);
    }

    /**
     * Add a service, or replace its settings.
     *
     * @param key  identity.
     * @param spec settings.
     * @return correlation id.
     */
    public long setService(final ServiceKey key, final ServiceSpec spec)
    {
        return sendService(ControlProtocolEvents.SET_SERVICE, key, spec);
    }

    /**
     * Delete a service.
     *
     * @param key identity.
     * @return correlation id.
     */
    public long deleteService(final ServiceKey key)
    {
        return sendServiceKey(ControlProtocolEvents.DELETE_SERVICE, key);
    }

    /**
     * Delete all services.
     *
     * @return correlation id.
     */
    public long flush()
    {
        return sendMessage(ControlProtocolEvents.FLUSH);
    }

    /**
     * Add a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return correlation id.
     */
    public long addDestination(final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return sendDestination(ControlProtocolEvents.ADD_DESTINATION, service, key, spec);
    }

    /**
     * Replace the settings of a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return correlation id.
     */
    public long editDestination(final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return sendDestination(ControlProtocolEvents.EDIT_DESTINATION, service, key, spec);
    }

    /**
     * Add a destination, or replace its settings.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return correlation id.
     */
    public long setDestination(final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return sendDestination(ControlProtocolEvents.SET_DESTINATION, service, key, spec);
    }

    /**
     * Delete a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @return correlation id.
     */
    public long deleteDestination(final ServiceKey service, final DestinationKey key)
    {
        final long correlationId = toDirector.nextCorrelationId();
        destinationCommand.correlationId(correlationId);
        destinationCommand.service(service);
        destinationCommand.key(key);
        send(ControlProtocolEvents.DELETE_DESTINATION, DestinationCommandFlyweight.KEY_ONLY_LENGTH);

        return correlationId;
    }

    /**
     * Zero the traffic counters of all services.
     *
     * @return correlation id.
     */
    public long zeroAll()
    {
        return sendMessage(ControlProtocolEvents.ZERO_ALL);
    }

    /**
     * Zero the traffic counters of a service and its destinations.
     *
     * @param key identity.
     * @return correlation id.
     */
    public long zeroService(final ServiceKey key)
    {
        return sendServiceKey(ControlProtocolEvents.ZERO_SERVICE, key);
    }

    /**
     * Change time-outs; 0 keeps one.
     *
     * @param timeouts in seconds.
     * @return correlation id.
     */
    public long setTimeouts(final TimeoutsRow timeouts)
    {
        final long correlationId = toDirector.nextCorrelationId();
        timeoutsCommand.correlationId(correlationId);
        timeoutsCommand.timeouts(timeouts);
        send(ControlProtocolEvents.SET_TIMEOUTS, TimeoutsFlyweight.LENGTH);

        return correlationId;
    }

    /**
     * Ask for the time-outs.
     *
     * @return correlation id.
     */
    public long getTimeouts()
    {
        return sendMessage(ControlProtocolEvents.GET_TIMEOUTS);
    }

    /**
     * Ask for a page of the listing.
     *
     * @param cursor  0 for the first page, else what the last page gave.
     * @param maxRows services and destinations in the page.
     * @return correlation id.
     */
    public long listServices(final long cursor, final int maxRows)
    {
        final long correlationId = toDirector.nextCorrelationId();
        listServices.correlationId(correlationId);
        listServices.cursor(cursor);
        listServices.maxRows(maxRows);
        send(ControlProtocolEvents.LIST_SERVICES, ListServicesFlyweight.LENGTH);

        return correlationId;
    }

    /**
     * Say that the client lives.
     *
     * @param clientId   unique among the clients of this director.
     * @param clientName what it is, at most 15 bytes.
     */
    public void keepalive(final long clientId, final String clientName)
    {
        keepalive.correlationId(clientId);
        keepalive.name(clientName);
        send(ControlProtocolEvents.CLIENT_KEEPALIVE, ClientKeepaliveFlyweight.LENGTH);
    }

    /**
     * A number that no other client of this director has.
     *
     * @return the number.
     */
    public long newClientId()
    {
        return toDirector.nextCorrelationId();
    }

    private long sendMessage(final int typeId)
    {
        final long correlationId = toDirector.nextCorrelationId();
        message.correlationId(correlationId);
        send(typeId, MessageFlyweight.LENGTH);

        return correlationId;
    }

    private long sendServiceKey(final int typeId, final ServiceKey key)
    {
        final long correlationId = toDirector.nextCorrelationId();
        serviceCommand.correlationId(correlationId);
        serviceCommand.key(key);
        send(typeId, ServiceCommandFlyweight.KEY_ONLY_LENGTH);

        return correlationId;
    }

    private long sendService(final int typeId, final ServiceKey key, final ServiceSpec spec)
    {
        final long correlationId = toDirector.nextCorrelationId();
        serviceCommand.correlationId(correlationId);
        serviceCommand.key(key);
        serviceCommand.spec(spec);
        send(typeId, ServiceCommandFlyweight.LENGTH);

        return correlationId;
    }

    private long sendDestination(
        final int typeId, final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        final long correlationId = toDirector.nextCorrelationId();
        destinationCommand.correlationId(correlationId);
        destinationCommand.service(service);
        destinationCommand.key(key);
        destinationCommand.spec(spec);
        send(typeId, DestinationCommandFlyweight.LENGTH);

        return correlationId;
    }

    private void send(final int typeId, final int length)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MS);
        while (!toDirector.write(typeId, buffer, 0, length))
        {
            if (System.nanoTime() - deadlineNs >= 0 || Thread.currentThread().isInterrupted())
            {
                throw new DirectorUnavailableException(
                    Reason.NO_ANSWER,
                    "the director takes no commands: " + toDirector.size() + " bytes wait in its ring of " +
                    toDirector.capacity());
            }

            LockSupport.parkNanos(PARK_NS);
        }
    }
}
