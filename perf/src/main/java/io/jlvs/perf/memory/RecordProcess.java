/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.memory;

import io.jlvs.dataplane.table.ConnectionStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process that writes a record and is killed, and the one that recovers it:
 * <pre>
 *   write FILE CONNECTIONS     says "written NANOSECONDS BYTES" and goes on updating until it is killed
 *   recover FILE CONNECTIONS   says "recovered OPEN_NANOSECONDS REFILL_NANOSECONDS CONNECTIONS" and ends
 * </pre>
 */
public final class RecordProcess
{
    private RecordProcess()
    {
    }

    /**
     * Do it.
     *
     * @param args as the class says.
     */
    public static void main(final String[] args)
    {
        final Path file = Path.of(args[1]);
        final int count = Integer.parseInt(args[2]);
        if ("write".equals(args[0]))
        {
            write(file, count);
        }
        else
        {
            recover(file, count);
        }
    }

    private static void write(final Path file, final int count)
    {
        final ManyConnections connections = new ManyConnections();
        try (ConnectionStore store = ConnectionStore.open(file, count))
        {
            final long startNs = System.nanoTime();
            putAll(store, connections, count, 0);
            System.out.println("written " + (System.nanoTime() - startNs) + " " + store.fileBytes());
            int ticks = 1;
            while (!Thread.currentThread().isInterrupted())
            {
                putAll(store, connections, count, ticks++);
            }
        }
    }

    private static void putAll(
        final ConnectionStore store, final ManyConnections connections, final int count, final int ticks)
    {
        for (int i = 0; i < count; i++)
        {
            if (!store.put(connections.get(i, ticks)))
            {
                throw new IllegalStateException("the record is full at connection " + i + " of " + count);
            }
        }
    }

    private static void recover(final Path file, final int count)
    {
        final long startNs = System.nanoTime();
        try (ConnectionStore store = ConnectionStore.open(file, count))
        {
            final long openNs = System.nanoTime() - startNs;
            final Refill refill = new Refill(count);
            final AtomicLong refused = new AtomicLong();
            store.forEach((connection) -> refused.addAndGet(refill.insert(connection) ? 0 : 1));
            final long refillNs = System.nanoTime() - startNs - openNs;
            System.out.println("recovered " + openNs + " " + refillNs + " " + (refill.size() - refused.get()));
        }
    }
}
