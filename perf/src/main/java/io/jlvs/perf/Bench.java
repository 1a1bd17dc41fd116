/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf;

import io.jlvs.perf.http.HttpBenchmark;
import io.jlvs.perf.http.HttpOptions;
import io.jlvs.perf.jmh.JmhBenchmark;
import io.jlvs.perf.load.KnownFlowsBenchmark;
import io.jlvs.perf.load.LoadBenchmark;
import io.jlvs.perf.load.LoadOptions;
import io.jlvs.perf.load.RestartBenchmark;
import io.jlvs.perf.memory.MemoryBenchmark;
import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Environment;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.xdp.XdpBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The command {@code jlvs bench}. Prints a table, and appends a JSON line for each result to
 * {@code perf/target/results.jsonl}. Exit status: 0 measured, 1 not, 2 wrong usage.
 */
public final class Bench
{
    /** Name of the system property that says where the project is; the launcher sets it. */
    public static final String ROOT_PROP_NAME = "jlvs.root";

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String RESULTS_FILE = "perf/target/results.jsonl";
    private static final String HELP = String.join("\n",
        "Usage: jlvs bench jmh [--quick] [REGEX]...  the steps of a packet's way: ns and bytes of heap for each packet",
        "       jlvs bench load [--quick] [--xdp-sink] [-- DIRECTOR_OPTION...]",
        "                                            packets a second through network namespaces (needs root)",
        "       jlvs bench known [--quick] [-- DIRECTOR_OPTION...]",
        "                                            packets a second of known flows, with XDP (needs root)",
        "       jlvs bench restart [--quick]         packets lost or uncounted when a director is killed (needs root)",
        "       jlvs bench http [--quick] [-- DIRECTOR_OPTION...]",
        "                                            wrk through jlvs, HAProxy and nftables to nginx (needs root)",
        "       jlvs bench memory [CONNECTIONS]      memory of a million connections, recovery after kill -9",
        "       jlvs bench xdp                       ns for a packet in the XDP program (needs root)",
        "       jlvs bench                           all four, the first one quick");

    private final Path root = Path.of(System.getProperty(ROOT_PROP_NAME, ""));

    private Bench()
    {
    }

    /**
     * Run a benchmark and end the process with its exit status.
     *
     * @param args as the help says.
     */
    public static void main(final String[] args)
    {
        System.exit(new Bench().run(List.of(args)));
    }

    private int run(final List<String> args)
    {
        try
        {
            if (args.isEmpty())
            {
                jmh(List.of(JmhBenchmark.QUICK));
                load(List.of());
                memory(List.of());
                xdp();
                return 0;
            }

            return run(args.get(0), args.subList(1, args.size()));
        }
        catch (final MeasurementException ex)
        {
            System.err.println("jlvs bench: " + ex.getMessage());
            return FAILED;
        }
        catch (final IOException | RunnerException ex)
        {
            System.err.println("jlvs bench: " + ex);
            return FAILED;
        }
    }

    private int run(final String name, final List<String> options) throws IOException, RunnerException
    {
        switch (name)
        {
            case "jmh":
                jmh(options);
                return 0;

            case "load":
                load(options);
                return 0;

            case "known":
                known(options);
                return 0;

            case "restart":
                restart(options);
                return 0;

            case "http":
                http(options);
                return 0;

            case "memory":
                memory(options);
                return 0;

            case "xdp":
                xdp();
                return 0;

            case "-h":
            case "--help":
                System.out.println(HELP);
                return 0;

            default:
                System.err.println("jlvs bench: there is no benchmark '" + name + "'");
                System.err.println(HELP);
                return USAGE;
        }
    }

    private void jmh(final List<String> options) throws IOException, RunnerException
    {
        final Report report = newReport("jmh", options);
        JmhBenchmark.run(report, options);
        finish(report);
    }

    private void load(final List<String> options) throws IOException
    {
        final Report report = newReport("load", options);
        LoadBenchmark.run(report, root, LoadOptions.parse(options));
        finish(report);
    }

    private void known(final List<String> options) throws IOException
    {
        final Report report = newReport("known", options);
        KnownFlowsBenchmark.run(report, root, LoadOptions.parse(options));
        finish(report);
    }

    private void restart(final List<String> options) throws IOException
    {
        final Report report = newReport("restart", options);
        RestartBenchmark.run(report, root, LoadOptions.parse(options));
        finish(report);
    }

    private void http(final List<String> options) throws IOException
    {
        final Report report = newReport("http", options);
        final long errors = HttpBenchmark.run(report, root, HttpOptions.parse(options));
        finish(report);
        if (0 != errors)
        {
            throw new MeasurementException("wrk counted " + errors + " errors: the figures are not valid", null);
        }
    }

    private void memory(final List<String> options) throws IOException
    {
        final Report report = newReport("memory", options);
        MemoryBenchmark.run(
            report, options.isEmpty() ? MemoryBenchmark.CONNECTIONS_DEFAULT : Integer.parseInt(options.get(0)));
        finish(report);
    }

    private void xdp() throws IOException
    {
        final Report report = newReport("xdp", List.of());
        XdpBenchmark.run(report);
        finish(report);
    }

    private Report newReport(final String name, final List<String> options)
    {
        final String command = "jlvs bench " + name + (options.isEmpty() ? "" : " " + String.join(" ", options));
        return new Report(command, Environment.of(root.toAbsolutePath()));
    }

    private void finish(final Report report) throws IOException
    {
        System.out.print(report.table());
        report.appendTo(root.resolve(RESULTS_FILE));
    }
}
