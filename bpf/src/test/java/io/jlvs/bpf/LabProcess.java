/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A {@link LabChild} started by {@code ip netns exec}, as an operator would start a director.
 */
final class LabProcess implements AutoCloseable
{
    private static final long ANSWER_TIMEOUT_S = 20;

    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);

    LabProcess(final String namespace, final String... jvmFlags)
    {
        final List<String> command = new ArrayList<>(List.of(
            "ip", "netns", "exec", namespace, System.getProperty("java.home") + "/bin/java",
            "-Djnr.ffi.x86asm.enabled=false", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(Arrays.asList(jvmFlags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LabChild.class.getName()));
        try
        {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        commands = process.outputWriter();
        final Thread reader = new Thread(this::readAnswers);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Give a command and wait for its answer.
     *
     * @param command line.
     * @return the line that came back.
     */
    String ask(final String command)
    {
        try
        {
            commands.write(command + "\n");
            commands.flush();
            final String answer = answers.poll(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
            if (answer == null)
            {
                throw new AssertionError("no answer in " + ANSWER_TIMEOUT_S + " s to: " + command);
            }

            return answer;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(command, ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** SIGKILL; returns when the process is gone. */
    void kill()
    {
        process.destroyForcibly();
        try
        {
            if (!process.waitFor(ANSWER_TIMEOUT_S, TimeUnit.SECONDS))
            {
                throw new AssertionError("process " + process.pid() + " does not die");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close()
    {
        kill();
    }

    private void readAnswers()
    {
        try (BufferedReader reader = process.inputReader())
        {
            String line = reader.readLine();
            while (line != null)
            {
                answers.add(line);
                line = reader.readLine();
            }
        }
        catch (final IOException ex)
        {
            answers.add("error the process went away: " + ex);
        }
    }
}
