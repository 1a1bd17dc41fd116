/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * The director's side of the commands, called on the conductor's thread by the adapter that takes them off the ring.
 * Each command is answered with events that carry its correlation id; see {@code ControlProtocolEvents}.
 * "Set" commands are idempotent: add or edit, whichever is needed, without complaint.
 */
public interface CommandHandler
{
    /**
     * Add a service.
     *
     * @param correlationId of the command.
     * @param key           identity.
     * @param spec          settings.
     */
    void onAddService(long correlationId, ServiceKey key, ServiceSpec spec);

    /**
     * Replace the settings of a service.
     *
     * @param correlationId of the command.
     * @param key           identity.
     * @param spec          settings.
     */
    void onEditService(long correlationId, ServiceKey key, ServiceSpec spec);

    /**
     * Add a service, or replace its settings if they differ.
     *
     * @param correlationId of the command.
     * @param key           identity.
     * @param spec          settings.
     */
    void onSetService(long correlationId, ServiceKey key, ServiceSpec spec);

    /**
     * Delete a service with its destinations.
     *
     * @param correlationId of the command.
     * @param key           identity.
     */
    void onDeleteService(long correlationId, ServiceKey key);

    /**
     * Delete all services.
     *
     * @param correlationId of the command.
     */
    void onFlush(long correlationId);

    /**
     * Add a destination.
     *
     * @param correlationId of the command.
     * @param service       identity of the service.
     * @param key           identity.
     * @param spec          settings.
     */
    void onAddDestination(long correlationId, ServiceKey service, DestinationKey key, DestinationSpec spec);

    /**
     * Replace the settings of a destination.
     *
     * @param correlationId of the command.
     * @param service       identity of the service.
     * @param key           identity.
     * @param spec          settings.
     */
    void onEditDestination(long correlationId, ServiceKey service, DestinationKey key, DestinationSpec spec);

    /**
     * Add a destination, or replace its settings if they differ.
     *
     * @param correlationId of the command.
     * @param service       identity of the service.
     * @param key           identity.
     * @param spec          settings.
     */
    void onSetDestination(long correlationId, ServiceKey service, DestinationKey key, DestinationSpec spec);

    /**
     * Delete a destination.
     *
     * @param correlationId of the command.
     * @param service       identity of the service.
     * @param key           identity.
     */
    void onDeleteDestination(long correlationId, ServiceKey service, DestinationKey key);

    /**
     * Zero the traffic counters of all services.
     *
     * @param correlationId of the command.
     */
    void onZeroAll(long correlationId);

    /**
     * Zero the traffic counters of one service and its destinations.
     *
     * @param correlationId of the command.
     * @param key           identity.
     */
    void onZeroService(long correlationId, ServiceKey key);

    /**
     * Change time-outs; 0 keeps one.
     *
     * @param correlationId of the command.
     * @param timeouts      in seconds.
     */
    void onSetTimeouts(long correlationId, TimeoutsRow timeouts);

    /**
     * Ask for the time-outs.
     *
     * @param correlationId of the command.
     */
    void onGetTimeouts(long correlationId);

    /**
     * Ask for a page of the listing of services: a row for each service and, behind it, one for each of its
     * destinations, then an end event with the next cursor.
     *
     * @param correlationId of the command.
     * @param cursor        0 to begin, later what the last end event gave.
     * @param maxRows       rows (services and destinations together) in this page.
     */
    void onListServices(long correlationId, long cursor, int maxRows);

    /**
     * A client lives.
     *
     * @param clientId   chosen by the client.
     * @param clientName what it is, for the log: "keepalived".
     */
    void onClientKeepalive(long clientId, String clientName);
}
