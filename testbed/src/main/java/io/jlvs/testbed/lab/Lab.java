/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.testbed.topology.AddressSpec;
import io.jlvs.testbed.topology.HostSpec;
import io.jlvs.testbed.topology.InterfaceSpec;
import io.jlvs.testbed.topology.RouteSpec;
import io.jlvs.testbed.topology.Topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A topology made real: a network namespace for each host, one more for the bridges, veth pairs between them.
 * <p>
 * Names on the machine start with "jl", the process id in hexadecimal, "x" and a number, so that several labs can live
 * at once and a lab whose process is gone is recognised and removed when the next one opens. Two directories go with
 * it: {@link #directory()} under the system's temporary directory, {@link #sharedMemory()} under /dev/shm.
 * <p>
 * Thread: any, one at a time, for opening and closing; hosts are safe to use from several threads.
 */
public final class Lab implements AutoCloseable
{
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String SWITCH = "switch";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String prefix;
    private final Topology topology;
    private final Path directory;
    private final Path sharedMemory;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final AtomicInteger nextName = new AtomicInteger();
    private final Thread shutdownHook = new Thread(this::remove, "lab-removal");
    private final Host switchHost;
    private boolean closed;

    private Lab(final Topology topology)
    {
        this.topology = topology;
        this.prefix = LabResidue.prefix(ProcessHandle.current().pid(), NEXT.getAndIncrement());
        this.directory = LabResidue.TEMPORARY.resolve(prefix);
        this.sharedMemory = LabResidue.SHARED_MEMORY.resolve(prefix);
        this.switchHost = new Host(
            this, new HostSpec(SWITCH, List.of(), List.of(), List.of(), Map.of()), prefix + "-" + SWITCH);
    }

    /**
     * Build the network; first remove what labs of dead processes left.
     *
     * @param topology to build.
     * @return the lab, with all links up.
     * @throws LabException when this is not root, a command is missing or one fails; nothing is left behind then.
     */
    public static Lab open(final Topology topology)
    {
        requireRoot();
        LabResidue.removeOfDeadProcesses();
        final Lab lab = new Lab(topology);
        Runtime.getRuntime().addShutdownHook(lab.shutdownHook);
        try
        {
            lab.build();
        }
        catch (final RuntimeException ex)
        {
            lab.close();
            throw ex;
        }
        return lab;
    }

    /**
     * Whether labs are possible for this user.
     *
     * @throws LabException when not, with what to do.
     */
    public static void requireRoot()
    {
        final String uid = Command.run("id", "-u").orThrow().out().strip();
        if (!"0".equals(uid))
        {
            throw new LabException("a lab needs root (network namespaces, raw sockets): this is user id " + uid +
                "; run it with sudo");
        }
    }

    /**
     * What it was built from.
     *
     * @return the topology.
     */
    public Topology topology()
    {
        return topology;
    }

    /**
     * Unique start of all its names on the machine.
     *
     * @return such as "jl1a2bx0".
     */
    public String prefix()
    {
        return prefix;
    }

    /**
     * For files of this lab; removed on close.
     *
     * @return existing directory.
     */
    public Path directory()
    {
        return directory;
    }

    /**
     * For directories of directors ({@code --dir}); removed on close.
     *
     * @return existing directory in memory.
     */
    public Path sharedMemory()
    {
        return sharedMemory;
    }

    /**
     * Where outputs of processes and captures are.
     *
     * @return existing directory.
     */
    public Path logs()
    {
        return directory.resolve("logs");
    }

    /**
     * A host of the topology.
     *
     * @param name of the host.
     * @return the host.
     */
    public Host host(final String name)
    {
        final Host host = hosts.get(name);
        if (null == host)
        {
            throw new IllegalArgumentException("no host " + name + " in lab " + prefix + ": " + hosts.keySet());
        }
        return host;
    }

    /**
     * The host of the bridges. Its interfaces are the ports, named "HOST-INTERFACE": a capture on one sees all that
     * its host really sends and nothing that is only prepared for sending.
     *
     * @return the host.
     */
    public Host switchHost()
    {
        return switchHost;
    }

    /**
     * Close a resource before the network goes away; the last opened first.
     *
     * @param resource to close.
     * @param <T>      its type.
     * @return the resource.
     */
    public synchronized <T extends AutoCloseable> T closeLater(final T resource)
    {
        if (closed)
        {
            throw new IllegalStateException("lab " + prefix + " is closed");
        }
        resources.push(resource);
        return resource;
    }

    /**
     * End all processes and remove the network and the directories. Closing twice has no effect.
     */
    @Override
    public void close()
    {
        remove();
        try
        {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        }
        catch (final IllegalStateException ex)
        {
            // The JVM is going down: the hook runs, or has run, by itself.
            assert closed;
        }
    }

    String uniqueName(final String name)
    {
        return name + "-" + nextName.getAndIncrement();
    }

    private void build()
    {
        try
        {
            Files.createDirectories(logs());
            Files.createDirectories(sharedMemory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        final String switchNamespace = switchHost.namespace();
        final List<String> namespaces = new ArrayList<>();
        namespaces.add("netns add " + switchNamespace);
        for (final HostSpec spec : topology.hosts())
        {
            final Host host = new Host(this, spec, prefix + "-" + spec.name());
            hosts.put(spec.name(), host);
            namespaces.add("netns add " + host.namespace());
        }
        ip(List.of("ip", "-batch", "-"), namespaces);

        final List<String> bridges = new ArrayList<>();
        for (final String segment : topology.segments())
        {
            bridges.add("link add " + segment + " type bridge mcast_snooping 0");
            bridges.add("link set " + segment + " up");
        }
        Command.run("ip", "netns", "exec", switchNamespace,
            "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1").orThrow();
        ip(List.of("ip", "-n", switchNamespace, "-batch", "-"), bridges);
        for (final Host host : hosts.values())
        {
            build(host, switchNamespace);
        }
    }

    private static void build(final Host host, final String switchNamespace)
    {
        final HostSpec spec = host.spec();
        final List<String> links = new ArrayList<>();
        for (final InterfaceSpec iface : spec.interfaces())
        {
            final String port = spec.name() + "-" + iface.name();
            links.add("link add " + port + " netns " + switchNamespace + " type veth peer name " + iface.name() +
                " netns " + host.namespace() + " address " + iface.mac());
            links.add("-n " + switchNamespace + " link set " + port + " master " + iface.segment() + " up");
        }
        for (final String link : links)
        {
            final List<String> command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(link.split(" ")));
            Command.run(LIMIT, "", command).orThrow();
        }

        final List<String> sysctl = new ArrayList<>(List.of("sysctl", "-qw"));
        new TreeMap<>(spec.sysctls()).forEach((key, value) -> sysctl.add(key + "=" + value));
        host.exec(LIMIT, sysctl).orThrow();

        final List<String> addresses = new ArrayList<>(List.of("link set lo up"));
        for (final AddressSpec address : spec.loopback())
        {
            addresses.add(addAddress(address, "lo"));
        }
        for (final InterfaceSpec iface : spec.interfaces())
        {
            addresses.add("link set " + iface.name() + " up");
            iface.addresses().forEach((address) -> addresses.add(addAddress(address, iface.name())));
        }
        for (final RouteSpec route : spec.routes())
        {
            addresses.add(route.isLocal() ?
                "route add local " + route.destination() + " dev lo" :
                "route add " + route.destination() + " via " + route.via());
        }
        ip(List.of("ip", "-n", host.namespace(), "-batch", "-"), addresses);
    }

    private static String addAddress(final AddressSpec address, final String device)
    {
        return "address add " + address.cidr() + " dev " + device +
            (address.isIpv6() ? " nodad" + (address.preferred() ? "" : " preferred_lft 0") : "");
    }

    private static void ip(final List<String> command, final List<String> lines)
    {
        Command.run(LIMIT, String.join("\n", lines) + "\n", command).orThrow();
    }

    private synchronized void remove()
    {
        if (closed)
        {
            return;
        }
        closed = true;
        while (!resources.isEmpty())
        {
            final AutoCloseable resource = resources.pop();
            try
            {
                resource.close();
            }
            catch (final Exception ex)
            {
                System.err.println("lab " + prefix + ": cannot close " + resource + ": " + ex);
            }
        }
        LabResidue.remove(prefix);
    }
}
