/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.control.realserver.Sysctl;
import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteType;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Facts of a healthy director 10.0.0.1 with VIP 10.0.0.100 on eth0 and server 10.0.0.21, to be made ill.
 */
final class FactsFixture
{
    static final long OWN_MAC = 0x0200_0000_0001L;
    static final long SERVER_MAC = 0x0200_0000_0021L;
    static final long OTHER_MAC = 0x0200_0000_0002L;
    static final int LO = 1;
    static final int ETH0 = 2;
    static final int ETH1 = 3;

    final List<InetAddress> vips = new ArrayList<>(List.of(address("10.0.0.100")));
    final List<ExaminedService> services = new ArrayList<>();
    final List<ConfiguredRouter> routers = new ArrayList<>();
    final Map<Integer, LinkInfo> links = new HashMap<>();
    final List<AddressInfo> addresses = new ArrayList<>();
    final List<NeighbourInfo> neighbours = new ArrayList<>();
    final Map<InetAddress, RouteInfo> routes = new HashMap<>();
    final Map<Sysctl, Integer> settings = new HashMap<>();
    final Map<String, Set<String>> features = new HashMap<>();
    final Set<String> kernelServices = new LinkedHashSet<>();
    final List<CounterRow> counters = new ArrayList<>();
    final Set<Heard.AddressAnswer> answers = new LinkedHashSet<>();
    final List<Heard.RouterAdvert> adverts = new ArrayList<>();
    DirectorFacts director;

    FactsFixture()
    {
        link(LO, "lo", 0, 65_536, true);
        link(ETH0, "eth0", OWN_MAC, 1_500, false);
        has(LO, "127.0.0.1", 8);
        has(ETH0, "10.0.0.1", 24);
        has(ETH0, "10.0.0.100", 32);
        serve(ForwardingCode.DIRECT_ROUTE, "10.0.0.100", "10.0.0.21");
        onLink("10.0.0.21");
        neighbours.add(new NeighbourInfo(
            ETH0, address("10.0.0.21"), SERVER_MAC, NeighbourInfo.NUD_REACHABLE));
    }

    void link(final int index, final String name, final long mac, final int mtu, final boolean isLoopback)
    {
        links.put(index, new LinkInfo(index, name, mac, mtu, true, true, isLoopback));
    }

    void has(final int index, final String text, final int prefixLength)
    {
        addresses.add(new AddressInfo(index, address(text), prefixLength, 0, 0));
    }

    void hasNot(final String text)
    {
        addresses.removeIf((info) -> info.address().equals(address(text)));
    }

    void serve(final int forwardingCode, final String vip, final String... servers)
    {
        services.clear();
        services.add(new ExaminedService(
            new ServiceKey(IpProtocol.TCP, address(vip), 80, 0),
            List.of(servers).stream()
                .map((server) -> new ExaminedService.Server(address(server), forwardingCode)).toList()));
    }

    void onLink(final String destination)
    {
        routes.put(
            address(destination), new RouteInfo(address(destination), RouteType.UNICAST, ETH0, null, null, 0));
    }

    void via(final String destination, final String gateway, final int mtu)
    {
        routes.put(
            address(destination),
            new RouteInfo(address(destination), RouteType.UNICAST, ETH0, address(gateway), null, mtu));
    }

    void answers(final String vip, final long mac)
    {
        answers.add(new Heard.AddressAnswer("eth0", address(vip), mac));
    }

    void setting(final String interfaceName, final String name, final int value)
    {
        settings.put(Sysctl.ipv4(interfaceName, name), value);
    }

    Facts facts()
    {
        return new Facts(
            vips,
            services,
            routers,
            new Host(
                List.copyOf(links.values()), addresses, neighbours, routes, settings, features, kernelServices),
            null == director ? new DirectorFacts(
                "/dev/shm/jlvs", "", 10, ForwardingHealth.FORWARDING, counters, List.of()) : director,
            new WireFacts(
                4_000,
                vips.stream().map((vip) -> new WireFacts.Probed(vip, "eth0")).toList(),
                answers,
                adverts,
                List.of()));
    }

    /**
     * Severity, object and text of each finding, a line each.
     */
    String judged(final DoctorCheck check)
    {
        return check.judge(facts()).stream()
            .map((finding) -> finding.severity() + " " + finding.object() + ": " + finding.text())
            .collect(Collectors.joining("\n"));
    }

    static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(ex);
        }
    }
}
