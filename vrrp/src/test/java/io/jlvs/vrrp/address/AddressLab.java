/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Two network namespaces joined by a link, and {@link LabAddresses} in the first. {@link #close()} takes everything
 * away, also after a failure. Needs root and iproute2.
 * <pre>
 *   director (eth0 02:00:00:00:00:01, 10.0.0.1/24, fd00::1/64, fe80::1/64) == (eth0 02:00:00:00:00:02) peer
 * </pre>
 */
final class AddressLab implements AutoCloseable
{
    private static final int COMMAND_TIMEOUT_S = 20;
    private static final long AWAIT_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String director = "jlvs-addr-" + ProcessHandle.current().pid() + "-d";
    private final String peer = "jlvs-addr-" + ProcessHandle.current().pid() + "-p";
    private Process process;
    private BufferedReader output;

    AddressLab()
    {
        run("ip", "netns", "add", director);
        run("ip", "netns", "add", peer);
        ip("link", "set", "lo", "up");
        join("eth0", "02:00:00:00:00:01");
        ip("addr", "add", "10.0.0.1/24", "dev", "eth0");
        ip("addr", "add", "fd00::1/64", "dev", "eth0", "nodad");
        ip("addr", "add", "fe80::1/64", "dev", "eth0", "nodad");
    }

    /**
     * Join the director and the peer by one more link; both ends have the same name.
     *
     * @param name of the interface.
     * @param mac  of the director's end.
     */
    void join(final String name, final String mac)
    {
        run("ip", "link", "add", name, "netns", director, "address", mac, "type", "veth",
            "peer", "name", name, "netns", peer);
        in("sysctl", "-qw", "net.ipv6.conf." + name + ".addr_gen_mode=1");
        run("ip", "netns", "exec", peer, "sysctl", "-qw", "net.ipv6.conf." + name + ".addr_gen_mode=1");
        ip("link", "set", name, "up");
        run("ip", "-n", peer, "link", "set", name, "up");
    }

    /**
     * Start the program that owns the addresses.
     *
     * @param instances as {@link TestInstances} reads them.
     */
    void start(final String instances)
    {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", director));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((flag) -> flag.startsWith("--") || flag.startsWith("-Djnr."))
            .forEach(command::add);
        command.addAll(List.of(
            "-cp", System.getProperty("java.class.path"), LabAddresses.class.getName(), instances));
        try
        {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = process.inputReader();
            answer();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Have the program do something.
     *
     * @param command a line of {@link LabAddresses}.
     * @return what it reports, a line for each thing.
     */
    List<String> tell(final String command)
    {
        try
        {
            process.outputWriter().write(command + "\n");
            process.outputWriter().flush();
            return answer();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Wait until the program has restored something, or told that it cannot.
     *
     * @param line of the report.
     * @return all that it reported until then.
     */
    List<String> restoredUntil(final String line)
    {
        final long deadlineNs = System.nanoTime() + AWAIT_NS;
        final List<String> lines = new ArrayList<>();
        while (!lines.contains(line))
        {
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new AssertionError("not in time: " + line + "\n" + lines);
            }
            LockSupport.parkNanos(PAUSE_NS);
            lines.addAll(tell("restored"));
        }
        return lines;
    }

    /**
     * End the program as a crash would: nothing is taken away.
     */
    void kill()
    {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Run ip(8) at the director.
     *
     * @param arguments of ip.
     * @return what it printed.
     */
    String ip(final String... arguments)
    {
        return run(concat(new String[]{"ip", "-n", director}, arguments));
    }

    /**
     * Run a command at the director.
     *
     * @param command with arguments.
     * @return what it printed.
     */
    String in(final String... command)
    {
        return run(concat(new String[]{"ip", "netns", "exec", director}, command));
    }

    /**
     * Run a command at the peer, whatever comes of it.
     *
     * @param command with arguments.
     * @return its exit status.
     */
    int statusAtPeer(final String... command)
    {
        return execute(concat(new String[]{"ip", "netns", "exec", peer}, command)).status();
    }

    /**
     * Run ip(8) at the peer.
     *
     * @param arguments of ip.
     */
    void ipAtPeer(final String... arguments)
    {
        run(concat(new String[]{"ip", "-n", peer}, arguments));
    }

    /**
     * Wait until ip(8) at the director prints what is expected.
     *
     * @param condition of its output.
     * @param arguments of ip.
     * @return the output.
     */
    String await(final Predicate<String> condition, final String... arguments)
    {
        final long deadlineNs = System.nanoTime() + AWAIT_NS;
        while (true)
        {
            final String text = ip(arguments);
            if (condition.test(text))
            {
                return text;
            }
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new AssertionError("not in time: ip " + String.join(" ", arguments) + "\n" + text);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /**
     * Addresses of an interface as ip(8) shows them.
     *
     * @param device interface.
     * @return lines that begin with inet, without what {@code valid_lft} says.
     */
    List<String> addresses(final String device)
    {
        return inetLines(ip("addr", "show", "dev", device));
    }

    static List<String> inetLines(final String text)
    {
        return text.lines().map(String::strip).filter((line) -> line.startsWith("inet")).toList();
    }

    @Override
    public void close()
    {
        if (null != process)
        {
            kill();
        }
        for (final String name : List.of(director, peer))
        {
            execute("ip", "netns", "del", name);
        }
    }

    private List<String> answer() throws IOException
    {
        final List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); !".".equals(line); line = output.readLine())
        {
            if (null == line)
            {
                throw new AssertionError("the program ended:\n" + String.join("\n", lines));
            }
            lines.add(line);
        }
        return lines;
    }

    private static String[] concat(final String[] head, final String[] tail)
    {
        final String[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static String run(final String... command)
    {
        final Result result = execute(command);
        if (0 != result.status())
        {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.output());
        }
        return result.output();
    }

    private static Result execute(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + String.join(" ", command));
            }
            return new Result(process.exitValue(), output);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException(String.join(" ", command)));
        }
    }

    private record Result(int status, String output)
    {
    }
}
