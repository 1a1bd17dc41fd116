/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Network namespaces of one test, and programs in them. {@link #close()} ends the programs and removes the namespaces,
 * also after a failure. Needs root and iproute2.
 */
public final class LabNamespaces implements AutoCloseable
{
    private static final int COMMAND_TIMEOUT_S = 20;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String prefix;
    private final List<String> names = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();

    /**
     * No namespaces yet.
     *
     * @param prefix of their names; the process id is added.
     */
    public LabNamespaces(final String prefix)
    {
        this.prefix = prefix + "-" + ProcessHandle.current().pid() + "-";
    }

    /**
     * Make a namespace without IPv6 addresses of its own making.
     *
     * @param name short name.
     */
    public void add(final String name)
    {
        run("ip", "netns", "add", prefix + name);
        names.add(name);
        in(name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        ip(name, "link", "set", "lo", "up");
    }

    /**
     * Join two namespaces with a veth pair and set both ends up.
     *
     * @param name      first namespace.
     * @param link      name and, separated by a space, MAC of the first end.
     * @param otherName second namespace.
     * @param otherLink name and MAC of the second end.
     */
    public void join(final String name, final String link, final String otherName, final String otherLink)
    {
        final String[] one = link.split(" ");
        final String[] other = otherLink.split(" ");
        run("ip", "link", "add", one[0], "netns", prefix + name, "address", one[1], "type", "veth",
            "peer", "name", other[0], "netns", prefix + otherName, "address", other[1]);
        ip(name, "link", "set", one[0], "up");
        ip(otherName, "link", "set", other[0], "up");
    }

    /**
     * Run ip(8) in a namespace.
     *
     * @param name      of the namespace.
     * @param arguments of ip.
     * @return what it printed.
     */
    public String ip(final String name, final String... arguments)
    {
        return run(concat(new String[]{"ip", "-n", prefix + name}, arguments));
    }

    /**
     * Run a command in a namespace.
     *
     * @param name    of the namespace.
     * @param command with arguments.
     * @return what it printed.
     */
    public String in(final String name, final String... command)
    {
        return run(concat(new String[]{"ip", "netns", "exec", prefix + name}, command));
    }

    /**
     * Start a Java program in a namespace, with the class path and the flags of this JVM.
     *
     * @param name      of the namespace.
     * @param main      class.
     * @param arguments of main.
     * @return the program.
     */
    public Program start(final String name, final Class<?> main, final String... arguments)
    {
        return start(name, List.of(), main, arguments);
    }

    /**
     * Start a Java program in a namespace, through another command.
     *
     * @param name      of the namespace.
     * @param wrapper   command that runs its arguments.
     * @param main      class.
     * @param arguments of main.
     * @return the program.
     */
    public Program start(
        final String name, final List<String> wrapper, final Class<?> main, final String... arguments)
    {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
        command.addAll(wrapper);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((flag) -> flag.startsWith("--") || flag.startsWith("-Djnr."))
            .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        try
        {
            final Program program = new Program(new ProcessBuilder(command).redirectErrorStream(true).start());
            programs.add(program);
            return program;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Wait for a condition.
     *
     * @param condition that is asked every few milliseconds.
     * @param timeoutMs after which to give up.
     * @param message   of the failure.
     */
    public static void await(final BooleanSupplier condition, final long timeoutMs, final String message)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean())
        {
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new AssertionError("not within " + timeoutMs + " ms: " + message);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close()
    {
        programs.forEach(Program::kill);
        for (final String name : names)
        {
            run("ip", "netns", "del", prefix + name);
        }
    }

    private static String[] concat(final String[] head, final String[] tail)
    {
        final String[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static String run(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS) || 0 != process.exitValue())
            {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + String.join(" ", command), ex);
        }
    }

    /**
     * A program that runs.
     */
    public static final class Program
    {
        private final Process process;
        private final BufferedReader output;
        private final List<String> lines = new ArrayList<>();

        private Program(final Process process)
        {
            this.process = process;
            output = process.inputReader();
        }

        /**
         * Wait until it prints a line.
         *
         * @param start of the line.
         * @return the line.
         */
        public String line(final String start)
        {
            try
            {
                for (String line = output.readLine(); null != line; line = output.readLine())
                {
                    lines.add(line);
                    if (line.startsWith(start))
                    {
                        return line;
                    }
                }
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
            throw new AssertionError("no line \"" + start + "\" in:\n" + String.join("\n", lines));
        }

        /**
         * Tell it to end (end of its standard input) and read the rest.
         *
         * @return exit status and all it printed, the status first.
         */
        public String finish()
        {
            try
            {
                process.getOutputStream().close();
                output.lines().forEach(lines::add);
                return process.waitFor() + "\n" + String.join("\n", lines);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", ex);
            }
        }

        private void kill()
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
