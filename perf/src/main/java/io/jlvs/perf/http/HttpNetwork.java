/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All on one segment, a bridge in a namespace of its own; as scripts and configuration files.
 * <pre>
 *   client            director            rs1                rs2
 *   10.90.0.10        10.90.0.1           10.90.0.21         10.90.0.22
 *      |              VIP 10.90.0.100     VIP on lo          VIP on lo
 *      +-----------------+-------------------+------------------+
 * </pre>
 */
final class HttpNetwork
{
    /** Namespace of the bridge. */
    static final String SWITCH = "switch";
    /** Namespace from which wrk asks. */
    static final String CLIENT = "client";
    /** Namespace of what is measured. */
    static final String DIRECTOR = "director";
    /** Namespaces of the servers. */
    static final List<String> SERVERS = List.of("rs1", "rs2");
    /** Interface of each host. */
    static final String INTERFACE = "eth0";
    /** Address of the service. */
    static final String VIP = "10.90.0.100";
    /** Port of the service. */
    static final int PORT = 80;

    private static final String BODY = "0123456789abcdef".repeat(6);

    private HttpNetwork()
    {
    }

    /** Address of a host. */
    static String address(final String host)
    {
        return "10.90.0." + hostNumber(host);
    }

    /**
     * Script for sh(1) that makes the network.
     *
     * @param names of the namespaces, from those of this class.
     * @return lines of ip(8) and others.
     */
    static String script(final UnaryOperator<String> names)
    {
        final StringBuilder script = new StringBuilder("set -e\n");
        final String bridge = names.apply(SWITCH);
        script.append("""
            ip netns add %1$s
            ip -n %1$s link add br0 type bridge mcast_snooping 0
            ip -n %1$s link set br0 up
            """.formatted(bridge));
        for (final String host : List.of(CLIENT, DIRECTOR, SERVERS.get(0), SERVERS.get(1)))
        {
            script.append("""
                ip netns add %1$s
                ip -n %1$s link set lo up
                ip -n %1$s link add eth0 address 02:00:00:5a:00:%3$s type veth peer name %4$s netns %2$s
                ip -n %2$s link set %4$s master br0
                ip -n %2$s link set %4$s up
                ip -n %1$s address add %5$s/24 dev eth0
                ip -n %1$s link set eth0 up
                ip netns exec %1$s sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0 \
                    net.ipv4.ip_local_port_range="1024 65535" net.ipv4.tcp_tw_reuse=1 net.core.somaxconn=4096
                """.formatted(names.apply(host), bridge, hostNumber(host), host, address(host)));
        }
        script.append("""
            ip -n %1$s address add %2$s/32 dev eth0
            ip netns exec %1$s sysctl -qw net.ipv4.ip_forward=1 \
                net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0
            """.formatted(names.apply(DIRECTOR), VIP));
        for (final String server : SERVERS)
        {
            script.append("""
                ip netns exec %1$s sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
                ip -n %1$s address add %2$s/32 dev lo
                """.formatted(names.apply(server), VIP));
        }

        return script.toString();
    }

    /**
     * Script that leads the client's connections to both servers.
     *
     * @param client name of the client's namespace.
     * @return lines.
     */
    static String directScript(final String client)
    {
        return balancingRoute(client);
    }

    /**
     * Script that leads the client's connections to the director's host, and from there to both servers.
     *
     * @param client   name of the client's namespace.
     * @param director name of the director's namespace.
     * @return lines.
     */
    static String kernelScript(final String client, final String director)
    {
        return String.join("\n",
            "set -e",
            "ip -n " + director + " address delete " + VIP + "/32 dev eth0",
            balancingRoute(director),
            "ip -n " + client + " route add " + VIP + "/32 via " + address(DIRECTOR));
    }

    /**
     * Rules for nft(8). Masquerading keeps the client's port where it can, so that each of its ports is one entry of
     * connection tracking: far below the kernel's default limit.
     *
     * @return text of a file.
     */
    static String nftables()
    {
        return """
            table ip balance {
                chain prerouting {
                    type nat hook prerouting priority dstnat;
                    ip daddr %1$s tcp dport %2$d dnat to numgen inc mod 2 map { 0 : %3$s, 1 : %4$s }
                }
                chain postrouting {
                    type nat hook postrouting priority srcnat;
                    ip daddr { %3$s, %4$s } tcp dport %2$d masquerade
                }
            }
            """.formatted(VIP, PORT, address(SERVERS.get(0)), address(SERVERS.get(1)));
    }

    /**
     * Configuration of HAProxy. Two file descriptors for each connection have to fit into a common limit of 20,000.
     *
     * @return text of a file.
     */
    static String haproxy()
    {
        return """
            global
                maxconn 8000
            defaults
                mode tcp
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            listen web
                bind %1$s:%2$d
                balance roundrobin
                server rs1 %3$s:%2$d
                server rs2 %4$s:%2$d
            """.formatted(VIP, PORT, address(SERVERS.get(0)), address(SERVERS.get(1)));
    }

    /**
     * Configuration of nginx: one process that answers 101 bytes, the first of them the server's name.
     *
     * @param server    name.
     * @param directory of its files.
     * @return text of a file.
     */
    static String nginx(final String server, final Path directory)
    {
        return """
            daemon off;
            master_process off;
            pid %2$s/pid;
            error_log %2$s/error.log warn;
            events
            {
                worker_connections 4096;
            }
            http
            {
                access_log off;
                default_type text/plain;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                keepalive_timeout 300s;
                keepalive_requests 1000000000;
                server
                {
                    listen %3$d backlog=4096;
                    location = /
                    {
                        return 200 "%1$s %4$s\n";
                    }
                }
            }
            """.formatted(server, directory, PORT, BODY);
    }

    private static String balancingRoute(final String namespace)
    {
        return String.join("\n",
            "ip netns exec " + namespace + " sysctl -qw net.ipv4.fib_multipath_hash_policy=1",
            "ip -n " + namespace + " route add " + VIP + "/32 nexthop via " + address(SERVERS.get(0)) +
                " nexthop via " + address(SERVERS.get(1)));
    }

    private static String hostNumber(final String host)
    {
        switch (host)
        {
            case CLIENT:
                return "10";

            case DIRECTOR:
                return "1";

            default:
                return "2" + host.charAt(host.length() - 1);
        }
    }
}
