/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

/**
 * The place where the conductor leaves the newest virtual hardware addresses and the workers find them.
 */
final class PublishedVirtualMacs
{
    private volatile VirtualMacSnapshot latest = VirtualMacSnapshot.EMPTY;

    /**
     * Newest addresses. Any thread.
     *
     * @return immutable snapshot.
     */
    VirtualMacSnapshot latest()
    {
        return latest;
    }

    /**
     * Publish. Conductor only.
     *
     * @param snapshot immutable.
     */
    void publish(final VirtualMacSnapshot snapshot)
    {
        latest = snapshot;
    }
}
