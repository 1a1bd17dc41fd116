/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;

import java.nio.file.Path;
import java.util.List;

/**
 * What ipvsadm needs of a running director: what the kernel offers the real one. Any method may throw
 * {@link DirectorUnavailableException}.
 */
interface IpvsadmDirector extends AutoCloseable
{
    /**
     * Add a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return outcome.
     */
    CommandResponse addService(ServiceKey key, ServiceSpec spec);

    /**
     * Replace the settings of a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return outcome.
     */
    CommandResponse editService(ServiceKey key, ServiceSpec spec);

    /**
     * Delete a service with its destinations.
     *
     * @param key identity.
     * @return outcome.
     */
    CommandResponse deleteService(ServiceKey key);

    /**
     * Delete all services.
     *
     * @return outcome.
     */
    CommandResponse flush();

    /**
     * Add a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return outcome.
     */
    CommandResponse addDestination(ServiceKey service, DestinationKey key, DestinationSpec spec);

    /**
     * Replace the settings of a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return outcome.
     */
    CommandResponse editDestination(ServiceKey service, DestinationKey key, DestinationSpec spec);

    /**
     * Delete a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @return outcome.
     */
    CommandResponse deleteDestination(ServiceKey service, DestinationKey key);

    /**
     * Zero the counters of all services.
     *
     * @return outcome.
     */
    CommandResponse zeroAll();

    /**
     * Zero the counters of one service.
     *
     * @param key identity.
     * @return outcome.
     */
    CommandResponse zeroService(ServiceKey key);

    /**
     * Change time-outs.
     *
     * @param timeouts in seconds, 0 keeps one.
     * @return outcome.
     */
    CommandResponse setTimeouts(TimeoutsRow timeouts);

    /**
     * Time-outs in force.
     *
     * @return in seconds.
     */
    TimeoutsRow timeouts();

    /**
     * All services.
     *
     * @return in the director's order, with the deleted ones that connections still refer to.
     */
    List<ServiceRow> services();

    /**
     * Visit all connections and templates that have time left.
     *
     * @param listener gets each.
     * @throws IllegalStateException        if the director's flow tables are not there or of another version.
     * @throws java.io.UncheckedIOException if they cannot be read.
     */
    void connections(ConnectionListener listener);

    @Override
    void close();

    /** Gets connections. */
    interface ConnectionListener
    {
        /**
         * A connection or template.
         *
         * @param row what to print of it.
         */
        void onConnection(ConnectionRow row);
    }

    /** Finds the director. */
    interface Connector
    {
        /**
         * Connect.
         *
         * @param directory of the director.
         * @return the director, to be closed.
         * @throws DirectorUnavailableException if there is none, or it must not be asked.
         */
        IpvsadmDirector connect(Path directory);
    }
}
