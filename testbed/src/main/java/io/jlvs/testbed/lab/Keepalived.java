/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The real keepalived of the distribution on a host, its VRRP part only: the kernel need not have IPVS.
 */
public final class Keepalived implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path file;
    private final RunningProcess process;

    private Keepalived(final Path file, final RunningProcess process)
    {
        this.file = file;
        this.process = process;
    }

    /**
     * Start it and wait until its VRRP process has read the configuration.
     *
     * @param host          to run on.
     * @param configuration text of the configuration file.
     * @return running.
     */
    public static Keepalived start(final Host host, final String configuration)
    {
        final Path directory = host.lab().directory().resolve(host.lab().uniqueName("keepalived-" + host.name()));
        final Path file = directory.resolve("keepalived.conf");
        write(file, configuration);
        final RunningProcess process = host.start("keepalived-" + host.name(), List.of(
            "keepalived", "--dont-fork", "--log-console", "--log-detail", "--vrrp", "--dont-respawn",
            "--use-file", file.toString(),
            "--pid", directory.resolve("main.pid").toString(),
            "--vrrp_pid", directory.resolve("vrrp.pid").toString()));
        return new Keepalived(file, process.awaitOutput("Startup complete", LIMIT));
    }

    /**
     * The parent process.
     *
     * @return process.
     */
    public RunningProcess process()
    {
        return process;
    }

    /**
     * Send a signal to all its processes, the VRRP process first.
     *
     * @param signalName such as "KILL", "STOP".
     */
    public void signalAll(final String signalName)
    {
        final List<String> command = new ArrayList<>(List.of("kill", "-" + signalName));
        ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants)
            .forEach((child) -> command.add(Long.toString(child.pid())));
        command.add(Long.toString(process.pid()));
        Command.run(command.toArray(String[]::new)).orThrow();
    }

    /**
     * Give it another configuration and have it read that.
     *
     * @param configuration text, in place of the one that it was started with.
     */
    public void reload(final String configuration)
    {
        write(file, configuration);
        process.signal("HUP");
    }

    private static void write(final Path file, final String configuration)
    {
        try
        {
            Files.createDirectories(file.getParent());
            Files.writeString(file, configuration);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Stop it in order: it tells the other router.
     */
    @Override
    public void close()
    {
        process.close();
    }
}
