/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.control.realserver.RequiredSetting;
import io.jlvs.control.realserver.Sysctl;
import io.jlvs.control.realserver.Sysctls;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what this host has: netlink, {@code /proc} and ethtool(8). Changes nothing.
 */
final class HostGatherer
{
    private static final Path KERNEL_SERVICES = Path.of("/proc/net/ip_vs");
    private static final List<String> SETTINGS = List.of("arp_ignore", "arp_announce", "rp_filter");

    private HostGatherer()
    {
    }

    /**
     * Read.
     *
     * @param destinations addresses whose routes are wanted.
     * @return the host as it is now.
     */
    static Host gather(final Collection<InetAddress> destinations)
    {
        final List<LinkInfo> links;
        final List<AddressInfo> addresses;
        final List<NeighbourInfo> neighbours;
        final Map<InetAddress, RouteInfo> routes = new HashMap<>();
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            links = netlink.links();
            addresses = netlink.addresses();
            neighbours = netlink.neighbours();
            for (final InetAddress destination : destinations)
            {
                netlink.route(destination).ifPresent((route) -> routes.put(destination, route));
            }
        }
        final Map<Sysctl, Integer> settings = new HashMap<>();
        final Map<String, Set<String>> features = new HashMap<>();
        addSettings(settings, RequiredSetting.ALL);
        for (final LinkInfo link : links)
        {
            addSettings(settings, link.name());
            if (link.up() && !link.loopback())
            {
                features.put(link.name(), features(link.name()));
            }
        }

        return new Host(links, addresses, neighbours, routes, settings, features, kernelServices());
    }

    private static void addSettings(final Map<Sysctl, Integer> settings, final String interfaceName)
    {
        for (final String setting : SETTINGS)
        {
            final Sysctl sysctl = Sysctl.ipv4(interfaceName, setting);
            Sysctls.read(sysctl).ifPresent((value) -> settings.put(sysctl, value));
        }
    }

    private static Set<String> kernelServices()
    {
        try
        {
            return KernelServices.parse(Files.readAllLines(KERNEL_SERVICES));
        }
        catch (final NoSuchFileException ex)
        {
            // The module is not loaded.
            return Set.of();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + KERNEL_SERVICES, ex);
        }
    }

    /** Offloads that are on, by ethtool; empty if it is not installed or does not know the interface. */
    private static Set<String> features(final String interfaceName)
    {
        final Set<String> features = new HashSet<>();
        try
        {
            final Process process = new ProcessBuilder("ethtool", "-k", interfaceName)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            final List<String> lines = new ArrayList<>(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            lines.stream().map(String::strip).filter((line) -> line.matches("[a-z0-9-]+: on.*"))
                .forEach((line) -> features.add(line.substring(0, line.indexOf(':'))));
            process.waitFor();
        }
        catch (final IOException ex)
        {
            return Set.of();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }

        return features;
    }
}
