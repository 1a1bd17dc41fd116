/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.control.realserver.Sysctl;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteType;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this host has, at one moment. Immutable.
 *
 * @param links          network interfaces.
 * @param addresses      of the interfaces.
 * @param neighbours     of IPv4 and IPv6.
 * @param routes         to virtual addresses and servers; none where there is no route.
 * @param settings       kernel settings that could be read.
 * @param features       offloads that are on, by name of the interface, as ethtool(8) calls them.
 * @param kernelServices services of the kernel's own IPVS, as {@code TCP 10.0.0.100:80}.
 */
public record Host(
    List<LinkInfo> links,
    List<AddressInfo> addresses,
    List<NeighbourInfo> neighbours,
    Map<InetAddress, RouteInfo> routes,
    Map<Sysctl, Integer> settings,
    Map<String, Set<String>> features,
    Set<String> kernelServices)
{
    private static final int UNSET = 0;

    /**
     * Keep immutable copies.
     */
    public Host
    {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        neighbours = List.copyOf(neighbours);
        routes = Map.copyOf(routes);
        settings = Map.copyOf(settings);
        features = Map.copyOf(features);
        kernelServices = Set.copyOf(kernelServices);
    }

    Optional<LinkInfo> link(final int index)
    {
        return links.stream().filter((link) -> link.index() == index).findFirst();
    }

    Optional<LinkInfo> link(final String name)
    {
        return links.stream().filter((link) -> link.name().equals(name)).findFirst();
    }

    /**
     * Where this host has an address.
     *
     * @param address to look for.
     * @return entries of the interfaces that have it.
     */
    List<AddressInfo> holdings(final InetAddress address)
    {
        return addresses.stream().filter((info) -> info.address().equals(address)).toList();
    }

    /**
     * The interface that has an address and is no loopback.
     *
     * @param address to look for.
     * @return empty if there is none.
     */
    Optional<LinkInfo> holder(final InetAddress address)
    {
        return holdings(address).stream()
            .map((info) -> link(info.interfaceIndex()))
            .flatMap(Optional::stream)
            .filter((link) -> !link.loopback())
            .findFirst();
    }

    /**
     * Whether packets to an address are for this host: an interface has it, or a local route covers it.
     *
     * @param address to look for.
     * @return true if so.
     */
    boolean isLocal(final InetAddress address)
    {
        final RouteInfo route = routes.get(address);
        return !holdings(address).isEmpty() || null != route && RouteType.LOCAL == route.type();
    }

    boolean isOwnMac(final long mac)
    {
        return links.stream().anyMatch((link) -> link.mac() == mac);
    }

    /**
     * The value that counts for an interface where the kernel takes the greater one of its own and of "all"
     * (IN_DEV_MAXCONF in include/linux/inetdevice.h).
     *
     * @param interfaceName of the interface.
     * @param setting       such as "arp_ignore".
     * @return the greater value; 0 if none could be read.
     */
    int effective(final String interfaceName, final String setting)
    {
        return Math.max(
            settings.getOrDefault(Sysctl.ipv4("all", setting), UNSET),
            settings.getOrDefault(Sysctl.ipv4(interfaceName, setting), UNSET));
    }
}
