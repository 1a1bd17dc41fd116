/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * Told of each entry that ends, on the worker's thread, while the entry can still be read: to correct counters and
 * to tell the recorder.
 */
@FunctionalInterface
public interface ExpiryListener
{
    /**
     * An entry ends; it is removed when this returns. Must not allocate and must not change the table.
     *
     * @param table that holds the entry.
     * @param slot  of the entry, connection or template.
     */
    void onExpired(FlowTable table, int slot);
}
