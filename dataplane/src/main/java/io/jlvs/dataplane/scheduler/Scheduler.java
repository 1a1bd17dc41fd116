/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;

/**
 * Picks the destination of a new connection. One instance for each service on each worker, used by that worker's
 * thread alone; it lives as long as the service keeps the same scheduler, over all versions of the service.
 */
public interface Scheduler
{
    /**
     * The service was added, or it or its destinations were changed: called before the first
     * {@link #schedule} with the new version.
     *
     * @param service the new version.
     */
    void onServiceChanged(Service service);

    /**
     * Choose a destination with weight above 0. Allocates nothing.
     *
     * @param service the version last given to {@link #onServiceChanged}.
     * @param packet  that opens the connection.
     * @return null when no destination is available.
     */
    Destination schedule(Service service, PacketContext packet);
}
