/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ControlProtocolEvents;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationRowFlyweight;
import io.jlvs.dataplane.cnc.ListEndFlyweight;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ResponseFlyweight;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRowFlyweight;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsFlyweight;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.cnc.TrafficRow;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/**
 * Puts events on the broadcast to all clients. It never waits: a client that is too slow is lapped and asks again.
 * Used by the conductor's thread alone.
 */
public final class EventProxy
{
    private final BroadcastTransmitter transmitter;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ResponseFlyweight.MAX_LENGTH]);
    private final ResponseFlyweight response = new ResponseFlyweight();
    private final ServiceRowFlyweight serviceRow = new ServiceRowFlyweight();
    private final DestinationRowFlyweight destinationRow = new DestinationRowFlyweight();
    private final ListEndFlyweight listEnd = new ListEndFlyweight();
    private final TimeoutsFlyweight timeouts = new TimeoutsFlyweight();

    /**
     * A proxy for the clients of this director.
     *
     * @param toClientsBuffer of its {@code cnc.dat}.
     */
    public EventProxy(final AtomicBuffer toClientsBuffer)
    {
        transmitter = new BroadcastTransmitter(toClientsBuffer);
        response.wrap(buffer, 0);
        serviceRow.wrap(buffer, 0);
        destinationRow.wrap(buffer, 0);
        listEnd.wrap(buffer, 0);
        timeouts.wrap(buffer, 0);
    }

    /**
     * Outcome of a command.
     *
     * @param correlationId of the command.
     * @param code          outcome.
     * @param text          for the operator; cut if longer than {@link ResponseFlyweight#MAX_TEXT_LENGTH}.
     */
    public void response(final long correlationId, final ResponseCode code, final String text)
    {
        response.correlationId(correlationId);
        response.code(code);
        response.text(text);
        transmitter.transmit(ControlProtocolEvents.RESPONSE, buffer, 0, response.length());
    }

    /**
     * A service of a listing.
     *
     * @param correlationId of the command.
     * @param key           identity.
     * @param spec          settings.
     * @param available     false for a deleted service that connections still refer to.
     * @param traffic       since the start or the last zeroing.
     */
    public void serviceRow(
        final long correlationId,
        final ServiceKey key,
        final ServiceSpec spec,
        final boolean available,
        final TrafficRow traffic)
    {
        serviceRow.correlationId(correlationId);
        serviceRow.row(key, spec, available, traffic);
        transmitter.transmit(ControlProtocolEvents.SERVICE_ROW, buffer, 0, ServiceRowFlyweight.LENGTH);
    }

    /**
     * A destination of the last service of a listing.
     *
     * @param correlationId of the command.
     * @param row           the destination.
     */
    public void destinationRow(final long correlationId, final DestinationRow row)
    {
        destinationRow.correlationId(correlationId);
        destinationRow.row(row);
        transmitter.transmit(ControlProtocolEvents.DESTINATION_ROW, buffer, 0, DestinationRowFlyweight.LENGTH);
    }

    /**
     * End of a page of a listing.
     *
     * @param correlationId        of the command.
     * @param nextCursor           where the next page begins, {@link ListEndFlyweight#DONE} for the last one.
     * @param configurationVersion that the page shows; grows with each change.
     */
    public void listEnd(final long correlationId, final long nextCursor, final long configurationVersion)
    {
        listEnd.correlationId(correlationId);
        listEnd.nextCursor(nextCursor);
        listEnd.configurationVersion(configurationVersion);
        transmitter.transmit(ControlProtocolEvents.LIST_END, buffer, 0, ListEndFlyweight.LENGTH);
    }

    /**
     * The time-outs.
     *
     * @param correlationId of the command.
     * @param row           in seconds.
     */
    public void timeouts(final long correlationId, final TimeoutsRow row)
    {
        timeouts.correlationId(correlationId);
        timeouts.timeouts(row);
        transmitter.transmit(ControlProtocolEvents.TIMEOUTS, buffer, 0, TimeoutsFlyweight.LENGTH);
    }
}
