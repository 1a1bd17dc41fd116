/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.dataplane.cnc.AddressLeaseFlyweight;
import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/**
 * {@code jlvs stat}: counters and errors of a running director, read from its {@code cnc.dat} without asking it, so
 * that it also shows a director that hangs.
 */
@Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    description = "Show counters and errors of a running director.")
public final class StatCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private DirectoryOption directory;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    /**
     * Print once.
     *
     * @return 0, or 2 when no director runs.
     */
    @Override
    public Integer call()
    {
        try (CncFile cncFile = CncFile.map(directory.path()))
        {
            final DirectorStatistics statistics = new DirectorStatistics(
                directory.path().toString(),
                cncFile.pid(),
                cncFile.instanceId(),
                cncFile.startTimestampMs(),
                Math.max(0, System.currentTimeMillis() - cncFile.startTimestampMs()),
                cncFile.heartbeatAgeMs(CncFile.monotonicMs()),
                cncFile.forwarding().health(),
                AddressLeaseFlyweight.read(cncFile.addressLeasesBuffer()),
                DirectorCounters.read(cncFile),
                cncFile.errors());

            final PrintWriter out = spec.commandLine().getOut();
            out.print(isJson ? StatisticsFormatter.json(statistics) : StatisticsFormatter.text(statistics));
            out.flush();

            return ExitCode.OK;
        }
        catch (final DirectorUnavailableException ex)
        {
            final PrintWriter err = spec.commandLine().getErr();
            err.println("jlvs stat: " + ex.getMessage());
            err.flush();

            return ExitCode.USAGE;
        }
    }
}
