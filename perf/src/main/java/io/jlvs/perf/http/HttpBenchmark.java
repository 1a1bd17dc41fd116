/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Medians;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Requests a second over TCP through each {@link Way}, in turn: over connections that stay and with a connection for
 * each request. A ratio is the median of the turns' ratios, for the windows of a turn are near each other.
 */
public final class HttpBenchmark
{
    private static final double US_PER_MS = 1e3;
    private static final int LOAD_AVERAGES = 3;

    private final Report report;
    private final int turns;
    private final int warmUpSeconds;
    private final int windowSeconds;
    private final Map<Load, Map<Way, List<Answers>>> results = new EnumMap<>(Load.class);
    private final Map<Load, List<Double>> xdpShares = new EnumMap<>(Load.class);

    private HttpBenchmark(final Report report, final boolean isQuick)
    {
        this.report = report;
        turns = isQuick ? 1 : 5;
        warmUpSeconds = isQuick ? 1 : 3;
        windowSeconds = isQuick ? 1 : 3;
        for (final Load load : Load.values())
        {
            results.put(load, new EnumMap<>(Way.class));
            xdpShares.put(load, new ArrayList<>());
        }
    }

    /**
     * Run and report.
     *
     * @param report  takes the results.
     * @param root    of the project, where the launcher is.
     * @param options what and how.
     * @return errors that wrk counted, in all windows: if there are any, the figures are not valid.
     * @throws MeasurementException if the network cannot be made or nothing answers.
     */
    public static long run(final Report report, final Path root, final HttpOptions options)
    {
        if (!"root".equals(System.getProperty("user.name")))
        {
            throw new MeasurementException("the http run makes network namespaces and needs root: use sudo", null);
        }

        final HttpBenchmark benchmark = new HttpBenchmark(report, options.isQuick());
        benchmark.run(root, options.directorOptions());
        return Arrays.stream(Load.values())
            .mapToLong((load) -> Arrays.stream(Way.values()).mapToLong((way) -> benchmark.errors(load, way)).sum())
            .sum();
    }

    private void run(final Path root, final List<String> directorOptions)
    {
        final String loadBefore = loadAverage();
        final List<Way> ways = new ArrayList<>(List.of(Way.values()));
        for (int turn = 0; turn < turns; turn++)
        {
            for (final Way way : ways)
            {
                try (HttpLab lab = new HttpLab(root))
                {
                    way.open(lab, directorOptions);
                    lab.run(Load.NEW_CONNECTIONS, warmUpSeconds);
                    for (final Load load : Load.values())
                    {
                        measure(lab, way, load);
                    }
                }
            }
            Collections.rotate(ways, 1);
        }

        for (final Load load : Load.values())
        {
            for (final Way way : Way.values())
            {
                add(load, way);
            }
        }
        addTarget(Load.KEEP_ALIVE, Way.DIRECT, 0.95);
        addTarget(Load.NEW_CONNECTIONS, Way.HAPROXY, 1.2);
        addTarget(Load.NEW_CONNECTIONS, Way.NFTABLES, 1);
        for (final Load load : Load.values())
        {
            report.add(new Result(Way.JLVS.label() + ", " + load.label())
                .with("of the client's packets in XDP", Medians.of(xdpShares.get(load))));
        }
        report.add(new Result("load average").with("before", loadBefore).with("after", loadAverage()));
    }

    private void measure(final HttpLab lab, final Way way, final Load load)
    {
        final long xdpBefore = Way.JLVS == way ? lab.counter("xdp-forward-dr") : 0;
        final long javaBefore = Way.JLVS == way ? lab.counter("forward-dr") : 0;
        final Answers answers = lab.run(load, windowSeconds);
        if (0 == answers.requests())
        {
            throw new MeasurementException("no answers through " + way.label() + ": " + answers, null);
        }

        results.get(load).computeIfAbsent(way, (key) -> new ArrayList<>()).add(answers);
        if (Way.JLVS == way)
        {
            final double xdp = lab.counter("xdp-forward-dr") - xdpBefore;
            final double java = lab.counter("forward-dr") - javaBefore;
            xdpShares.get(load).add(xdp / Math.max(1, xdp + java));
        }
    }

    private void add(final Load load, final Way way)
    {
        final List<Answers> answers = results.get(load).get(way);
        report.add(new Result(load.label() + ": " + way.label())
            .with("requests/s", Medians.of(answers.stream().map(Answers::rate).toList()))
            .with("of direct", Medians.of(ratios(load, way, Way.DIRECT)))
            .with("of ip_forward", Medians.of(ratios(load, way, Way.KERNEL)))
            .with("of haproxy", Medians.of(ratios(load, way, Way.HAPROXY)))
            .with("of nftables", Medians.of(ratios(load, way, Way.NFTABLES)))
            .with("p50 ms", Medians.of(answers.stream().map((each) -> each.p50Us() / US_PER_MS).toList()))
            .with("p99 ms", Medians.of(answers.stream().map((each) -> each.p99Us() / US_PER_MS).toList()))
            .with("errors", errors(load, way)));
    }

    private void addTarget(final Load load, final Way other, final double wanted)
    {
        final List<Double> ratios = ratios(load, Way.JLVS, other);
        report.add(new Result(load.label() + ": " + Way.JLVS.label() + " / " + other.label())
            .with("wanted", wanted)
            .with("median", Medians.of(ratios))
            .with("lowest turn", Collections.min(ratios))
            .with("highest turn", Collections.max(ratios)));
    }

    private List<Double> ratios(final Load load, final Way way, final Way other)
    {
        final List<Answers> answers = results.get(load).get(way);
        final List<Answers> others = results.get(load).get(other);
        return IntStream.range(0, turns)
            .mapToObj((turn) -> answers.get(turn).rate() / others.get(turn).rate())
            .toList();
    }

    private long errors(final Load load, final Way way)
    {
        return results.get(load).get(way).stream().mapToLong(Answers::errors).sum();
    }

    private static String loadAverage()
    {
        try
        {
            final String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ");
            return String.join(" ", List.of(words).subList(0, LOAD_AVERAGES));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
