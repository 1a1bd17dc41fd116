/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Small UDP packets of one flow and of ten thousand, through the kernel's IP forwarding and through a director with
 * one worker, in turn on the same network. First as fast as each can, then the director at parts of its own maximum,
 * where nothing may be lost.
 */
public final class LoadBenchmark
{
    private static final String IO = "--io";
    private static final int[] FLOWS = {1, 10_000};
    private static final double[] PARTS = {0.5, 0.8, 0.9};
    private static final double NS_PER_SECOND = 1e9;
    private static final double MILLION = 1e6;

    private final Report report;
    private final Durations durations;
    private final Map<Integer, List<Measurement>> kernel = new LinkedHashMap<>();
    private final Map<Integer, List<Measurement>> director = new LinkedHashMap<>();
    private double generatorNs;

    private LoadBenchmark(final Report report, final Durations durations)
    {
        this.report = report;
        this.durations = durations;
        for (final int flows : FLOWS)
        {
            kernel.put(flows, new ArrayList<>());
            director.put(flows, new ArrayList<>());
        }
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

        final LoadBenchmark benchmark = new LoadBenchmark(report, options.isQuick() ? Durations.QUICK : Durations.FULL);
        final List<String> directorOptions = new ArrayList<>(options.directorOptions());
        if (!directorOptions.contains(IO))
        {
            directorOptions.addAll(List.of(IO, "af_packet"));
        }
        try (LoadLab lab = new LoadLab(LoadNetwork.TWO_ARMS, root, directorOptions))
        {
            lab.sink(options.sink());
            benchmark.run(lab);
        }
    }

    private void run(final LoadLab lab)
    {
        generatorNs = lab.generatorNs(durations.windowMs());
        for (int turn = 0; turn < durations.turns(); turn++)
        {
            lab.forwardByKernel();
            measure(lab, kernel, durations.warmUpMs());
            lab.forwardByDirector();
            lab.run(FLOWS[1], 0, 0, durations.compileMs());
            measure(lab, director, durations.warmUpMs());
        }

        for (final int flows : FLOWS)
        {
            addMaximum(flows);
        }
        for (final int flows : FLOWS)
        {
            for (final double part : PARTS)
            {
                addPaced(lab, flows, part);
            }
        }
    }

    private void measure(final LoadLab lab, final Map<Integer, List<Measurement>> results, final int warmUpMs)
    {
        for (final int flows : FLOWS)
        {
            final Measurement measurement = lab.run(flows, 0, warmUpMs, durations.windowMs());
            if (0 == measurement.received())
            {
                throw new MeasurementException(
                    "of " + measurement.offered() + " packets of " + flows + " flows none arrived", null);
            }
            results.get(flows).add(measurement);
        }
    }

    private void addMaximum(final int flows)
    {
        final Measurement byKernel = median(kernel.get(flows));
        final Measurement byDirector = median(director.get(flows));
        final CpuTimes cpu = byDirector.cpu();
        report.add(new Result("kernel ip_forward")
            .with("flows", flows)
            .with("Mpps", byKernel.rate() / MILLION)
            .with("range", range(kernel.get(flows)))
            .with("of kernel", 1.0)
            .with("worker ns/packet", 0.0)
            .with("of it in the kernel", 0.0)
            .with("softirq ns/packet", receiverNs(byKernel))
            .with("CPU ns/packet", receiverNs(byKernel)));
        final double workerNs = (double)cpu.workerNs() / byDirector.received();
        report.add(new Result("jlvs af_packet")
            .with("flows", flows)
            .with("Mpps", byDirector.rate() / MILLION)
            .with("range", range(director.get(flows)))
            .with("of kernel", byDirector.rate() / byKernel.rate())
            .with("worker ns/packet", workerNs)
            .with("of it in the kernel", (double)cpu.systemNs() / byDirector.received())
            .with("softirq ns/packet", receiverNs(byDirector))
            .with("CPU ns/packet", receiverNs(byDirector) + workerNs));
    }

    /**
     * Each turn measures the maximum anew right before: that of a virtual machine changes within seconds.
     */
    private void addPaced(final LoadLab lab, final int flows, final double part)
    {
        final List<Measurement> measurements = new ArrayList<>();
        for (int turn = 0; turn < durations.pacedTurns(); turn++)
        {
            final Measurement maximum = lab.run(flows, 0, durations.warmUpMs(), durations.windowMs());
            measurements.add(
                lab.run(flows, (long)(maximum.rate() * part), durations.warmUpMs(), durations.windowMs()));
        }

        final Measurement paced = measurements.stream()
            .sorted(Comparator.comparingLong(Measurement::lost)).toList().get(measurements.size() / 2);
        report.add(new Result("jlvs af_packet, paced")
            .with("flows", flows)
            .with("of its maximum", part)
            .with("Mpps", paced.rate() / MILLION)
            .with("sent", paced.offeredAll())
            .with("lost, each turn", measurements.stream()
                .map((measurement) -> Long.toString(measurement.lost())).collect(Collectors.joining(" ")))
            .with("worker ns/packet", (double)paced.cpu().workerNs() / paced.received())
            .with("worker busy", (double)paced.cpu().workerNs() / paced.durationNs())
            .with("others busy", (double)paced.cpu().othersNs() / paced.durationNs())
            .with("stolen ms", measurements.stream()
                .mapToLong((measurement) -> TimeUnit.NANOSECONDS.toMillis(measurement.cpu().stolenNs())).sum()));
    }

    /**
     * What the sender's CPU, which is busy all the time, spends on a packet besides sending it.
     */
    private double receiverNs(final Measurement measurement)
    {
        return NS_PER_SECOND / measurement.offeredRate() - generatorNs;
    }

    private static Measurement median(final List<Measurement> measurements)
    {
        final List<Measurement> sorted = sorted(measurements);
        return sorted.get(sorted.size() / 2);
    }

    private static String range(final List<Measurement> measurements)
    {
        final List<Measurement> sorted = sorted(measurements);
        return String.format(
            "%.3f-%.3f", sorted.get(0).rate() / MILLION, sorted.get(sorted.size() - 1).rate() / MILLION);
    }

    private static List<Measurement> sorted(final List<Measurement> measurements)
    {
        return measurements.stream().sorted((a, b) -> Double.compare(a.rate(), b.rate())).toList();
    }

    /**
     * How long things take.
     *
     * @param turns      of kernel and director.
     * @param warmUpMs   before each window.
     * @param windowMs   that is measured.
     * @param compileMs  packets for a fresh director until its code is compiled.
     * @param pacedTurns of paced runs.
     */
    private record Durations(int turns, int warmUpMs, int windowMs, int compileMs, int pacedTurns)
    {
        private static final Durations FULL = new Durations(5, 300, 2_000, 4_000, 3);
        private static final Durations QUICK = new Durations(1, 100, 500, 1_000, 1);
    }
}
