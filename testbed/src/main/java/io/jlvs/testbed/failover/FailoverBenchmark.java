/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.failover;

import io.jlvs.perf.report.Environment;
import io.jlvs.perf.report.Medians;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code sudo ./jlvs bench failover}: requests lost and longest gaps while the first of two directors is stopped,
 * killed, cut off and frozen, with jlvs and with keepalived speaking VRRP, in turn. Stands in this folder because it
 * needs labs.
 */
@Command(
    name = "failover",
    description = "What a client notices when an address moves, jlvs beside keepalived.",
    sortOptions = false)
public final class FailoverBenchmark implements Callable<Integer>
{
    private static final String RESULTS_FILE = "perf/target/results.jsonl";

    @Option(names = "--quick", description = "One turn of each, to see that it works.")
    private boolean isQuick;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean isHelp;

    /**
     * How both speak VRRP.
     *
     * @param label of the rows.
     * @param lines of the vrrp_instance.
     * @param turns of each program.
     */
    private record Speech(String label, String lines, int turns)
    {
    }

    private static final List<Speech> SPEECHES = List.of(
        new Speech("v2, 1 s", "advert_int 1", 5),
        new Speech("v3, 0.01 s", "version 3\n    advert_int 0.01", 20));

    private FailoverBenchmark()
    {
    }

    /**
     * Run it and end the process.
     *
     * @param args options.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new FailoverBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException
    {
        final Path root = Path.of(System.getProperty("jlvs.root", ""));
        final Report report = new Report(
            "jlvs bench failover" + (isQuick ? " --quick" : ""), Environment.of(root.toAbsolutePath()));
        for (final Speech speech : SPEECHES)
        {
            measure(speech, report);
        }
        System.out.print(report.table());
        report.appendTo(root.resolve(RESULTS_FILE));

        return 0;
    }

    private void measure(final Speech speech, final Report report)
    {
        final Map<Router.Kind, Map<Event, List<Interruption>>> results = new EnumMap<>(Router.Kind.class);
        final Map<Router.Kind, Scene> scenes = new EnumMap<>(Router.Kind.class);
        try
        {
            for (final Router.Kind kind : Router.Kind.values())
            {
                results.put(kind, new EnumMap<>(Event.class));
                scenes.put(kind, new Scene(kind, speech.lines()));
            }
            for (int turn = 0; turn < (isQuick ? 1 : speech.turns()); turn++)
            {
                for (final Router.Kind kind : Router.Kind.values())
                {
                    for (final Event event : Event.values())
                    {
                        results.get(kind).computeIfAbsent(event, (key) -> new ArrayList<>())
                            .add(scenes.get(kind).play(event));
                    }
                }
            }
        }
        finally
        {
            scenes.values().forEach(Scene::close);
        }
        for (final Event event : Event.values())
        {
            report.add(row(speech, event, results));
        }
    }

    private static Result row(
        final Speech speech, final Event event, final Map<Router.Kind, Map<Event, List<Interruption>>> results)
    {
        final Result row = new Result(speech.label() + ": " + event.label());
        for (final Router.Kind kind : Router.Kind.values())
        {
            final List<Interruption> values = results.get(kind).get(event);
            final String name = kind.name().toLowerCase(Locale.ROOT);
            row.with(name + " lost", Medians.of(values.stream().map((value) -> (double)value.lost()).toList()));
            row.with(name + " gap ms", Medians.of(values.stream().map(Interruption::gapMs).toList()));
            row.with(name + " max ms", values.stream().mapToDouble(Interruption::gapMs).max().orElseThrow());
        }

        return row.with("turns", results.get(Router.Kind.JLVS).get(event).size());
    }
}
