/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.memory;

import io.jlvs.perf.process.Child;
import io.jlvs.perf.process.Commands;
import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Flow table and record of a million IPv4 connections, and the recovery of the record after its writer was killed.
 */
public final class MemoryBenchmark
{
    /** Connections unless another number is given. */
    public static final int CONNECTIONS_DEFAULT = 1_000_000;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final double NS_PER_SECOND = 1e9;
    private static final int WARM_UP_ROUNDS = 2;

    private final Report report;
    private final int connections;

    private MemoryBenchmark(final Report report, final int connections)
    {
        this.report = report;
        this.connections = connections;
    }

    /**
     * Run and report. Takes about 150 bytes of shared memory for each connection while it runs.
     *
     * @param report      takes the results.
     * @param connections number, at least 1.
     * @throws MeasurementException if something is not as it must be: a connection that does not come back.
     */
    public static void run(final Report report, final int connections)
    {
        final MemoryBenchmark benchmark = new MemoryBenchmark(report, connections);
        benchmark.fillTable();
        benchmark.killAndRecover();
    }

    private void fillTable()
    {
        Refill refill = null;
        long elapsedNs = 0;
        // The last round counts: the code is compiled by then.
        for (int round = 0; round <= WARM_UP_ROUNDS; round++)
        {
            refill = new Refill(connections);
            final ManyConnections source = new ManyConnections();
            final long startNs = System.nanoTime();
            for (int i = 0; i < connections; i++)
            {
                if (!refill.insert(source.get(i, 0)))
                {
                    throw new MeasurementException("no room in the flow table for connection " + i, null);
                }
            }
            elapsedNs = System.nanoTime() - startNs;
        }

        report.add(new Result("flow table, IPv4")
            .with("connections", refill.size())
            .with("bytes/connection", (double)refill.bytes() / connections)
            .with("load factor", (double)refill.size() / refill.capacity())
            .with("ns/insert", (double)elapsedNs / connections));
    }

    private void killAndRecover()
    {
        final Path directory = makeDirectory();
        final Thread cleaner = new Thread(() -> removeTree(directory));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try
        {
            final Path file = directory.resolve("connections.map");
            write(file);
            recover(file);
        }
        finally
        {
            removeTree(directory);
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
    }

    private void write(final Path file)
    {
        try (Child writer = Child.start(
            Child.jvm(RecordProcess.class, "write", file.toString(), Integer.toString(connections))))
        {
            final String[] written = writer.awaitLine("written ").split(" ");
            final double elapsedNs = Double.parseDouble(written[1]);
            writer.kill();
            report.add(new Result("record, Chronicle Map")
                .with("connections", connections)
                .with("bytes/connection", Double.parseDouble(written[2]) / connections)
                .with("allocated bytes/connection", (double)allocatedBytes(file) / connections)
                .with("ns/put", elapsedNs / connections));
        }
    }

    private void recover(final Path file)
    {
        final long startNs = System.nanoTime();
        try (Child reader = Child.start(
            Child.jvm(RecordProcess.class, "recover", file.toString(), Integer.toString(connections))))
        {
            final String[] recovered = reader.awaitLine("recovered ").split(" ");
            final double totalSeconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
            if (Integer.parseInt(recovered[3]) != connections)
            {
                throw new MeasurementException(
                    "after the kill " + recovered[3] + " connections came back instead of " + connections, null);
            }
            report.add(new Result("recovery after kill -9")
                .with("connections", connections)
                .with("open, s", Double.parseDouble(recovered[1]) / NS_PER_SECOND)
                .with("refill, s", Double.parseDouble(recovered[2]) / NS_PER_SECOND)
                .with("from process start, s", totalSeconds));
        }
    }

    private static Path makeDirectory()
    {
        try
        {
            return Files.createTempDirectory(Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : null, "jlvs-perf-");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The file is sparse: what it takes of the memory file system. */
    private static long allocatedBytes(final Path file)
    {
        return 512L * Long.parseLong(Commands.run("stat", "-c", "%b", file.toString()).strip());
    }

    private static void removeTree(final Path root)
    {
        if (!Files.exists(root))
        {
            return;
        }
        final List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(root))
        {
            tree.sorted(Comparator.reverseOrder()).forEach(files::add);
            for (final Path file : files)
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final IOException | UncheckedIOException ex)
        {
            System.err.println("cannot remove " + root + ": " + ex);
        }
    }
}
