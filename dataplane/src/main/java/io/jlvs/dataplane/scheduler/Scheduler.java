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
     * {@link #schedule} with the new version. Versions may be left out. Allocation is fine here.
     *
     * @param service the new version; its array of destinations is the same object as in the version before if only
     *                the service was edited, and another one if any destination was added, edited or deleted.
     */
    void onServiceChanged(Service service);

    /**
     * This fresh scheduler takes the place of another one in a service that is there already: called once, instead of
     * {@link #onServiceChanged}, before the first {@link #schedule}. The kernel tells the two apart: a service is added
     * empty, but edited with the destinations that it has (ip_vs_edit_service in net/netfilter/ipvs/ip_vs_ctl.c).
     *
     * @param service the new version.
     */
    default void onServiceTakenOver(final Service service)
    {
        onServiceChanged(service);
    }

    /**
     * Choose a destination with weight above 0. Allocates nothing.
     *
     * @param service the version last given to {@link #onServiceChanged}.
     * @param packet  that opens the connection.
     * @return null when no destination is available.
     */
    Destination schedule(Service service, PacketContext packet);
}
