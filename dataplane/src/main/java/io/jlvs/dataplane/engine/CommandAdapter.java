/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ClientKeepaliveFlyweight;
import io.jlvs.dataplane.cnc.CommandHandler;
import io.jlvs.dataplane.cnc.ControlProtocolEvents;
import io.jlvs.dataplane.cnc.DestinationCommandFlyweight;
import io.jlvs.dataplane.cnc.ListServicesFlyweight;
import io.jlvs.dataplane.cnc.MessageFlyweight;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceCommandFlyweight;
import io.jlvs.dataplane.cnc.TimeoutsFlyweight;
import org.agrona.ErrorHandler;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.concurrent.TimeUnit;

/**
 * Takes commands off the ring and hands them to the {@link CommandHandler}. Nothing that a client writes can end the
 * conductor: what cannot be read, and what a handler throws, is counted, goes to the error handler and is answered
 * as invalid. Used by the conductor's thread alone.
 */
public final class CommandAdapter
{
    /** A client that was killed while it wrote blocks the ring for so long. */
    static final long UNBLOCK_AFTER_NS = TimeUnit.SECONDS.toNanos(1);

    private final ManyToOneRingBuffer toDirector;
    private final CommandHandler handler;
    private final EventProxy eventProxy;
    private final ErrorHandler errorHandler;
    private final AtomicCounter commands;
    private final AtomicCounter invalidCommands;
    private final MessageHandler onCommand = this::onCommand;
    private final MessageFlyweight message = new MessageFlyweight();
    private final ServiceCommandFlyweight service = new ServiceCommandFlyweight();
    private final DestinationCommandFlyweight destination = new DestinationCommandFlyweight();
    private final TimeoutsFlyweight timeouts = new TimeoutsFlyweight();
    private final ListServicesFlyweight listServices = new ListServicesFlyweight();
    private final ClientKeepaliveFlyweight keepalive = new ClientKeepaliveFlyweight();
    private long blockedPosition = -1;
    private long blockedSinceNs;

    /**
     * An adapter for the ring of this director.
     *
     * @param toDirector      ring in its {@code cnc.dat}.
     * @param handler         carries the commands out and answers them.
     * @param eventProxy      answers what never gets to the handler.
     * @param errorHandler    takes what goes wrong; the distinct error log.
     * @param commands        counts all messages.
     * @param invalidCommands counts those that could not be read or carried out.
     */
    public CommandAdapter(
        final ManyToOneRingBuffer toDirector,
        final CommandHandler handler,
        final EventProxy eventProxy,
        final ErrorHandler errorHandler,
        final AtomicCounter commands,
        final AtomicCounter invalidCommands)
    {
        this.toDirector = toDirector;
        this.handler = handler;
        this.eventProxy = eventProxy;
        this.errorHandler = errorHandler;
        this.commands = commands;
        this.invalidCommands = invalidCommands;
    }

    /**
     * Take commands.
     *
     * @param nowNs of the monotonic clock.
     * @param limit of commands.
     * @return number of commands taken.
     */
    public int poll(final long nowNs, final int limit)
    {
        final int count = toDirector.read(onCommand, limit);
        if (0 == count)
        {
            unblock(nowNs);
        }
        else
        {
            blockedPosition = -1;
        }

        return count;
    }

    private void unblock(final long nowNs)
    {
        if (0 == toDirector.size())
        {
            blockedPosition = -1;
            return;
        }

        final long position = toDirector.consumerPosition();
        if (position != blockedPosition)
        {
            blockedPosition = position;
            blockedSinceNs = nowNs;
        }
        else if (nowNs - blockedSinceNs >= UNBLOCK_AFTER_NS)
        {
            blockedPosition = -1;
            if (toDirector.unblock())
            {
                fail(new IllegalStateException("a client ended while it wrote a command; it is left out"));
            }
        }
    }

    private void onCommand(final int typeId, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        commands.incrementRelease();
        try
        {
            final int minLength = ControlProtocolEvents.minLength(typeId);
            if (length < Math.max(minLength, MessageFlyweight.LENGTH))
            {
                fail(new IllegalArgumentException(
                    "command of type " + typeId + " has " + length + " bytes, at least " + minLength + " expected"));
            }
            else
            {
                message.wrap(buffer, offset);
                dispatch(typeId, buffer, offset);
            }
        }
        catch (final RuntimeException ex)
        {
            fail(ex);
            eventProxy.response(message.correlationId(), ResponseCode.INVALID, "director: " + ex);
        }
    }

    private void dispatch(final int typeId, final MutableDirectBuffer buffer, final int offset)
    {
        final long correlationId = message.correlationId();
        switch (typeId)
        {
            case ControlProtocolEvents.ADD_SERVICE:
                service.wrap(buffer, offset);
                handler.onAddService(correlationId, service.key(), service.spec());
                break;

            case ControlProtocolEvents.EDIT_SERVICE:
                service.wrap(buffer, offset);
                handler.onEditService(correlationId, service.key(), service.spec());
                break;

            case ControlProtocolEvents.SET_SERVICE:
                service.wrap(buffer, offset);
                handler.onSetService(correlationId, service.key(), service.spec());
                break;

            case ControlProtocolEvents.DELETE_SERVICE:
                service.wrap(buffer, offset);
                handler.onDeleteService(correlationId, service.key());
                break;

            case ControlProtocolEvents.FLUSH:
                handler.onFlush(correlationId);
                break;

            case ControlProtocolEvents.ADD_DESTINATION:
                destination.wrap(buffer, offset);
                handler.onAddDestination(correlationId, destination.service(), destination.key(), destination.spec());
                break;

            case ControlProtocolEvents.EDIT_DESTINATION:
                destination.wrap(buffer, offset);
                handler.onEditDestination(correlationId, destination.service(), destination.key(), destination.spec());
                break;

            case ControlProtocolEvents.SET_DESTINATION:
                destination.wrap(buffer, offset);
                handler.onSetDestination(correlationId, destination.service(), destination.key(), destination.spec());
                break;

            case ControlProtocolEvents.DELETE_DESTINATION:
                destination.wrap(buffer, offset);
                handler.onDeleteDestination(correlationId, destination.service(), destination.key());
                break;

            case ControlProtocolEvents.ZERO_ALL:
                handler.onZeroAll(correlationId);
                break;

            case ControlProtocolEvents.ZERO_SERVICE:
                service.wrap(buffer, offset);
                handler.onZeroService(correlationId, service.key());
                break;

            case ControlProtocolEvents.SET_TIMEOUTS:
                timeouts.wrap(buffer, offset);
                handler.onSetTimeouts(correlationId, timeouts.timeouts());
                break;

            case ControlProtocolEvents.GET_TIMEOUTS:
                handler.onGetTimeouts(correlationId);
                break;

            case ControlProtocolEvents.LIST_SERVICES:
                listServices.wrap(buffer, offset);
                handler.onListServices(correlationId, listServices.cursor(), listServices.maxRows());
                break;

            case ControlProtocolEvents.CLIENT_KEEPALIVE:
                keepalive.wrap(buffer, offset);
                handler.onClientKeepalive(correlationId, keepalive.name());
                break;

            default:
                throw new IllegalArgumentException("command of unknown type " + typeId);
        }
    }

    private void fail(final RuntimeException ex)
    {
        invalidCommands.incrementRelease();
        errorHandler.onError(ex);
    }
}
