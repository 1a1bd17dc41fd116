/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.perf.process.Child;
import io.jlvs.perf.process.Commands;
import io.jlvs.perf.process.LabPlace;
import io.jlvs.perf.process.MeasurementException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@link LoadNetwork} made real, with the process at its ends, and a director when one is wanted. All of it goes
 * with {@link #close()}, and when this process ends; what a killed process left behind goes when the next one starts.
 */
final class LoadLab implements AutoCloseable
{
    /** The server's line of ipvsadm: connections, then packets. */
    private static final Pattern PACKETS = Pattern.compile(" -> \\S+:" + LoadNetwork.PORT + " +\\d+ +(\\d+)");
    private static final long COUNT_MS = 250;
    private static final String PREFIX = "jlperf";

    private final LabPlace place = LabPlace.open(PREFIX);
    private final LoadNetwork network;
    private final Path launcher;
    private final List<String> directorOptions;
    private final Child ends;
    private Child director;
    private Child bare;

    /**
     * Make the network.
     *
     * @param network         to make.
     * @param root            of the project, where the launcher is.
     * @param directorOptions added to the command of directors.
     * @throws MeasurementException if that fails; nothing is left then.
     */
    LoadLab(final LoadNetwork network, final Path root, final List<String> directorOptions)
    {
        this.network = network;
        this.directorOptions = directorOptions;
        launcher = root.toAbsolutePath().resolve("jlvs");
        try
        {
            Commands.run("sh", "-c", network.script(endsNamespace(), directorNamespace()));
            final List<String> command = new ArrayList<>(List.of(
                "ip", "netns", "exec", endsNamespace(), "taskset", "-c", Cores.SENDER));
            command.addAll(Child.jvm(WireEnds.class));
            command.add(network.name());
            ends = Child.start(command);
            ends.awaitLine("ready");
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * Choose where the server counts; {@link Sink#SKB} if it was never chosen.
     *
     * @param sink to use from now on.
     */
    void sink(final Sink sink)
    {
        ends.ask("sink " + sink);
    }

    /**
     * Let the kernel forward.
     */
    void forwardByKernel()
    {
        stopForwarder();
        Commands.run("sh", "-c", network.kernelScript(directorNamespace()));
    }

    /**
     * Let an XDP program forward that swaps the MAC addresses and knows nothing.
     */
    void forwardByBareProgram()
    {
        stopForwarder();
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", directorNamespace()));
        command.addAll(Child.jvm(BareForwarder.class));
        bare = Child.start(command);
        bare.awaitLine("ready");
    }

    /**
     * A counter of the director, summed over its workers.
     *
     * @param label of the counter.
     * @return its value.
     */
    long counter(final String label)
    {
        try (CncFile cnc = CncFile.map(directory()))
        {
            return DirectorCounters.read(cnc).stream()
                .filter((row) -> row.label().equals(label)).mapToLong(CounterRow::value).sum();
        }
    }

    /**
     * A counter that the director brings up to date a few times a second.
     *
     * @param label of the counter.
     * @return its value when all packets are counted.
     */
    long awaitSteady(final String label)
    {
        try
        {
            Thread.sleep(COUNT_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }

        return counter(label);
    }

    /**
     * Let jlvs forward: start a director with the service.
     */
    void forwardByDirector()
    {
        Commands.run("sh", "-c", network.directorScript(directorNamespace()));
        stopForwarder();
        startDirector("--fresh");
        final String service = LoadNetwork.SERVICE + ":" + LoadNetwork.PORT;
        ipvsadm("-A", "-u", service, "-s", "rr");
        ipvsadm("-a", "-u", service, "-r", network.server() + ":" + LoadNetwork.PORT, "-g");
    }

    /**
     * Let UDP flows end early, so that the table does not fill up.
     *
     * @param seconds after the last packet of a flow.
     */
    void udpTimeout(final int seconds)
    {
        ipvsadm("--set", "0", "0", Integer.toString(seconds));
    }

    /**
     * SIGKILL for the director.
     */
    void killDirector()
    {
        director.kill();
        director = null;
    }

    /**
     * Start a director where one was killed.
     */
    void restartDirector()
    {
        startDirector();
    }

    /**
     * Packets that the director has counted for its server, earlier directors' included.
     *
     * @return count.
     */
    long packetsOfServer()
    {
        final Matcher matcher = PACKETS.matcher(ipvsadm("-Ln", "--stats", "--exact"));
        if (!matcher.find())
        {
            throw new MeasurementException("ipvsadm shows no packets of the server", null);
        }

        return Long.parseLong(matcher.group(1));
    }

    private void startDirector(final String... options)
    {
        final List<String> command = new ArrayList<>(List.of(
            "ip", "netns", "exec", directorNamespace(), "taskset", "-c", Cores.DIRECTOR,
            launcher.toString(), "director", "--dir", directory().toString()));
        command.addAll(List.of(options));
        network.directorInterfaces().forEach((name) -> command.addAll(List.of("--interface", name)));
        command.addAll(directorOptions);
        director = Child.start(command);
        director.awaitLine("jlvs director ready");
    }

    /**
     * Send and count.
     *
     * @param flows            number of flows.
     * @param packetsPerSecond 0 for as many as possible.
     * @param warmUpMs         before the window.
     * @param durationMs       of the window.
     * @return what happened.
     */
    Measurement run(final int flows, final long packetsPerSecond, final int warmUpMs, final int durationMs)
    {
        final long pid = null == director ? CpuTimes.NO_PROCESS : director.pid();
        return run(flows, packetsPerSecond, warmUpMs, durationMs, pid, 0);
    }

    /**
     * Send known flows, and packets of new ones among them.
     *
     * @param flows            number of known flows.
     * @param packetsPerSecond 0 for as many as possible.
     * @param fresh            of 1024 packets so many are the first and only ones of a flow.
     * @param warmUpMs         before the window.
     * @param durationMs       of the window.
     * @return what happened.
     */
    Measurement runWithNewFlows(
        final int flows, final long packetsPerSecond, final int fresh, final int warmUpMs, final int durationMs)
    {
        return run(flows, packetsPerSecond, warmUpMs, durationMs, director.pid(), fresh);
    }

    /**
     * Send and count while directors may come and go.
     *
     * @param flows            number of flows.
     * @param packetsPerSecond 0 for as many as possible.
     * @param durationMs       of the window.
     * @return what happened, without the times of a director.
     */
    Measurement runUnwatched(final int flows, final long packetsPerSecond, final int durationMs)
    {
        return run(flows, packetsPerSecond, 0, durationMs, CpuTimes.NO_PROCESS, 0);
    }

    /**
     * What a packet costs the sender before it leaves.
     *
     * @param durationMs of the measurement.
     * @return nanoseconds.
     */
    double generatorNs(final int durationMs)
    {
        final Measurement alone = Measurement.parse(ends.ask("generator " + durationMs));
        return (double)alone.durationNs() / alone.offered();
    }

    @Override
    public void close()
    {
        stopForwarder();
        if (null != ends)
        {
            ends.close();
        }
        place.close();
    }

    private Measurement run(
        final int flows,
        final long packetsPerSecond,
        final int warmUpMs,
        final int durationMs,
        final long pid,
        final int fresh)
    {
        return Measurement.parse(ends.ask(
            flows + " " + packetsPerSecond + " " + warmUpMs + " " + durationMs + " " + pid + " " + fresh));
    }

    private void stopForwarder()
    {
        if (null != director)
        {
            director.close();
            director = null;
        }
        if (null != bare)
        {
            bare.close();
            bare = null;
        }
    }

    private String ipvsadm(final String... arguments)
    {
        final List<String> command = new ArrayList<>(List.of(
            "env", "JLVS_DIR=" + directory(), launcher.toString(), "ipvsadm"));
        command.addAll(List.of(arguments));
        return Commands.run(command);
    }

    private Path directory()
    {
        return place.directory();
    }

    private String endsNamespace()
    {
        return place.namespace("ends");
    }

    private String directorNamespace()
    {
        return place.namespace("director");
    }

    /**
     * CPUs, so that sender and worker do not share one.
     */
    private static final class Cores
    {
        private static final String SENDER = "0";
        private static final String DIRECTOR = Runtime.getRuntime().availableProcessors() > 1 ? "1" : SENDER;
    }
}
