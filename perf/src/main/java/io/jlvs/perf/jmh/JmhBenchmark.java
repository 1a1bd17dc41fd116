/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of this package in JVMs of their own, with the flags of this one and the profiler of allocations.
 */
public final class JmhBenchmark
{
    /** Option: shorter and less exact. */
    public static final String QUICK = "--quick";

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String[] UNCHECKED = {"-Dagrona.disable.bounds.checks=true"};

    private JmhBenchmark()
    {
    }

    /**
     * Run and report.
     *
     * @param report  takes a result for each benchmark and set of parameters.
     * @param options {@link #QUICK}, and regular expressions of the benchmarks to run; none for all.
     * @throws RunnerException if JMH cannot run.
     */
    public static void run(final Report report, final List<String> options) throws RunnerException
    {
        final boolean isQuick = options.contains(QUICK);
        final ChainedOptionsBuilder builder = new OptionsBuilder()
            .jvmArgs(ManagementFactory.getRuntimeMXBean().getInputArguments().toArray(new String[0]))
            // As the launcher starts a director.
            .jvmArgsAppend(UNCHECKED)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .forks(isQuick ? 1 : 2)
            .warmupIterations(isQuick ? 2 : 5)
            .warmupTime(TimeValue.milliseconds(isQuick ? 300 : 1_000))
            .measurementIterations(isQuick ? 3 : 5)
            .measurementTime(TimeValue.milliseconds(isQuick ? 300 : 1_000))
            .verbosity(VerboseMode.NORMAL);
        options.stream().filter((option) -> !QUICK.equals(option)).forEach(builder::include);

        final Collection<RunResult> results = new Runner(builder.build()).run();
        results.stream().map(JmhBenchmark::result).forEach(report::add);
    }

    private static Result result(final RunResult run)
    {
        final BenchmarkParams parameters = run.getParams();
        final String[] names = parameters.getBenchmark().split("\\.");
        final StringBuilder conditions = new StringBuilder();
        for (final String key : parameters.getParamsKeys())
        {
            conditions.append(conditions.isEmpty() ? "" : ", ")
                .append(key).append(' ').append(parameters.getParam(key));
        }

        return new Result(names[names.length - 2].replace("Benchmark", "") + "." + names[names.length - 1])
            .with("parameters", conditions.toString())
            .with("ns/packet", run.getPrimaryResult().getScore())
            .with("error 99.9 %", run.getPrimaryResult().getScoreError())
            .with("B/packet", run.getSecondaryResults().get(ALLOCATION).getScore());
    }
}
