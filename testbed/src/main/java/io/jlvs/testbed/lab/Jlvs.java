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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real launcher on a host: director, keepalived and the short commands, all on one {@code --dir}.
 */
public final class Jlvs
{
    /** Name of the system property that says where the launcher is. */
    public static final String ROOT_PROP_NAME = "jlvs.root";

    private static final Pattern COUNTER = Pattern.compile("^(\\S+) +(\\d+)$", Pattern.MULTILINE);
    private static final Duration READY_LIMIT = Duration.ofSeconds(20);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);

    private final Host host;
    private final Path launcher;
    private final Path directory;

    private Jlvs(final Host host, final Path launcher, final Path directory)
    {
        this.host = host;
        this.launcher = launcher;
        this.directory = directory;
    }

    /**
     * jlvs on a host, with a directory of its own.
     *
     * @param host on which it runs.
     * @return nothing runs yet.
     */
    public static Jlvs on(final Host host)
    {
        return new Jlvs(host, launcher(), host.lab().sharedMemory().resolve(host.lab().uniqueName(host.name())));
    }

    /**
     * The launcher at the root of the project: where {@value #ROOT_PROP_NAME} says, else upward from the working
     * directory.
     *
     * @return executable file.
     * @throws LabException when there is none.
     */
    public static Path launcher()
    {
        final String root = System.getProperty(ROOT_PROP_NAME, "");
        if (!root.isEmpty())
        {
            return requireExecutable(Path.of(root, "jlvs"));
        }
        final Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; null != directory; directory = directory.getParent())
        {
            final Path file = directory.resolve("jlvs");
            if (Files.isRegularFile(file))
            {
                return requireExecutable(file);
            }
        }
        throw new LabException("no launcher jlvs in " + start + " or above it; set -D" + ROOT_PROP_NAME);
    }

    /**
     * Where director and commands meet ({@code --dir}).
     *
     * @return directory, made by the director.
     */
    public Path directory()
    {
        return directory;
    }

    /**
     * Host on which it runs.
     *
     * @return host.
     */
    public Host host()
    {
        return host;
    }

    /**
     * Start a director on eth0 and wait until it forwards.
     *
     * @param options further ones.
     * @return a director that is ready.
     */
    public RunningProcess startDirector(final String... options)
    {
        final List<String> arguments = new ArrayList<>(List.of("--interface", "eth0"));
        arguments.addAll(Arrays.asList(options));
        return launchDirector(arguments).awaitOutput("jlvs director ready", READY_LIMIT);
    }

    /**
     * Start a director without waiting for anything.
     *
     * @param options all, besides the directory.
     * @return a process that may end at once.
     */
    public RunningProcess launchDirector(final List<String> options)
    {
        final List<String> command = command("director");
        command.addAll(List.of("--dir", directory.toString()));
        command.addAll(options);
        return host.start("director", command);
    }

    /**
     * Start keepalived and wait until it is ready.
     *
     * @param configuration text of the configuration file.
     * @return a process that is ready.
     */
    public RunningProcess startKeepalived(final String configuration)
    {
        return launchKeepalived(writeConfiguration(configuration)).awaitOutput("jlvs keepalived ready", READY_LIMIT);
    }

    /**
     * Start keepalived without waiting for anything, as nohup and a shell's background job start it: signals that tell
     * it something arrive all the same.
     *
     * @param file configuration.
     * @return a process that may end at once.
     */
    public RunningProcess launchKeepalived(final Path file)
    {
        final List<String> command = command("keepalived");
        command.add(1, "--ignore-signal=HUP,INT");
        command.addAll(List.of("--dir", directory.toString(), "-f", file.toString()));
        return host.start("keepalived", command);
    }

    /**
     * Put a configuration into a file.
     *
     * @param configuration text.
     * @return new file.
     */
    public Path writeConfiguration(final String configuration)
    {
        return write(host.lab().directory().resolve(host.lab().uniqueName("keepalived") + ".conf"), configuration);
    }

    private static Path write(final Path file, final String configuration)
    {
        try
        {
            return Files.writeString(file, configuration);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Give a running keepalived another configuration and have it read that.
     *
     * @param keepalived    that {@link #startKeepalived} returned.
     * @param configuration text, in place of the one that it was started with.
     */
    public void reload(final RunningProcess keepalived, final String configuration)
    {
        final List<String> command = keepalived.command();
        write(Path.of(command.get(command.indexOf("-f") + 1)), configuration);
        keepalived.signal("HUP");
    }

    /**
     * Run ipvsadm.
     *
     * @param arguments separated by blanks.
     * @return what it did.
     */
    public CommandResult ipvsadm(final String arguments)
    {
        final List<String> command = command("ipvsadm");
        command.addAll(Arrays.asList(arguments.split(" ")));
        return host.exec(COMMAND_LIMIT, command);
    }

    /**
     * Replace the whole table: ipvsadm --restore after --clear, in one process.
     *
     * @param lines as ipvsadm --save writes them; blank ones and the indentation are ignored.
     * @throws LabException when ipvsadm refuses.
     */
    public void table(final String lines)
    {
        final StringBuilder stdin = new StringBuilder("-C\n");
        lines.lines().map(String::strip).filter((line) -> !line.isEmpty())
            .forEach((line) -> stdin.append(line).append('\n'));
        final List<String> command = command("ipvsadm");
        command.add("--restore");
        host.exec(COMMAND_LIMIT, stdin.toString(), command).orThrow();
    }

    /**
     * Run stat: counters and errors of the director.
     *
     * @return what it did.
     */
    public CommandResult stat()
    {
        return host.exec(COMMAND_LIMIT, command("stat"));
    }

    /**
     * Counters of the director, as {@code jlvs stat} writes them.
     *
     * @return values by name, all of one moment.
     */
    public Map<String, Long> counters()
    {
        final Map<String, Long> counters = new HashMap<>();
        final Matcher matcher = COUNTER.matcher(stat().orThrow().out());
        while (matcher.find())
        {
            counters.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return counters;
    }

    /**
     * A command line of the launcher, for calls that the methods above do not cover.
     *
     * @param subcommand such as "ipvsadm".
     * @return a list to which arguments can be added; the directory goes along as JLVS_DIR.
     */
    public List<String> command(final String subcommand)
    {
        return new ArrayList<>(List.of("env", "JLVS_DIR=" + directory, launcher.toString(), subcommand));
    }

    private static Path requireExecutable(final Path file)
    {
        if (!Files.isExecutable(file))
        {
            throw new LabException("no executable launcher " + file);
        }
        return file;
    }
}
