/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commands that end by themselves.
 */
public final class Commands
{
    private static final long LIMIT_S = 30;
    private static final int TAIL_LENGTH = 2_000;

    private Commands()
    {
    }

    /**
     * Run a command.
     *
     * @param command and arguments.
     * @return its standard output.
     * @throws MeasurementException if it cannot be started, fails, or does not end within 30 s; with what it said.
     */
    public static String run(final List<String> command)
    {
        File out = null;
        Process process = null;
        try
        {
            out = File.createTempFile("jlvs-perf-", ".out");
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
            process.getOutputStream().close();
            if (process.waitFor(LIMIT_S, TimeUnit.SECONDS) && 0 == process.exitValue())
            {
                return Files.readString(out.toPath(), StandardCharsets.UTF_8);
            }

            throw new MeasurementException(
                "failed: " + String.join(" ", command) + "\n" + tail(out.toPath()), null);
        }
        catch (final IOException ex)
        {
            throw new MeasurementException("cannot run: " + String.join(" ", command), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted: " + String.join(" ", command), ex);
        }
        finally
        {
            if (null != process)
            {
                process.destroyForcibly();
            }
            if (null != out)
            {
                out.delete();
            }
        }
    }

    /**
     * Run a command.
     *
     * @param command and arguments.
     * @return its standard output.
     * @throws MeasurementException as {@link #run(List)}.
     */
    public static String run(final String... command)
    {
        return run(List.of(command));
    }

    /**
     * End of a text file.
     *
     * @param file to read.
     * @return at most 2,000 characters; empty if it cannot be read.
     */
    static String tail(final Path file)
    {
        try
        {
            final String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - TAIL_LENGTH)).strip();
        }
        catch (final IOException ex)
        {
            return "";
        }
    }
}
