/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs until it is told to end. Both its outputs go to files, which outlive it.
 */
public final class RunningProcess implements AutoCloseable
{
    private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final List<String> command;
    private final Process process;
    private final Path outFile;
    private final Path errFile;

    private RunningProcess(
        final String name, final List<String> command, final Process process, final Path outFile, final Path errFile)
    {
        this.name = name;
        this.command = command;
        this.process = process;
        this.outFile = outFile;
        this.errFile = errFile;
    }

    static RunningProcess start(final String name, final Path logs, final List<String> command)
    {
        final Path outFile = logs.resolve(name + ".out");
        final Path errFile = logs.resolve(name + ".err");
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(outFile.toFile())
                .redirectError(errFile.toFile())
                .start();
            return new RunningProcess(name, command, process, outFile, errFile);
        }
        catch (final IOException ex)
        {
            throw new LabException("cannot start: " + String.join(" ", command), ex);
        }
    }

    /**
     * Name that it was given.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * What was started.
     *
     * @return program and arguments.
     */
    public List<String> command()
    {
        return List.copyOf(command);
    }

    /**
     * Process id. The launcher replaces itself by the JVM, so this is the JVM's.
     *
     * @return process id.
     */
    public long pid()
    {
        return process.pid();
    }

    /**
     * Whether it runs.
     *
     * @return false when it has ended.
     */
    public boolean isAlive()
    {
        return process.isAlive();
    }

    /**
     * Standard output so far.
     *
     * @return text.
     */
    public String out()
    {
        return read(outFile);
    }

    /**
     * Standard error so far.
     *
     * @return text.
     */
    public String err()
    {
        return read(errFile);
    }

    /**
     * Wait until one of the two outputs contains a text.
     *
     * @param text  to wait for.
     * @param limit of the wait.
     * @return this.
     * @throws LabException when it does not come in time, or the process ends before; with both outputs.
     */
    public RunningProcess awaitOutput(final String text, final Duration limit)
    {
        Await.await(
            () ->
            {
                final boolean alive = process.isAlive();
                final boolean found = out().contains(text) || err().contains(text);
                if (!found && !alive)
                {
                    throw new LabException(name + " ended before it said '" + text + "': " + this);
                }
                return found;
            },
            limit,
            () -> name + " says '" + text + "': " + this);
        return this;
    }

    /**
     * Wait for its end.
     *
     * @param limit of the wait.
     * @return exit status, or 128 plus the signal that ended it.
     * @throws LabException when it does not end in time.
     */
    public int awaitExit(final Duration limit)
    {
        try
        {
            if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS))
            {
                return process.exitValue();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        throw new LabException(name + " did not end within " + limit.toMillis() + " ms: " + this);
    }

    /**
     * Send it a signal.
     *
     * @param signalName such as "TERM", "KILL", "STOP".
     * @return this.
     */
    public RunningProcess signal(final String signalName)
    {
        Command.run("kill", "-" + signalName, Long.toString(process.pid())).orThrow();
        return this;
    }

    /**
     * End it: SIGTERM, then SIGKILL when that does not help. No effect when it has ended.
     */
    @Override
    public void close()
    {
        if (!process.isAlive())
        {
            return;
        }
        process.destroy();
        try
        {
            if (!process.waitFor(TERMINATION_LIMIT.toNanos(), TimeUnit.NANOSECONDS))
            {
                process.destroyForcibly().waitFor();
            }
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Command, state and both outputs, for messages.
     *
     * @return several lines.
     */
    @Override
    public String toString()
    {
        return String.join(" ", command) +
            (process.isAlive() ? "\nruns as process " + process.pid() : "\nended with " + process.exitValue()) +
            "\nstdout:\n" + out().stripTrailing() + "\nstderr:\n" + err().stripTrailing();
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
