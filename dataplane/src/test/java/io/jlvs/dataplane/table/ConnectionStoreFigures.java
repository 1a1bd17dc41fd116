/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the figures of the connection record that the README quotes: time and garbage of a change, bytes for each
 * entry, time to open, time to recover after a writer was killed. Processor time beside wall time, because the latter
 * says little on a busy machine. Run as a main class with the flags of the launcher; nothing is asserted.
 */
public final class ConnectionStoreFigures
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private ConnectionStoreFigures()
    {
    }

    /**
     * Print the figures.
     *
     * @param args folder for the file (it should be where the director keeps it, in memory), number of connections.
     * @throws Exception if a file or process fails.
     */
    public static void main(final String[] args) throws Exception
    {
        final Path file = Path.of(args[0]).resolve("connection-store-figures");
        final int count = Integer.parseInt(args[1]);
        Files.deleteIfExists(file);
        final ConnectionFlyweight connection = ConnectionStoreWriter.newConnection();

        final Stopwatch opening = new Stopwatch();
        try (ConnectionStore store = ConnectionStore.open(file, count))
        {
            opening.print("create", 1);
            for (final String what : new String[]{"insert", "update", "update"})
            {
                final Stopwatch stopwatch = new Stopwatch();
                for (int i = 0; i < count; i++)
                {
                    store.put(ConnectionStoreWriter.connection(connection, i, ConnectionState.SYN_RECV));
                }
                stopwatch.print(what, count);
            }
            final Stopwatch removing = new Stopwatch();
            for (int i = 0; i < count; i++)
            {
                store.remove(ConnectionStoreWriter.connection(connection, i, 0));
            }
            removing.print("remove", count);
            System.out.printf("%.1f bytes an entry%n", store.fileBytes() / (double)count);
        }
        Files.delete(file);

        final Process writer = ConnectionStoreWriter.start(file, count);
        writer.destroyForcibly().waitFor();
        final Stopwatch recovering = new Stopwatch();
        try (ConnectionStore store = ConnectionStore.open(file, count))
        {
            recovering.print("recover " + store.size() + " entries", 1);
            System.out.println("notice: " + store.notice());
            final Stopwatch reading = new Stopwatch();
            final long[] seen = new long[1];
            store.forEach((recorded) -> seen[0]++);
            reading.print("read " + seen[0] + " entries", 1);
        }
        Files.delete(file);
    }

    private static final class Stopwatch
    {
        private final long wallNs = System.nanoTime();
        private final long cpuNs = THREADS.getCurrentThreadCpuTime();
        private final long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();

        void print(final String what, final int count)
        {
            System.out.printf(
                "%s: %,d ns of processor, %,d ns of wall, %,d bytes of garbage, each%n",
                what,
                (THREADS.getCurrentThreadCpuTime() - cpuNs) / count,
                (System.nanoTime() - wallNs) / count,
                (THREADS.getCurrentThreadAllocatedBytes() - allocatedBytes) / count);
        }
    }
}
