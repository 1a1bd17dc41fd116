/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.table.Destination;

/**
 * What follows from changes of the {@link ServiceRegistry}: the guard learns services, the resolver destinations.
 * Called on the conductor's thread.
 */
interface RegistryListener
{
    /**
     * A service exists now.
     *
     * @param key of the service.
     */
    void onServiceAdded(ServiceKey key);

    /**
     * A service is gone.
     *
     * @param key of the service.
     */
    void onServiceDeleted(ServiceKey key);

    /**
     * A destination needs a next hop.
     *
     * @param destination added, revived or restored.
     */
    void onDestinationAdded(Destination destination);

    /**
     * Nothing refers to a destination any more.
     *
     * @param destination forgotten.
     */
    void onDestinationRemoved(Destination destination);
}
