/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.perf.process.Child;
import io.jlvs.perf.process.Commands;
import io.jlvs.perf.process.LabPlace;
import io.jlvs.perf.process.MeasurementException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link HttpNetwork} made real, with its servers, for one {@link Way}. The next one gets a new lab: closed
 * connections stay with the servers and with connection tracking for a minute or two, and turn away a client that has
 * the same address and port but other time stamps (nftables after HAProxy: 1,000 requests a second instead of 20,000).
 * All of it goes with {@link #close()}, and when this process ends; what a killed process left behind goes when the
 * next one starts.
 */
final class HttpLab implements AutoCloseable
{
    private static final String PREFIX = "jlhttp";
    private static final String CONNECTIONS = "64";
    private static final int TRIES = 100;

    private final LabPlace place = LabPlace.open(PREFIX);
    private final List<Child> children = new ArrayList<>();
    private final Path launcher;

    /**
     * Make the network and start the servers.
     *
     * @param root of the project, where the launcher is.
     * @throws MeasurementException if that fails; nothing is left then.
     */
    HttpLab(final Path root)
    {
        launcher = root.toAbsolutePath().resolve("jlvs");
        try
        {
            write("wrk.lua", Answers.SCRIPT);
            Commands.run("sh", "-c", HttpNetwork.script(place::namespace));
            for (final String server : HttpNetwork.SERVERS)
            {
                final Path directory = place.directory().resolve(server);
                final Path file = write(server + "/nginx.conf", HttpNetwork.nginx(server, directory));
                start(server, "nginx", "-c", file.toString(), "-e", directory.resolve("error.log").toString());
                awaitAnswer(HttpNetwork.address(server), server);
            }
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * Let the client's routes lead to both servers.
     */
    void balanceAtClient()
    {
        Commands.run("sh", "-c", HttpNetwork.directScript(place.namespace(HttpNetwork.CLIENT)));
        awaitBothServers();
    }

    /**
     * Let the routes of the director's host lead to both servers.
     */
    void balanceByKernel()
    {
        Commands.run("sh", "-c", HttpNetwork.kernelScript(
            place.namespace(HttpNetwork.CLIENT), place.namespace(HttpNetwork.DIRECTOR)));
        awaitBothServers();
    }

    /**
     * Start jlvs with the service.
     *
     * @param io      value of the option {@code --io}.
     * @param options further ones.
     */
    void balanceByDirector(final String io, final List<String> options)
    {
        final List<String> command = new ArrayList<>(List.of(
            launcher.toString(), "director", "--fresh", "--dir", directorDirectory().toString(),
            "--interface", HttpNetwork.INTERFACE, "--io", io));
        command.addAll(options);
        start(HttpNetwork.DIRECTOR, command.toArray(String[]::new)).awaitLine("jlvs director ready");
        final String service = HttpNetwork.VIP + ":" + HttpNetwork.PORT;
        ipvsadm("-A", "-t", service, "-s", "rr");
        for (final String server : HttpNetwork.SERVERS)
        {
            ipvsadm("-a", "-t", service, "-r", HttpNetwork.address(server) + ":" + HttpNetwork.PORT, "-g");
        }
        awaitBothServers();
    }

    /**
     * Start HAProxy.
     */
    void balanceByHaproxy()
    {
        start(HttpNetwork.DIRECTOR, "haproxy", "-db", "-f", write("haproxy.cfg", HttpNetwork.haproxy()).toString());
        awaitBothServers();
    }

    /**
     * Load the rules for NAT.
     */
    void balanceByNftables()
    {
        Commands.run(in(
            HttpNetwork.DIRECTOR, "nft", "-f", write("balance.nft", HttpNetwork.nftables()).toString()));
        awaitBothServers();
    }

    /**
     * Ask.
     *
     * @param load    how.
     * @param seconds for so long.
     * @return what came back.
     */
    Answers run(final Load load, final int seconds)
    {
        final List<String> command = in(
            HttpNetwork.CLIENT, "wrk", "-t", "1", "-c", CONNECTIONS, "-d", Integer.toString(seconds),
            "-s", place.directory().resolve("wrk.lua").toString());
        command.addAll(load.wrkOptions());
        command.add("http://" + HttpNetwork.VIP + ":" + HttpNetwork.PORT + "/");
        return Answers.parse(Commands.run(command));
    }

    /**
     * A counter of the director, summed over its workers.
     *
     * @param label of the counter.
     * @return its value; those of XDP are at most a quarter of a second old.
     */
    long counter(final String label)
    {
        try (CncFile cnc = CncFile.map(directorDirectory()))
        {
            return DirectorCounters.read(cnc).stream()
                .filter((row) -> row.label().equals(label)).mapToLong(CounterRow::value).sum();
        }
    }

    @Override
    public void close()
    {
        for (int i = children.size() - 1; i >= 0; i--)
        {
            children.get(i).close();
        }
        place.close();
    }

    private Child start(final String host, final String... command)
    {
        final Child child = Child.start(in(host, command));
        children.add(child);
        return child;
    }

    private List<String> in(final String host, final String... command)
    {
        final List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", place.namespace(host)));
        whole.addAll(List.of(command));
        return whole;
    }

    private void ipvsadm(final String... arguments)
    {
        final List<String> command = new ArrayList<>(List.of(
            "env", "JLVS_DIR=" + directorDirectory(), launcher.toString(), "ipvsadm"));
        command.addAll(List.of(arguments));
        Commands.run(command);
    }

    private void awaitBothServers()
    {
        HttpNetwork.SERVERS.forEach((server) -> awaitAnswer(HttpNetwork.VIP, server));
    }

    /**
     * Ask an address until a certain server has answered.
     */
    private void awaitAnswer(final String address, final String server)
    {
        final String ask = "for i in $(seq " + TRIES + "); do curl -s -m 1 http://" + address + ":" + HttpNetwork.PORT +
            "/ | grep -q '^" + server + " ' && exit 0; sleep 0.05; done; echo no answer of " + server + "; exit 1";
        try
        {
            Commands.run(in(HttpNetwork.CLIENT, "sh", "-c", ask));
        }
        catch (final MeasurementException ex)
        {
            throw new MeasurementException(ex.getMessage() + "\nrunning: " + children, ex);
        }
    }

    private Path directorDirectory()
    {
        return place.directory().resolve(HttpNetwork.DIRECTOR);
    }

    private Path write(final String name, final String text)
    {
        final Path file = place.directory().resolve(name);
        try
        {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
