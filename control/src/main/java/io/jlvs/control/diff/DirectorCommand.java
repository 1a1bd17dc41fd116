/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.diff;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;

/**
 * One idempotent step that brings the director nearer to what is desired.
 */
public sealed interface DirectorCommand
{
    /**
     * The service that it concerns.
     *
     * @return identity of the service.
     */
    ServiceKey service();

    /**
     * Add or change a service.
     *
     * @param service identity.
     * @param spec    settings.
     */
    record SetService(ServiceKey service, ServiceSpec spec) implements DirectorCommand
    {
    }

    /**
     * Delete a service with its destinations.
     *
     * @param service identity.
     */
    record DeleteService(ServiceKey service) implements DirectorCommand
    {
    }

    /**
     * Add or change a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     */
    record SetDestination(ServiceKey service, DestinationKey key, DestinationSpec spec) implements DirectorCommand
    {
    }

    /**
     * Delete a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     */
    record DeleteDestination(ServiceKey service, DestinationKey key) implements DirectorCommand
    {
    }
}
