/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteType;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Can packets be sent to each real server? By what the kernel knows already: nobody is asked.
 */
final class ServerReachCheck implements DoctorCheck
{
    private static final int UNANSWERED = NeighbourInfo.NUD_FAILED | NeighbourInfo.NUD_INCOMPLETE;

    @Override
    public String name()
    {
        return "server";
    }

    @Override
    public String subject()
    {
        return "routes and neighbours of real servers";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        final Set<ExaminedService.Server> servers = new LinkedHashSet<>();
        facts.services().forEach((service) -> servers.addAll(service.servers()));
        for (final ExaminedService.Server server : servers)
        {
            judge(facts.host(), server).ifPresent(findings::add);
        }
        findings.addAll(sharedMacs(facts.host(), servers));

        return findings;
    }

    private Optional<Finding> judge(final Host host, final ExaminedService.Server server)
    {
        final String address = InetText.of(server.address());
        final RouteInfo route = host.routes().get(server.address());
        if (null == route)
        {
            return Optional.of(Finding.error(
                name(), address, "there is no route to it", "ip route get " + address + " must name an interface"));
        }
        if (RouteType.LOCAL == route.type())
        {
            return Optional.of(Finding.error(
                name(), address, "it is an address of this host: packets to it cannot be sent out",
                "take it out of the services, or have the server on another host"));
        }
        if (!route.isUnicast())
        {
            return Optional.of(Finding.error(
                name(), address, "its route is " + route.type().name().toLowerCase(Locale.ROOT),
                "ip route get " + address + " must name an interface"));
        }
        if (server.isDirectlyRouted() && null != route.gateway())
        {
            return Optional.of(Finding.error(
                name(), address,
                "it is behind router " + InetText.of(route.gateway()) + ", but direct routing reaches servers of " +
                "the director's own segments only: the router would send the VIP's packets back",
                "forward in tunnels (ipvsadm -e ... -i, lb_kind TUN), or put the server on a segment of the director"));
        }
        final LinkInfo link = host.link(route.interfaceIndex()).orElse(null);
        if (null != link && (!link.up() || !link.running()))
        {
            return Optional.of(Finding.error(
                name(), address,
                "its interface " + link.name() + (link.up() ? " has no carrier" : " is down"),
                "ip link set " + link.name() + " up, and look at cable and switch"));
        }

        return unanswered(host, route).map((neighbour) -> Finding.error(
            name(), address,
            "its next hop " + InetText.of(neighbour.address()) + " does not answer " +
            (neighbour.address() instanceof Inet6Address ? "neighbour solicitations" : "ARP") + " on " +
            (null == link ? "its interface" : link.name()) + " (" +
            (0 != (neighbour.state() & NeighbourInfo.NUD_FAILED) ? "FAILED" : "INCOMPLETE") + ")",
            "is that host up, on this segment and VLAN, with this address? 'ip neigh show " +
            InetText.of(neighbour.address()) + "' shows what the kernel knows"));
    }

    private static Optional<NeighbourInfo> unanswered(final Host host, final RouteInfo route)
    {
        return host.neighbours().stream()
            .filter((neighbour) -> neighbour.interfaceIndex() == route.interfaceIndex() &&
                neighbour.address().equals(route.nextHop()) && 0 != (neighbour.state() & UNANSWERED))
            .findFirst();
    }

    /** Servers of one family and segment that have the same MAC: one machine twice, or somebody answers for others. */
    private List<Finding> sharedMacs(final Host host, final Set<ExaminedService.Server> servers)
    {
        final Map<String, Set<InetAddress>> addresses = new TreeMap<>();
        for (final ExaminedService.Server server : servers)
        {
            host.neighbours().stream()
                .filter((neighbour) -> neighbour.address().equals(server.address()) && neighbour.isUsable() &&
                    0 != neighbour.mac())
                .forEach((neighbour) -> addresses.computeIfAbsent(
                    Text.mac(neighbour.mac()) + (server.address() instanceof Inet6Address ? " (IPv6)" : ""),
                    (ignore) -> new LinkedHashSet<>()).add(server.address()));
        }

        return addresses.entrySet().stream()
            .filter((entry) -> entry.getValue().size() > 1)
            .map((entry) -> Finding.warning(
                name(), entry.getKey(),
                "the servers " + Text.addresses(entry.getValue()) + " have this one MAC: they are one machine, or " +
                "one answers ARP for the other",
                "if they are different machines: turn proxy_arp off on the one with this MAC (sysctl -a --pattern " +
                "proxy_arp), and see that no two machines have the same MAC"))
            .toList();
    }
}
