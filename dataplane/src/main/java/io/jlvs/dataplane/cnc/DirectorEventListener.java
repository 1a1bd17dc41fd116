/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Takes what the director tells, on the thread that polls the {@link DirectorEventsAdapter}. All clients get all
 * events: compare the correlation id.
 */
public interface DirectorEventListener
{
    /**
     * Outcome of a command.
     *
     * @param correlationId of the command.
     * @param code          outcome.
     * @param text          for the operator, often empty.
     */
    void onResponse(long correlationId, ResponseCode code, String text);

    /**
     * A service of a listing; its destinations follow.
     *
     * @param correlationId of the command.
     * @param key           identity.
     * @param spec          settings.
     * @param available     false for a deleted service that connections still refer to.
     * @param traffic       since the start or the last zeroing.
     */
    void onServiceRow(long correlationId, ServiceKey key, ServiceSpec spec, boolean available, TrafficRow traffic);

    /**
     * A destination of the last service.
     *
     * @param correlationId of the command.
     * @param row           the destination.
     */
    void onDestinationRow(long correlationId, DestinationRow row);

    /**
     * End of a page.
     *
     * @param correlationId        of the command.
     * @param nextCursor           of the next page, {@link ListEndFlyweight#DONE} for none.
     * @param configurationVersion that the page shows.
     */
    void onListEnd(long correlationId, long nextCursor, long configurationVersion);

    /**
     * The time-outs.
     *
     * @param correlationId of the command.
     * @param timeouts      in seconds.
     */
    void onTimeouts(long correlationId, TimeoutsRow timeouts);
}
