/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

/**
 * Two namespaces: one with a client's and a server's interface, one with the director between them.
 * <pre>
 *   ends                                   director
 *   client 10.87.0.2/16 ------------------ cl 10.87.0.1/16
 *   server 10.88.0.2/24 ------------------ sv 10.88.0.1/24
 * </pre>
 * Packets go from 10.87.1.0 and following to 10.89.0.1, port 7000: as forwarding of the kernel by a route through the
 * server, as a service of jlvs by direct routing. All neighbours are known beforehand.
 */
final class LoadNetwork
{
    /** Interface of the client. */
    static final String CLIENT_INTERFACE = "client";
    /** Interface of the server. */
    static final String SERVER_INTERFACE = "server";
    /** Interface of the director to the client. */
    static final String DIRECTOR_CLIENT_INTERFACE = "cl";
    /** Interface of the director to the server. */
    static final String DIRECTOR_SERVER_INTERFACE = "sv";

    /** Address of the service. */
    static final String SERVICE = "10.89.0.1";
    /** Port of the service. */
    static final int PORT = 7000;
    /** Address of the server. */
    static final String SERVER = "10.88.0.2";

    private static final int FIRST_CLIENT = 10 << 24 | 87 << 16 | 1 << 8;
    private static final int SERVICE_ADDRESS = 10 << 24 | 89 << 16 | 1;
    private static final long CLIENT_MAC = 0x0200_0057_0002L;
    private static final long SERVER_MAC = 0x0200_0058_0002L;
    private static final long DIRECTOR_CLIENT_MAC = 0x0200_0057_0001L;
    private static final long DIRECTOR_SERVER_MAC = 0x0200_0058_0001L;

    private LoadNetwork()
    {
    }

    static LoadSettings settings(final int interfaceIndex, final int flows, final long packetsPerSecond)
    {
        return new LoadSettings(
            interfaceIndex,
            flows,
            packetsPerSecond,
            FIRST_CLIENT,
            SERVICE_ADDRESS,
            PORT,
            DIRECTOR_CLIENT_MAC,
            CLIENT_MAC);
    }

    /**
     * Script for sh(1) that makes the network.
     *
     * @param ends     name of the namespace of client and server.
     * @param director name of the namespace of the director.
     * @return lines of ip(8) and others.
     */
    static String script(final String ends, final String director)
    {
        final String inEnds = "ip -n " + ends + " ";
        final String inDirector = "ip -n " + director + " ";
        return String.join("\n",
            "set -e",
            "ip netns add " + ends,
            "ip netns add " + director,
            inEnds + "link add " + CLIENT_INTERFACE + " address " + mac(CLIENT_MAC) + " type veth peer name " +
                DIRECTOR_CLIENT_INTERFACE + " address " + mac(DIRECTOR_CLIENT_MAC) + " netns " + director,
            inEnds + "link add " + SERVER_INTERFACE + " address " + mac(SERVER_MAC) + " type veth peer name " +
                DIRECTOR_SERVER_INTERFACE + " address " + mac(DIRECTOR_SERVER_MAC) + " netns " + director,
            inDirector + "link set lo up",
            inDirector + "address add 10.87.0.1/16 dev " + DIRECTOR_CLIENT_INTERFACE,
            inDirector + "address add 10.88.0.1/24 dev " + DIRECTOR_SERVER_INTERFACE,
            inDirector + "link set " + DIRECTOR_CLIENT_INTERFACE + " up",
            inDirector + "link set " + DIRECTOR_SERVER_INTERFACE + " up",
            inEnds + "link set " + CLIENT_INTERFACE + " up",
            inEnds + "link set " + SERVER_INTERFACE + " up",
            // The director's end takes redirected frames when it has GRO, and its peer hears of that when both are up.
            "ip netns exec " + director + " ethtool -K " + DIRECTOR_CLIENT_INTERFACE + " gro on",
            inDirector + "neigh replace " + SERVER + " lladdr " + mac(SERVER_MAC) + " nud permanent dev " +
                DIRECTOR_SERVER_INTERFACE,
            "ip netns exec " + director + " sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 " +
                "net.ipv4.conf." + DIRECTOR_CLIENT_INTERFACE + ".rp_filter=0");
    }

    /**
     * Script that makes the kernel forward what is for the service, through the server.
     *
     * @param director name of the namespace of the director.
     * @return lines.
     */
    static String kernelScript(final String director)
    {
        return String.join("\n",
            "set -e",
            "ip -n " + director + " address flush dev lo",
            "ip -n " + director + " route replace " + SERVICE + "/32 via " + SERVER);
    }

    /**
     * Script that gives the director the address of the service.
     *
     * @param director name of the namespace of the director.
     * @return lines.
     */
    static String directorScript(final String director)
    {
        return String.join("\n",
            "set -e",
            "ip -n " + director + " route flush " + SERVICE + "/32",
            "ip -n " + director + " address add " + SERVICE + "/32 dev lo");
    }

    private static String mac(final long mac)
    {
        return String.format("%012x", mac).replaceAll("..(?!$)", "$0:");
    }
}
