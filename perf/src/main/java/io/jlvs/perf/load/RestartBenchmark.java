/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a director's death costs: 100,000 known UDP flows run for half a minute, the director is killed (SIGKILL) after
 * a third of it, and another starts two seconds later. Counts the packets that were lost, and those that the director
 * has not counted for its server.
 */
public final class RestartBenchmark
{
    private static final int FLOWS = 100_000;
    private static final int PACKETS_PER_SECOND = 200_000;
    private static final int LEARN_PACKETS_PER_SECOND = 400_000;
    private static final int LEARN_MS = 6_000;
    private static final int DURATION_MS = 30_000;
    private static final int KILL_AFTER_MS = 10_000;
    private static final int DEAD_MS = 2_000;
    private static final int QUICK_DIVISOR = 5;

    private RestartBenchmark()
    {
    }

    /**
     * Run and report.
     *
     * @param report  takes the result.
     * @param root    of the project, where the launcher is.
     * @param options what and how.
     * @throws MeasurementException if the network cannot be made or nothing arrives.
     */
    public static void run(final Report report, final Path root, final LoadOptions options)
    {
        if (!"root".equals(System.getProperty("user.name")))
        {
            throw new MeasurementException("the run makes network namespaces and needs root: use sudo", null);
        }

        final int divisor = options.isQuick() ? QUICK_DIVISOR : 1;
        final List<String> directorOptions = new ArrayList<>(List.of("--io", "xdp"));
        directorOptions.addAll(options.directorOptions());
        try (LoadLab lab = new LoadLab(LoadNetwork.ONE_ARM, root, directorOptions))
        {
            lab.sink(Sink.XDP);
            lab.forwardByDirector();
            final Measurement learning = lab.run(FLOWS / divisor, LEARN_PACKETS_PER_SECOND, 0, LEARN_MS);
            final CompletableFuture<Measurement> running = CompletableFuture.supplyAsync(
                () -> lab.runUnwatched(FLOWS / divisor, PACKETS_PER_SECOND, DURATION_MS / divisor));
            sleep(KILL_AFTER_MS / divisor);
            lab.killDirector();
            sleep(DEAD_MS);
            final long startNs = System.nanoTime();
            lab.restartDirector();
            final double startS = (System.nanoTime() - startNs) / 1e9;
            final Measurement measurement = running.join();
            sleep(DEAD_MS);

            final long arrived = learning.offeredAll() - learning.lost() +
                measurement.offeredAll() - measurement.lost();
            report.add(new Result("kill -9 and restart")
                .with("flows", FLOWS / divisor)
                .with("sent", measurement.offeredAll())
                .with("lost", measurement.lost())
                .with("lost while learning", learning.lost())
                .with("not counted", arrived - lab.packetsOfServer())
                .with("start, s", startS));
        }
    }

    private static void sleep(final long durationMs)
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(durationMs);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
