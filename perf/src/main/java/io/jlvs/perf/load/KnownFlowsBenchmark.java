/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Medians;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small UDP packets of known flows on one segment: through the kernel's IP forwarding, through an XDP program that only
 * swaps MAC addresses, and through a director with XDP in the driver, in turn.
 */
public final class KnownFlowsBenchmark
{
    private static final int[] FLOWS = {1, 10_000, 1_000_000};
    private static final double MILLION = 1e6;
    private static final String CONNECTIONS = "1000000";
    /** Each packet is of a flow picked at random: one in three million flows is unknown after so many of each. */
    private static final int PACKETS_TO_LEARN_A_FLOW = 15;
    private static final int LEARN_MS = 2_000;
    private static final int LEARN_TURNS = 30;

    private static final int KNOWN = 8_192;
    private static final int[] FRESH = {10, 30, 100};
    private static final int LEARN_RATE = 100_000;
    private static final int UDP_TIMEOUT_S = 3;

    private final Report report;
    private final int turns;
    private final int warmUpMs;
    private final int windowMs;
    private final Map<String, List<Measurement>> results = new LinkedHashMap<>();
    private final Map<Integer, List<Double>> shares = new LinkedHashMap<>();
    private final Map<Integer, List<double[]>> withNewFlows = new LinkedHashMap<>();

    private KnownFlowsBenchmark(final Report report, final boolean isQuick)
    {
        this.report = report;
        turns = isQuick ? 1 : 5;
        warmUpMs = isQuick ? 100 : 300;
        windowMs = isQuick ? 500 : 2_000;
    }

    /**
     * Run and report.
     *
     * @param report  takes the results.
     * @param root    of the project, where the launcher is.
     * @param options what and how.
     * @throws MeasurementException if the network cannot be made or nothing arrives.
     */
    public static void run(final Report report, final Path root, final LoadOptions options)
    {
        if (!"root".equals(System.getProperty("user.name")))
        {
            throw new MeasurementException("the load run makes network namespaces and needs root: use sudo", null);
        }

        final List<String> directorOptions = new ArrayList<>(options.directorOptions());
        addDefault(directorOptions, "--io", "xdp");
        addDefault(directorOptions, "--connections", CONNECTIONS);
        try (LoadLab lab = new LoadLab(LoadNetwork.ONE_ARM, root, directorOptions))
        {
            new KnownFlowsBenchmark(report, options.isQuick()).run(lab);
        }
    }

    private static void addDefault(final List<String> options, final String name, final String value)
    {
        if (!options.contains(name))
        {
            options.addAll(List.of(name, value));
        }
    }

    private void run(final LoadLab lab)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            lab.sink(Sink.SKB);
            lab.forwardByKernel();
            measure(lab, "kernel");
            lab.sink(Sink.XDP);
            lab.forwardByBareProgram();
            measure(lab, "bare");
            lab.forwardByDirector();
            measure(lab, "jlvs");
            lab.forwardByDirector();
            measureWithNewFlows(lab);
        }

        for (final int flows : FLOWS)
        {
            final double kernel = rate("kernel", flows);
            final double bare = rate("bare", flows);
            add("kernel ip_forward", flows, kernel, kernel, bare, 0);
            add("bare XDP_TX", flows, bare, kernel, bare, 0);
            add("jlvs xdp", flows, rate("jlvs", flows), kernel, bare, Medians.of(shares.get(flows)));
        }
        for (final Map.Entry<Integer, List<double[]>> entry : withNewFlows.entrySet())
        {
            report.add(new Result("new flows among known ones")
                .with("known flows", KNOWN)
                .with("new of 1024 packets", entry.getKey())
                .with("known, Mpps", median(entry.getValue(), 0))
                .with("of known alone", median(entry.getValue(), 1))
                .with("new, M flows/s", median(entry.getValue(), 2))
                .with("inserted, M/s", median(entry.getValue(), 3)));
        }
    }

    private void measure(final LoadLab lab, final String forwarder)
    {
        for (final int flows : FLOWS)
        {
            final boolean isDirector = "jlvs".equals(forwarder);
            if (isDirector)
            {
                learn(lab, flows);
            }
            final long xdpBefore = isDirector ? lab.counter("xdp-forward-dr") : 0;
            final long javaBefore = isDirector ? lab.counter("frames-received") : 0;
            final Measurement measurement = lab.run(flows, 0, warmUpMs, windowMs);
            if (0 == measurement.received())
            {
                throw new MeasurementException("of " + measurement.offered() + " packets through " + forwarder +
                    " none arrived", null);
            }
            results.computeIfAbsent(forwarder + flows, (key) -> new ArrayList<>()).add(measurement);
            if (isDirector)
            {
                final double xdp = lab.awaitSteady("xdp-forward-dr") - xdpBefore;
                final double java = lab.counter("frames-received") - javaBefore;
                shares.computeIfAbsent(flows, (key) -> new ArrayList<>()).add(xdp / (xdp + java));
            }
        }
    }

    /**
     * What new flows, each a single packet, leave to the known ones, and how many of them Java schedules and inserts.
     */
    private void measureWithNewFlows(final LoadLab lab)
    {
        lab.udpTimeout(UDP_TIMEOUT_S);
        lab.run(KNOWN, LEARN_RATE, 0, LEARN_MS);
        final double alone = lab.run(KNOWN, 0, warmUpMs, windowMs).rate();
        for (final int fresh : FRESH)
        {
            final long insertsBefore = lab.counter("flow-inserts");
            final Measurement mixed = lab.runWithNewFlows(KNOWN, 0, fresh, 0, windowMs);
            final double seconds = mixed.durationNs() / 1e9;
            final double known = (mixed.received() - mixed.fresh()) / seconds;
            withNewFlows.computeIfAbsent(fresh, (key) -> new ArrayList<>()).add(new double[] {
                known / MILLION,
                known / alone,
                mixed.fresh() / seconds / MILLION,
                (lab.counter("flow-inserts") - insertsBefore) / seconds / MILLION});
        }
    }

    private static double median(final List<double[]> rows, final int column)
    {
        return Medians.of(rows.stream().map((row) -> row[column]).toList());
    }

    /**
     * All flows through Java, so that they are known, and no others yet.
     */
    private void learn(final LoadLab lab, final int flows)
    {
        long sent = 0;
        for (int turn = 0; turn < LEARN_TURNS && sent < (long)flows * PACKETS_TO_LEARN_A_FLOW; turn++)
        {
            sent += lab.run(flows, 0, 0, LEARN_MS).received();
        }
    }

    private double rate(final String forwarder, final int flows)
    {
        return Medians.of(results.get(forwarder + flows).stream().map(Measurement::rate).toList());
    }

    private void add(
        final String name,
        final int flows,
        final double rate,
        final double kernel,
        final double bare,
        final double share)
    {
        report.add(new Result(name)
            .with("flows", flows)
            .with("Mpps", rate / MILLION)
            .with("of kernel", rate / kernel)
            .with("of bare XDP_TX", rate / bare)
            .with("in XDP", share));
    }
}
