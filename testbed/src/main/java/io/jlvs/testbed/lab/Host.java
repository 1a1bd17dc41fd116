/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.testbed.topology.HostSpec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A host of a lab: a network namespace in which commands and code run. Safe to use from several threads.
 */
public final class Host
{
    private static final int INSIDE_LIMIT_S = 60;

    private final Lab lab;
    private final HostSpec spec;
    private final String namespace;

    Host(final Lab lab, final HostSpec spec, final String namespace)
    {
        this.lab = lab;
        this.spec = spec;
        this.namespace = namespace;
    }

    /**
     * Name in the topology.
     *
     * @return such as "rs1".
     */
    public String name()
    {
        return spec.name();
    }

    /**
     * Its description.
     *
     * @return description.
     */
    public HostSpec spec()
    {
        return spec;
    }

    /**
     * Name of its network namespace.
     *
     * @return name as "ip netns" knows it.
     */
    public String namespace()
    {
        return namespace;
    }

    /**
     * The lab to which it belongs.
     *
     * @return the lab.
     */
    public Lab lab()
    {
        return lab;
    }

    /**
     * Run a command to its end, at most 20 seconds.
     *
     * @param command and arguments.
     * @return what it did.
     */
    public CommandResult exec(final String... command)
    {
        return exec(Command.DEFAULT_LIMIT, List.of(command));
    }

    /**
     * Run a command to its end.
     *
     * @param limit   after which it is killed and this throws.
     * @param command and arguments.
     * @return what it did.
     */
    public CommandResult exec(final Duration limit, final List<String> command)
    {
        return exec(limit, "", command);
    }

    /**
     * Run a command to its end.
     *
     * @param limit   after which it is killed and this throws.
     * @param stdin   text that it reads.
     * @param command and arguments.
     * @return what it did.
     */
    public CommandResult exec(final Duration limit, final String stdin, final List<String> command)
    {
        return Command.run(limit, stdin, inside(command));
    }

    /**
     * Start a process that runs until it is closed, at the latest with the lab.
     *
     * @param name    of its output files.
     * @param command and arguments.
     * @return the process.
     */
    public RunningProcess start(final String name, final String... command)
    {
        return start(name, List.of(command));
    }

    /**
     * Start a process that runs until it is closed, at the latest with the lab.
     *
     * @param name    of its output files.
     * @param command and arguments.
     * @return the process.
     */
    public RunningProcess start(final String name, final List<String> command)
    {
        return lab.closeLater(RunningProcess.start(lab.uniqueName(name), lab.logs(), inside(command)));
    }

    /**
     * Run code of this JVM inside; sockets that it opens are this host's, whoever uses them afterwards.
     *
     * @param code to run, at most a minute, on a thread of its own.
     * @param <T>  type of the result.
     * @return its result.
     * @throws LabException when it throws; the cause is what it threw.
     */
    public <T> T call(final Callable<T> code)
    {
        return NetworkNamespace.call(Path.of("/run/netns", namespace), INSIDE_LIMIT_S, code);
    }

    private List<String> inside(final List<String> command)
    {
        final List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }
}
