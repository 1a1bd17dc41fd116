/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * This host: reads what it has through netlink and {@code /proc/sys}, and changes it by the commands that {@code
 * --print} shows, but for settings, which are written directly.
 */
final class LinuxHost
{
    private LinuxHost()
    {
    }

    /**
     * The host as it is now.
     *
     * @param sysctls settings to read.
     * @return a new value.
     */
    static HostSnapshot snapshot(final Collection<Sysctl> sysctls)
    {
        final Map<Integer, String> names = new HashMap<>();
        final Map<String, Set<InetAddress>> addresses = new HashMap<>();
        final Set<String> up = new HashSet<>();
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            for (final LinkInfo link : netlink.links())
            {
                names.put(link.index(), link.name());
                addresses.put(link.name(), new HashSet<>());
                if (link.up())
                {
                    up.add(link.name());
                }
            }
            for (final AddressInfo address : netlink.addresses())
            {
                final String name = names.get(address.interfaceIndex());
                if (null != name)
                {
                    addresses.get(name).add(address.address());
                }
            }
        }
        final Map<Sysctl, Integer> settings = new HashMap<>();
        for (final Sysctl sysctl : sysctls)
        {
            final OptionalInt value = Sysctls.read(sysctl);
            if (value.isPresent())
            {
                settings.put(sysctl, value.getAsInt());
            }
        }

        return new HostSnapshot(addresses, up, settings);
    }

    /**
     * Change the host.
     *
     * @param step what to do.
     * @throws RealServerException if it cannot be done.
     */
    static void perform(final Step step)
    {
        if (step instanceof Step.WriteSetting setting)
        {
            Sysctls.write(setting.sysctl(), setting.value());
        }
        else if (step instanceof Step.LoadTunnel load)
        {
            load(load);
        }
        else
        {
            final Outcome outcome = run(step.command());
            if (0 != outcome.status())
            {
                throw new RealServerException(
                    "'" + String.join(" ", step.command()) + "' failed: " + outcome.text() + remedy(step));
            }
        }
    }

    private static void load(final Step.LoadTunnel step)
    {
        final Tunnel tunnel = step.tunnel();
        final Outcome outcome = run(step.command());
        if (!snapshot(List.of()).hasInterface(tunnel.interfaceName()))
        {
            throw new RealServerException(
                "this kernel opens no tunnels: there is no interface " + tunnel.interfaceName() + " and 'modprobe " +
                tunnel.module() + "' " + (0 == outcome.status() ? "did not bring it" : "failed: " + outcome.text()) +
                "; install the kernel's extra modules (Ubuntu: linux-modules-extra, Debian: a kernel without 'cloud' " +
                "in its name), make the interface by hand and name it with --interface, or do without --tun where " +
                "director and server are on one segment");
        }
    }

    private static String remedy(final Step step)
    {
        return step instanceof Step.AddAddress add && add.placement().isIpv6() ?
            "; IPv6 may be off there: 'sysctl net.ipv6.conf." + add.placement().interfaceName() +
            ".disable_ipv6' must be 0" : "";
    }

    private record Outcome(int status, String text)
    {
    }

    private static Outcome run(final List<String> command)
    {
        try
        {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Outcome(process.waitFor(), text);
        }
        catch (final IOException ex)
        {
            return new Outcome(-1, ex.getMessage());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted");
        }
    }
}
