/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import java.util.List;
import java.util.stream.Stream;

/**
 * Two namespaces: one with a client's and a server's interface, one with the director. Packets go from 10.87.1.0 and
 * following to 10.89.0.1, port 7000: as forwarding of the kernel by a route through the server, as a service of jlvs by
 * direct routing. All neighbours are known beforehand.
 */
enum LoadNetwork
{
    /**
     * The director between client and server.
     * <pre>
     *   ends                                   director
     *   client 10.87.0.2/16 ------------------ cl 10.87.0.1/16
     *   server 10.88.0.2/24 ------------------ sv 10.88.0.1/24
     * </pre>
     */
    TWO_ARMS("server", "10.88.0.2", "sv", 0x0200_0058_0001L)
    {
        @Override
        String linkScript(final String ends, final String director)
        {
            return String.join("\n",
                link(ends, CLIENT_INTERFACE, CLIENT_MAC, director, DIRECTOR_CLIENT_INTERFACE, DIRECTOR_CLIENT_MAC),
                link(ends, "server", SERVER_MAC, director, "sv", directorServerMac()),
                "ip -n " + director + " address add 10.88.0.1/24 dev sv");
        }
    },

    /**
     * All on one segment, as direct routing is mostly used: what comes in by an interface leaves by it.
     * <pre>
     *   ends                                   director
     *   client 10.87.0.2/16 ------------------ cl 10.87.0.1/16
     *   (and the server, 10.87.0.3)
     * </pre>
     */
    ONE_ARM("client", "10.87.0.3", "cl", 0x0200_0057_0001L)
    {
        @Override
        String linkScript(final String ends, final String director)
        {
            return String.join("\n",
                link(ends, CLIENT_INTERFACE, CLIENT_MAC, director, DIRECTOR_CLIENT_INTERFACE, DIRECTOR_CLIENT_MAC),
                "ip netns exec " + director + " sysctl -qw net.ipv4.conf.all.send_redirects=0 net.ipv4.conf." +
                    DIRECTOR_CLIENT_INTERFACE + ".send_redirects=0");
        }
    };

    /** Interface of the client. */
    static final String CLIENT_INTERFACE = "client";
    /** Interface of the director to the client. */
    static final String DIRECTOR_CLIENT_INTERFACE = "cl";

    /** Address of the service. */
    static final String SERVICE = "10.89.0.1";
    /** Port of the service. */
    static final int PORT = 7000;

    private static final int FIRST_CLIENT = 10 << 24 | 87 << 16 | 1 << 8;
    private static final int SERVICE_ADDRESS = 10 << 24 | 89 << 16 | 1;
    private static final long CLIENT_MAC = 0x0200_0057_0002L;
    private static final long SERVER_MAC = 0x0200_0058_0002L;
    private static final long DIRECTOR_CLIENT_MAC = 0x0200_0057_0001L;

    private final String serverInterface;
    private final String server;
    private final String directorServerInterface;
    private final long directorServerMac;

    LoadNetwork(
        final String serverInterface,
        final String server,
        final String directorServerInterface,
        final long directorServerMac)
    {
        this.serverInterface = serverInterface;
        this.server = server;
        this.directorServerInterface = directorServerInterface;
        this.directorServerMac = directorServerMac;
    }

    /** Interface of the server. */
    String serverInterface()
    {
        return serverInterface;
    }

    /** Address of the server. */
    String server()
    {
        return server;
    }

    /** Interfaces of the director. */
    List<String> directorInterfaces()
    {
        return Stream.of(DIRECTOR_CLIENT_INTERFACE, directorServerInterface).distinct().toList();
    }

    long directorServerMac()
    {
        return directorServerMac;
    }

    static LoadSettings settings(
        final int interfaceIndex, final int flows, final long packetsPerSecond, final int fresh)
    {
        return new LoadSettings(
            interfaceIndex,
            flows,
            packetsPerSecond,
            FIRST_CLIENT,
            SERVICE_ADDRESS,
            PORT,
            DIRECTOR_CLIENT_MAC,
            CLIENT_MAC,
            fresh);
    }

    /**
     * Script for sh(1) that makes the network.
     *
     * @param ends     name of the namespace of client and server.
     * @param director name of the namespace of the director.
     * @return lines of ip(8) and others.
     */
    String script(final String ends, final String director)
    {
        return String.join("\n",
            "set -e",
            "ip netns add " + ends,
            "ip netns add " + director,
            "ip -n " + director + " link set lo up",
            linkScript(ends, director),
            "ip -n " + director + " address add 10.87.0.1/16 dev " + DIRECTOR_CLIENT_INTERFACE,
            // The director's end takes redirected frames when it has GRO, and its peer hears of that when both are up.
            "ip netns exec " + director + " ethtool -K " + DIRECTOR_CLIENT_INTERFACE + " gro on",
            "ip -n " + director + " neigh replace " + server + " lladdr " + mac(SERVER_MAC) + " nud permanent dev " +
                directorServerInterface,
            "ip netns exec " + director + " sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 " +
                "net.ipv4.conf." + DIRECTOR_CLIENT_INTERFACE + ".rp_filter=0");
    }

    /**
     * Script that makes the kernel forward what is for the service, through the server.
     *
     * @param director name of the namespace of the director.
     * @return lines.
     */
    String kernelScript(final String director)
    {
        return String.join("\n",
            "set -e",
            "ip -n " + director + " address flush dev lo",
            "ip -n " + director + " route replace " + SERVICE + "/32 via " + server);
    }

    /**
     * Script that gives the director the address of the service.
     *
     * @param director name of the namespace of the director.
     * @return lines.
     */
    String directorScript(final String director)
    {
        return String.join("\n",
            "set -e",
            "ip -n " + director + " route flush " + SERVICE + "/32",
            "ip -n " + director + " address replace " + SERVICE + "/32 dev lo");
    }

    abstract String linkScript(String ends, String director);

    private static String link(
        final String ends,
        final String name,
        final long address,
        final String director,
        final String directorName,
        final long directorAddress)
    {
        return String.join("\n",
            "ip -n " + ends + " link add " + name + " address " + mac(address) + " type veth peer name " +
                directorName + " address " + mac(directorAddress) + " netns " + director,
            "ip -n " + director + " link set " + directorName + " up",
            "ip -n " + ends + " link set " + name + " up");
    }

    private static String mac(final long mac)
    {
        return String.format("%012x", mac).replaceAll("..(?!$)", "$0:");
    }
}
