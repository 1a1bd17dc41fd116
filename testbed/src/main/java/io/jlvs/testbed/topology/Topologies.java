/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.jlvs.testbed.topology.AddressSpec.host;
import static io.jlvs.testbed.topology.AddressSpec.virtual;

/**
 * The networks in which jlvs is shown: the two plans that people who run LVS use most.
 */
public final class Topologies
{
    /** Name of the host from which requests come. */
    public static final String CLIENT = "client";
    /** Name of the host on which jlvs runs. */
    public static final String DIRECTOR = "director";
    /** Name of the first of two directors, in {@link #twoDirectors}. */
    public static final String FIRST_DIRECTOR = "d1";
    /** Name of the second of two directors, in {@link #twoDirectors}. */
    public static final String SECOND_DIRECTOR = "d2";
    /** Name of the host that routes between segments, in {@link #routed}. */
    public static final String ROUTER = "router";

    private static final int MAX_SERVERS = 9;
    private static final int FIRST_EXTRA_CLIENT = 128;
    private static final int LAST_EXTRA_CLIENT = 190;

    private Topologies()
    {
    }

    /**
     * Name of a real server.
     *
     * @param number from 1.
     * @return "rs1" and so on.
     */
    public static String server(final int number)
    {
        return "rs" + number;
    }

    /**
     * All on one segment, for direct routing (and, on the same wire, tunnels).
     * <pre>
     *   client             director            rs1 ... rsN
     *   10.0.0.10          10.0.0.1            10.0.0.21 ... .2N
     *   fd00::10           fd00::1             fd00::21 ... ::2N
     *      |             VIP 10.0.0.100      VIP 10.0.0.100 on lo,
     *      |                 fd00::100       ARP suppressed
     *      +------------------+------------------+----
     * </pre>
     * MAC addresses are 02:00:00:00:00: and 10, 01, 21 to 2N. The client also has 10.0.0.128 to .190 and fd00::128 to
     * ::190, to speak as many clients. The director and the servers also own 10.0.0.96/28: further VIPs without further
     * set-up.
     *
     * @param servers number of real servers, 1 to 9.
     * @return the network.
     */
    public static Topology oneSegment(final int servers)
    {
        return oneSegment(servers, true);
    }

    /**
     * As {@link #oneSegment}, but the servers are as they were installed: they do not have the VIP, and answer ARP as
     * Linux does by itself.
     *
     * @param servers number of real servers, 1 to 9.
     * @return the network.
     */
    public static Topology oneSegmentUnprepared(final int servers)
    {
        return oneSegment(servers, false);
    }

    private static Topology oneSegment(final int servers, final boolean isPrepared)
    {
        requireServers(servers);
        final List<HostSpec> hosts = new ArrayList<>();

        final List<AddressSpec> clients = new ArrayList<>();
        clients.add(host("10.0.0.10/24"));
        clients.add(host("fd00::10/64"));
        clients.add(host("fe80::10/64"));
        for (int i = FIRST_EXTRA_CLIENT; i <= LAST_EXTRA_CLIENT; i++)
        {
            clients.add(virtual("10.0.0." + i + "/24"));
            clients.add(virtual("fd00::" + i + "/64"));
        }
        hosts.add(new HostSpec(
            CLIENT, List.of(eth0("lan", "10", clients)), List.of(), List.of(), sysctls("eth0")));

        final List<AddressSpec> director = List.of(
            host("10.0.0.1/24"), host("fd00::1/64"), host("fe80::1/64"),
            virtual("10.0.0.100/32"), virtual("fd00::100/128"));
        hosts.add(new HostSpec(
            DIRECTOR,
            List.of(eth0("lan", "01", director)),
            List.of(),
            List.of(RouteSpec.local("10.0.0.96/28")),
            directorSysctls()));

        for (int i = 1; i <= servers; i++)
        {
            final List<AddressSpec> addresses = List.of(
                host("10.0.0.2" + i + "/24"), host("fd00::2" + i + "/64"), host("fe80::2" + i + "/64"));
            hosts.add(new HostSpec(
                server(i),
                List.of(eth0("lan", "2" + i, addresses)),
                isPrepared ? List.of(virtual("10.0.0.100/32"), virtual("fd00::100/128")) : List.of(),
                isPrepared ? List.of(RouteSpec.local("10.0.0.96/28")) : List.of(),
                isPrepared ? serverSysctls() : sysctls("eth0")));
        }
        return new Topology("one-segment", List.of("lan"), hosts);
    }

    /**
     * Two directors on the segment of {@link #oneSegment}; neither has the VIP: VRRP gives it to one of them.
     * <pre>
     *   client             d1                  d2                  rs1 ... rsN
     *   10.0.0.10          10.0.0.1            10.0.0.2            10.0.0.21 ... .2N
     *   fd00::10           fd00::1, fe80::1    fd00::2, fe80::2    fd00::21 ... ::2N, VIP on lo
     *      +-----------------+-------------------+-------------------+----
     * </pre>
     *
     * @param servers number of real servers, 1 to 9.
     * @return the network.
     */
    public static Topology twoDirectors(final int servers)
    {
        return twoDirectors("two-directors", servers, List.of("lan"));
    }

    /**
     * As {@link #twoDirectors} with one server, and with a second segment, "inside", on which only the directors are:
     * eth1 with 10.0.2.1 and .2, fd00:0:0:2::1 and ::2.
     *
     * @return the network.
     */
    public static Topology twoDirectorsWithInside()
    {
        return twoDirectors("two-directors-inside", 1, List.of("lan", "inside"));
    }

    private static Topology twoDirectors(final String name, final int servers, final List<String> segments)
    {
        final List<HostSpec> hosts = new ArrayList<>();
        for (final HostSpec host : oneSegment(servers).hosts())
        {
            if (DIRECTOR.equals(host.name()))
            {
                hosts.add(pairedDirector(FIRST_DIRECTOR, "1", segments.size()));
                hosts.add(pairedDirector(SECOND_DIRECTOR, "2", segments.size()));
            }
            else
            {
                hosts.add(host);
            }
        }
        return new Topology(name, segments, hosts);
    }

    private static HostSpec pairedDirector(final String name, final String number, final int segments)
    {
        final List<InterfaceSpec> interfaces = new ArrayList<>();
        interfaces.add(eth0("lan", "0" + number, List.of(
            host("10.0.0." + number + "/24"), host("fd00::" + number + "/64"), host("fe80::" + number + "/64"))));
        if (1 < segments)
        {
            interfaces.add(new InterfaceSpec("eth1", "inside", mac("1" + number), List.of(
                host("10.0.2." + number + "/24"),
                host("fd00:0:0:2::" + number + "/64"),
                host("fe80::" + number + "/64"))));
        }
        return new HostSpec(
            name,
            interfaces,
            List.of(),
            List.of(),
            directorSysctls(interfaces.stream().map(InterfaceSpec::name).toArray(String[]::new)));
    }

    /**
     * Client, director and servers each in a network of their own behind a router, for tunnels.
     * <pre>
     *   client 10.0.0.10 --- 10.0.0.200 router 172.16.1.200 --- director 172.16.1.3, VIP 172.16.1.100
     *                                     |
     *                                     +- 172.16.11.200 --- rs1 172.16.11.21, VIP on lo
     *                                     +- 172.16.12.200 --- rs2 172.16.12.22, VIP on lo
     * </pre>
     * IPv6 alike: fd00:0:0:a::/64 for the client, fd00:0:0:1::/64 for the director (VIP fd00:0:0:1::100),
     * fd00:0:0:1N::/64 for the servers. Answers go from the server through the router, not through the director.
     *
     * @param servers number of real servers, 1 to 9.
     * @return the network.
     */
    public static Topology routed(final int servers)
    {
        requireServers(servers);
        final List<String> segments = new ArrayList<>(List.of("front", "director"));
        final List<HostSpec> hosts = new ArrayList<>();
        final List<InterfaceSpec> routerInterfaces = new ArrayList<>();
        routerInterfaces.add(new InterfaceSpec("eth0", "front", mac("f0"), List.of(
            host("10.0.0.200/24"), host("fd00:0:0:a::200/64"), host("fe80::200/64"))));
        routerInterfaces.add(new InterfaceSpec("eth1", "director", mac("f1"), List.of(
            host("172.16.1.200/24"), host("fd00:0:0:1::200/64"), host("fe80::200/64"))));

        hosts.add(new HostSpec(
            CLIENT,
            List.of(eth0("front", "10", List.of(
                host("10.0.0.10/24"), host("fd00:0:0:a::10/64"), host("fe80::10/64")))),
            List.of(),
            List.of(RouteSpec.via("default", "10.0.0.200"), RouteSpec.via("default", "fd00:0:0:a::200")),
            sysctls("eth0")));
        hosts.add(new HostSpec(
            DIRECTOR,
            List.of(eth0("director", "01", List.of(
                host("172.16.1.3/24"), host("fd00:0:0:1::3/64"), host("fe80::3/64"),
                virtual("172.16.1.100/32"), virtual("fd00:0:0:1::100/128")))),
            List.of(),
            List.of(RouteSpec.via("default", "172.16.1.200"), RouteSpec.via("default", "fd00:0:0:1::200")),
            directorSysctls()));
        for (int i = 1; i <= servers; i++)
        {
            final String segment = "back" + i;
            final String net4 = "172.16.1" + i;
            final String net6 = "fd00:0:0:1" + i;
            segments.add(segment);
            routerInterfaces.add(new InterfaceSpec("eth" + (i + 1), segment, mac("f" + (i + 1)), List.of(
                host(net4 + ".200/24"), host(net6 + "::200/64"), host("fe80::200/64"))));
            hosts.add(new HostSpec(
                server(i),
                List.of(eth0(segment, "2" + i, List.of(
                    host(net4 + ".2" + i + "/24"), host(net6 + "::2" + i + "/64"), host("fe80::2" + i + "/64")))),
                List.of(virtual("172.16.1.100/32"), virtual("fd00:0:0:1::100/128")),
                List.of(RouteSpec.via("default", net4 + ".200"), RouteSpec.via("default", net6 + "::200")),
                serverSysctls()));
        }

        final Map<String, String> routerSysctls = sysctls(
            routerInterfaces.stream().map(InterfaceSpec::name).toArray(String[]::new));
        routerSysctls.put("net.ipv4.ip_forward", "1");
        routerSysctls.put("net.ipv6.conf.all.forwarding", "1");
        hosts.add(new HostSpec(ROUTER, routerInterfaces, List.of(), List.of(), routerSysctls));
        return new Topology("routed", segments, hosts);
    }

    private static void requireServers(final int servers)
    {
        if (servers < 1 || servers > MAX_SERVERS)
        {
            throw new IllegalArgumentException("number of servers " + servers + " is not 1.." + MAX_SERVERS);
        }
    }

    private static InterfaceSpec eth0(final String segment, final String macEnd, final List<AddressSpec> addresses)
    {
        return new InterfaceSpec("eth0", segment, mac(macEnd), addresses);
    }

    private static String mac(final String end)
    {
        return "02:00:00:00:00:" + end;
    }

    private static Map<String, String> directorSysctls()
    {
        return directorSysctls("eth0");
    }

    private static Map<String, String> directorSysctls(final String... interfaces)
    {
        final Map<String, String> sysctls = sysctls(interfaces);
        // A director has forwarding on, and must not tell clients of the shorter way to a server.
        sysctls.put("net.ipv4.ip_forward", "1");
        sysctls.put("net.ipv6.conf.all.forwarding", "1");
        sysctls.put("net.ipv4.conf.all.send_redirects", "0");
        sysctls.put("net.ipv4.conf.eth0.send_redirects", "0");
        // Refusals are compared with recordings made without a limit.
        sysctls.put("net.ipv4.icmp_ratelimit", "0");
        sysctls.put("net.ipv6.icmp.ratelimit", "0");
        return sysctls;
    }

    private static Map<String, String> serverSysctls()
    {
        final Map<String, String> sysctls = sysctls("eth0");
        // The VIP is on lo: answer ARP only for addresses of the interface, and never announce another one.
        sysctls.put("net.ipv4.conf.all.arp_ignore", "1");
        sysctls.put("net.ipv4.conf.all.arp_announce", "2");
        return sysctls;
    }

    private static Map<String, String> sysctls(final String... interfaces)
    {
        final Map<String, String> sysctls = new HashMap<>();
        sysctls.put("net.ipv6.conf.all.accept_dad", "0");
        // Requests reach a server by another way than its answers leave.
        sysctls.put("net.ipv4.conf.all.rp_filter", "0");
        for (final String iface : interfaces)
        {
            sysctls.put("net.ipv4.conf." + iface + ".rp_filter", "0");
            sysctls.put("net.ipv6.conf." + iface + ".accept_dad", "0");
            sysctls.put("net.ipv6.conf." + iface + ".router_solicitations", "0");
            // As IPv4 has it: a link that goes down and up keeps its addresses.
            sysctls.put("net.ipv6.conf." + iface + ".keep_addr_on_down", "1");
            // No generated link-local address: the topology gives one.
            sysctls.put("net.ipv6.conf." + iface + ".addr_gen_mode", "1");
        }
        return sysctls;
    }
}
