/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.table.ServiceSnapshot;

/**
 * The place where the conductor leaves the newest services and the workers find them.
 */
final class PublishedServices
{
    private volatile ServiceSnapshot latest = ServiceSnapshot.EMPTY;

    /**
     * Newest services. Any thread.
     *
     * @return immutable snapshot.
     */
    ServiceSnapshot latest()
    {
        return latest;
    }

    /**
     * Publish. Conductor only.
     *
     * @param snapshot immutable.
     */
    void publish(final ServiceSnapshot snapshot)
    {
        latest = snapshot;
    }
}
