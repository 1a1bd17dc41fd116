/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs commands that end by themselves, each within a time limit.
 */
final class Command
{
    static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

    private Command()
    {
    }

    /**
     * Run a command and wait for its end.
     *
     * @param limit   after which it and its children are killed.
     * @param stdin   text given to it.
     * @param command and arguments.
     * @return what it did.
     * @throws LabException when it cannot be started or does not end in time.
     */
    static CommandResult run(final Duration limit, final String stdin, final List<String> command)
    {
        final Process process;
        try
        {
            process = new ProcessBuilder(command).start();
        }
        catch (final IOException ex)
        {
            throw new LabException("cannot start: " + String.join(" ", command), ex);
        }

        final CompletableFuture<String> out = read(process.getInputStream());
        final CompletableFuture<String> err = read(process.getErrorStream());
        write(process, stdin);
        try
        {
            final long endNs = System.nanoTime() + limit.toNanos();
            if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS))
            {
                // A child that outlives the command may keep the pipes open.
                final long leftNs = Math.max(TimeUnit.SECONDS.toNanos(1), endNs - System.nanoTime());
                return new CommandResult(
                    command,
                    process.pid(),
                    process.exitValue(),
                    out.get(leftNs, TimeUnit.NANOSECONDS),
                    err.get(leftNs, TimeUnit.NANOSECONDS));
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        catch (final ExecutionException ex)
        {
            throw new LabException("cannot read the output of: " + String.join(" ", command), ex.getCause());
        }
        catch (final TimeoutException ex)
        {
            throw new LabException("a child keeps the output open of: " + String.join(" ", command), ex);
        }
        finally
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        throw new LabException("did not end within " + limit.toMillis() + " ms and was killed: " +
            String.join(" ", command) + "\nstdout:\n" + out.getNow("") + "\nstderr:\n" + err.getNow(""));
    }

    static CommandResult run(final String... command)
    {
        return run(DEFAULT_LIMIT, "", List.of(command));
    }

    private static CompletableFuture<String> read(final InputStream stream)
    {
        final CompletableFuture<String> text = new CompletableFuture<>();
        final Thread reader = new Thread(
            () ->
            {
                try
                {
                    text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                }
                catch (final IOException ex)
                {
                    text.completeExceptionally(ex);
                }
            },
            "command-output");
        reader.setDaemon(true);
        reader.start();
        return text;
    }

    private static void write(final Process process, final String stdin)
    {
        try (OutputStream stream = process.getOutputStream())
        {
            stream.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        catch (final IOException ex)
        {
            // The command may end without reading its input, which is its right.
            if (process.isAlive())
            {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
