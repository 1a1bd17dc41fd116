/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.testbed.topology.Topologies;
import io.jlvs.testbed.topology.Topology;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A lab with a running director for all tests of a class. When a test fails, it keeps in target/lab/CLASS.TEST what the
 * director sent and received (the first bytes of each frame), its counters and tables, and all outputs. A test also
 * fails when the director logged a warning or an exception.
 */
public final class DirectorLab
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback
{
    /** Name of the system property that says how directors get their packets: auto, af_packet or xdp. */
    private static final String IO_PROP_NAME = "jlvs.lab.io";
    private static final String IO = System.getProperty(IO_PROP_NAME, "auto");
    private static final boolean IS_NATIVE = "xdp".equals(IO);
    private static final Path EVIDENCE = Path.of("target", "lab");
    private static final int EVIDENCE_BYTES = 192;
    private static final Pattern TROUBLE = Pattern.compile(
        "^(WARNING|SEVERE)|^\\tat |Exception", Pattern.MULTILINE);

    private final Topology topology;
    private final List<UdpServer> udpServers = new ArrayList<>();
    private final Map<String, Nginx> nginx = new HashMap<>();
    private final List<RunningProcess> directors = new ArrayList<>();
    private final List<String> options = new ArrayList<>(List.of("--io", IO));
    private boolean hasNginx;
    private boolean hasDecapsulation;
    private Lab lab;
    private Jlvs jlvs;
    private RunningProcess director;
    private Capture evidence;

    private record UdpServer(int port, List<String> virtualAddresses)
    {
    }

    private DirectorLab(final Topology topology)
    {
        this.topology = topology;
    }

    /**
     * A lab on a network.
     *
     * @param topology with a client, a director and servers rs1 to rsN.
     * @return a lab to be registered as an extension.
     */
    public static DirectorLab on(final Topology topology)
    {
        return new DirectorLab(topology);
    }

    /**
     * With nginx on each server.
     *
     * @return this.
     */
    public DirectorLab withNginx()
    {
        hasNginx = true;
        return this;
    }

    /**
     * With a UDP server on each server.
     *
     * @param port             of the service.
     * @param virtualAddresses on which they listen.
     * @return this.
     */
    public DirectorLab withUdp(final int port, final String... virtualAddresses)
    {
        udpServers.add(new UdpServer(port, List.of(virtualAddresses)));
        return this;
    }

    /**
     * With servers that take tunnelled packets.
     *
     * @return this.
     */
    public DirectorLab withDecapsulation()
    {
        hasDecapsulation = true;
        return this;
    }

    /**
     * With further options of the director.
     *
     * @param values such as "--workers", "2".
     * @return this.
     */
    public DirectorLab withOptions(final String... values)
    {
        options.addAll(List.of(values));
        return this;
    }

    /**
     * The lab.
     *
     * @return open while tests run.
     */
    public Lab lab()
    {
        return lab;
    }

    /**
     * The host that asks.
     *
     * @return host.
     */
    public Host client()
    {
        return lab.host(Topologies.CLIENT);
    }

    /**
     * The host of the director.
     *
     * @return host.
     */
    public Host directorHost()
    {
        return lab.host(Topologies.DIRECTOR);
    }

    /**
     * A real server.
     *
     * @param number from 1.
     * @return host.
     */
    public Host server(final int number)
    {
        return lab.host(Topologies.server(number));
    }

    /**
     * The web server of a real server.
     *
     * @param number from 1.
     * @return nginx.
     */
    public Nginx nginx(final int number)
    {
        return nginx.get(Topologies.server(number));
    }

    /**
     * Whether hosts leave checksums and segments to their interfaces, as they do unless told otherwise.
     *
     * @return false where XDP in the driver of a veth gets the client's frames: it would not see that.
     */
    public boolean hasOffloads()
    {
        return !IS_NATIVE;
    }

    /**
     * Options that every director of this lab gets.
     *
     * @return such as "--io", "auto".
     */
    public List<String> options()
    {
        return List.copyOf(options);
    }

    /**
     * Commands of the director.
     *
     * @return jlvs on the director's host.
     */
    public Jlvs jlvs()
    {
        return jlvs;
    }

    /**
     * The running director.
     *
     * @return process.
     */
    public RunningProcess director()
    {
        return director;
    }

    /**
     * Start a director where none runs any more.
     *
     * @return the new process, ready.
     */
    public RunningProcess startDirector()
    {
        if (director.isAlive())
        {
            throw new IllegalStateException("the director runs: " + director);
        }
        director = jlvs.startDirector(options.toArray(String[]::new));
        directors.add(director);
        return director;
    }

    /**
     * A counter of the director, as {@code jlvs stat} shows it.
     *
     * @param name of the counter.
     * @return value.
     */
    public long counter(final String name)
    {
        final Long value = jlvs.counters().get(name);
        if (null == value)
        {
            throw new LabException("no counter " + name + " in:\n" + jlvs.stat());
        }
        return value;
    }

    /**
     * Wait for a counter of the director.
     *
     * @param name     of the counter.
     * @param minimum  to reach.
     * @param deadline of the wait.
     */
    public void awaitCounter(final String name, final long minimum, final Duration deadline)
    {
        Await.await(() -> counter(name) >= minimum, deadline, () -> name + " is at least " + minimum + ":\n" +
            jlvs.stat());
    }

    /**
     * Capture what the director's host sends and receives, as seen by the switch.
     *
     * @param filter of tcpdump.
     * @return a running capture of whole frames.
     */
    public Capture captureAtDirector(final String filter)
    {
        return Capture.start(lab.switchHost(), Topologies.DIRECTOR + "-eth0", filter);
    }

    @Override
    public void beforeAll(final ExtensionContext context)
    {
        lab = Lab.open(topology);
        try
        {
            jlvs = Jlvs.on(directorHost());
            if (IS_NATIVE)
            {
                prepareForNativeXdp();
            }
            for (final String name : serverNames())
            {
                startServers(lab.host(name));
            }
            director = jlvs.startDirector(options.toArray(String[]::new));
            directors.add(director);
        }
        catch (final RuntimeException ex)
        {
            lab.close();
            throw ex;
        }
    }

    @Override
    public void afterAll(final ExtensionContext context)
    {
        if (null != lab)
        {
            lab.close();
        }
    }

    @Override
    public void beforeEach(final ExtensionContext context)
    {
        if (!director.isAlive())
        {
            // A test before this one failed half way: that is its failure, not this one's.
            startDirector();
        }
        evidence = Capture.start(lab.switchHost(), Topologies.DIRECTOR + "-eth0", EVIDENCE_BYTES, "");
    }

    @Override
    public void afterEach(final ExtensionContext context) throws IOException
    {
        evidence.close();
        final String trouble = trouble();
        if (context.getExecutionException().isPresent() || !trouble.isEmpty())
        {
            final Path directory = EVIDENCE.resolve(
                context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName());
            keep(directory);
            System.err.println("evidence of the failed test: " + directory.toAbsolutePath());
        }
        else
        {
            Files.deleteIfExists(evidence.file());
        }
        assertEquals("", trouble, "what the director logged");
    }

    /**
     * What XDP sends arrives only at an end with XDP; a checksum that the client left to its interface would stay
     * unfinished.
     */
    private void prepareForNativeXdp()
    {
        client().exec("ethtool", "-K", "eth0", "tx", "off").orThrow();
        XdpPeer.attach(lab.switchHost(), Topologies.DIRECTOR + "-eth0");
    }

    /** The log of the first director that has something wrong in it; each is shown once. */
    private String trouble()
    {
        final String trouble = directors.stream().map(RunningProcess::err)
            .filter((log) -> TROUBLE.matcher(log).find()).findFirst().orElse("");
        directors.removeIf((process) -> process != director || !trouble.isEmpty());
        return trouble;
    }

    private List<String> serverNames()
    {
        final List<String> names = new ArrayList<>();
        for (int i = 1; topology.hosts().stream().map((host) -> host.name()).toList().contains("rs" + i); i++)
        {
            names.add(Topologies.server(i));
        }
        return names;
    }

    private void startServers(final Host host)
    {
        if (hasDecapsulation)
        {
            Decapsulation.attach(host, "eth0");
        }
        if (hasNginx)
        {
            nginx.put(host.name(), Nginx.start(host));
        }
        for (final UdpServer server : udpServers)
        {
            UdpEcho.start(host, server.port(), server.virtualAddresses().toArray(String[]::new));
        }
    }

    private void keep(final Path directory) throws IOException
    {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(lab.logs()))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(directory.resolve("stat.txt"), answer(jlvs.command("stat")));
        for (final String arguments : List.of("-Ln", "-Ln --stats", "-Lnc"))
        {
            final List<String> command = jlvs.command("ipvsadm");
            command.addAll(List.of(arguments.split(" ")));
            Files.writeString(
                directory.resolve("ipvsadm" + arguments.replace(" ", "") + ".txt"), answer(command));
        }
    }

    private String answer(final List<String> command)
    {
        try
        {
            return directorHost().exec(Command.DEFAULT_LIMIT, command).toString();
        }
        catch (final LabException ex)
        {
            // Evidence of a failure is taken from what may hang; the failure itself is reported anyway.
            return ex.getMessage();
        }
    }
}
