/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Model.CommandSpec;

import java.util.concurrent.Callable;

/**
 * Entry of all commands but ipvsadm. Exit status: 0 done, 1 failed, 2 wrong usage or nothing to talk to.
 */
@Command(
    name = "jlvs",
    description = "A Linux Virtual Server director on the JVM.",
    subcommands = {DirectorCommand.class, KeepalivedCommand.class, StatCommand.class, SimulateCommand.class,
        RealServerCommand.class, DoctorCommand.class})
public final class Main implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    /**
     * Run a command and end the process with its exit status.
     *
     * @param args command and arguments.
     */
    public static void main(final String[] args)
    {
        // One line for each record; read by java.util.logging when the first one is written.
        System.setProperty(
            "java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n");
        System.exit(new CommandLine(new Main()).execute(args));
    }

    /**
     * Without a command: say how to use it.
     *
     * @return 2.
     */
    @Override
    public Integer call()
    {
        spec.commandLine().usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
