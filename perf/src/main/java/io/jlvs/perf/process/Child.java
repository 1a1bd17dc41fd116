/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that answers each line of its standard input with a line of its standard output, and ends with its input.
 * Its standard error goes to a file, which is in every message about it.
 */
public final class Child implements AutoCloseable
{
    private static final String CLASS_PATH = "-cp";
    private static final long TERMINATION_LIMIT_S = 5;

    private final List<String> command;
    private final File errors;
    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;

    private Child(final List<String> command, final File errors, final Process process)
    {
        this.command = command;
        this.errors = errors;
        this.process = process;
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Start a process.
     *
     * @param command and arguments.
     * @return the process.
     * @throws MeasurementException if it cannot be started.
     */
    public static Child start(final List<String> command)
    {
        try
        {
            final File errors = File.createTempFile("jlvs-perf-", ".err");
            errors.deleteOnExit();
            return new Child(command, errors, new ProcessBuilder(command).redirectError(errors).start());
        }
        catch (final IOException ex)
        {
            throw new MeasurementException("cannot start: " + String.join(" ", command), ex);
        }
    }

    /**
     * Command of a JVM like this one: same binary, flags and class path.
     *
     * @param main      class.
     * @param arguments of it.
     * @return a list that may be changed.
     */
    public static List<String> jvm(final Class<?> main, final String... arguments)
    {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(CLASS_PATH, System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));

        return command;
    }

    /**
     * Process id; for commands that replace themselves by the next one, the last one's.
     *
     * @return process id.
     */
    public long pid()
    {
        return process.pid();
    }

    /**
     * Say a line and wait for the answer.
     *
     * @param line without its end.
     * @return the answer.
     * @throws MeasurementException if the process ends instead.
     */
    public String ask(final String line)
    {
        in.println(line);
        return readLine();
    }

    /**
     * Wait for the next line.
     *
     * @return the line.
     * @throws MeasurementException if the process ends instead; with what it said last.
     */
    public String readLine()
    {
        try
        {
            final String line = out.readLine();
            if (null == line)
            {
                throw new MeasurementException("ended too early: " + this, null);
            }

            return line;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Wait for a line that begins with some text; lines before it are passed over.
     *
     * @param start of the line.
     * @return the line.
     * @throws MeasurementException if the process ends instead.
     */
    public String awaitLine(final String start)
    {
        String line = readLine();
        while (!line.startsWith(start))
        {
            line = readLine();
        }

        return line;
    }

    /**
     * SIGKILL, and wait for the end.
     */
    public void kill()
    {
        process.destroyForcibly();
        awaitEnd();
    }

    /**
     * End it: its input ends and SIGTERM comes, then SIGKILL if that does not help.
     */
    @Override
    public void close()
    {
        in.close();
        process.destroy();
        if (!awaitEnd())
        {
            kill();
        }
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        boolean isClassPath = false;
        for (final String word : command)
        {
            text.append(isClassPath ? "..." : word).append(' ');
            isClassPath = CLASS_PATH.equals(word);
        }

        return text + "\nstandard error: " + Commands.tail(errors.toPath());
    }

    private boolean awaitEnd()
    {
        try
        {
            return process.waitFor(TERMINATION_LIMIT_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
