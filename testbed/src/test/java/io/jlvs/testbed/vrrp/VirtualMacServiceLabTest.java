/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.Nginx;
import io.jlvs.testbed.lab.UdpClient;
import io.jlvs.testbed.lab.UdpEcho;
import io.jlvs.testbed.topology.Topologies;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Services at an address that lies on a macvlan with the virtual MAC ({@code use_vmac}). The switch learns no addresses
 * behind the directors, so each frame to the virtual MAC reaches both of them: the master serves, the other one is
 * silent, in its user space, in XDP and in its kernel.
 */
class VirtualMacServiceLabTest
{
    private static final String VIP = "10.0.0.100";
    private static final String VIP_IPV6 = "fd00::100";
    private static final String MAC = "00:00:5e:00:01:33";
    private static final String MAC_IPV6 = "00:00:5e:00:02:34";
    private static final String XDP_FORWARDED = "xdp-forward-dr";
    private static final String NOT_FOR_HOST = "pass-not-for-host";
    private static final int HIGH = 200;
    private static final int LOW = 150;
    private static final int REQUESTS = 20;
    private static final int DATAGRAMS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(12);

    @Tag("lab")
    @ParameterizedTest
    @CsvSource({"JLVS, auto", "JLVS, af_packet", "KEEPALIVED, auto", "KEEPALIVED, af_packet"})
    @Timeout(180)
    void shouldServeOnWhicheverDirectorIsMaster(final Router.Kind kind, final String io) throws IOException
    {
        try (Lab lab = Lab.open(Topologies.twoDirectors(2)))
        {
            final List<UdpEcho> servers = List.of(server(lab.host("rs1")), server(lab.host("rs2")));
            final Node d1 = Node.start(lab, Topologies.FIRST_DIRECTOR, kind, io);
            final Node d2 = Node.start(lab, Topologies.SECOND_DIRECTOR, kind, io);
            final Host client = lab.host(Topologies.CLIENT);

            d1.router.start(configuration(HIGH));
            d1.awaitMaster();
            d2.router.start(configuration(LOW));
            try (UdpClient flow = UdpClient.open(client, VIP, 53);
                UdpClient flowIpv6 = UdpClient.open(client, VIP_IPV6, 53))
            {
                final List<UdpClient> flows = List.of(flow, flowIpv6);
                assertServedBy(d1, d2, client, flows, servers);
                assertEquals(
                    "auto".equals(io), d1.counters().getOrDefault(XDP_FORWARDED, 0L) > DATAGRAMS, d1::toString);

                d1.router.stop();
                d2.awaitMaster();
                d1.awaitBackup();
                assertServedBy(d2, d1, client, flows, servers);

                d1.router.start(configuration(HIGH));
                d1.awaitMaster();
                d2.awaitBackup();
                assertServedBy(d1, d2, client, flows, servers);

                d1.router.kill();
                d2.awaitMaster();
                if (Router.Kind.JLVS == kind)
                {
                    // The director takes the addresses of its silent control process off.
                    d1.awaitBackup();
                    assertServedBy(d2, d1, client, flows, servers);
                }
            }
        }
    }

    /**
     * All is answered, once, through one director, and the client knows only the virtual MAC. Flows go on that the
     * other one knows as well from before.
     */
    private static void assertServedBy(
        final Node master,
        final Node backup,
        final Host client,
        final List<UdpClient> flows,
        final List<UdpEcho> servers) throws IOException
    {
        final long forwarded = master.forwarded();
        final long forwardedByBackup = backup.forwarded();
        final long seenByBackup = backup.counters().get(NOT_FOR_HOST);
        final long received = received(servers);

        for (final String url : List.of("http://" + VIP + "/", "http://[" + VIP_IPV6 + "]/"))
        {
            final List<String> answers = Curl.on(client).get(url, REQUESTS);
            assertEquals(REQUESTS, answers.size());
            assertEquals(List.of("rs1", "rs2"), List.copyOf(new TreeSet<>(answers)));
        }
        for (int i = 0; i < DATAGRAMS; i++)
        {
            for (final UdpClient flow : flows)
            {
                flow.ask("datagram " + i);
            }
        }

        final long asked = (long)DATAGRAMS * flows.size();
        assertTrue(neighbour(client, VIP).contains(MAC), () -> neighbour(client, VIP));
        assertTrue(neighbour(client, VIP_IPV6).contains(MAC_IPV6), () -> neighbour(client, VIP_IPV6));
        Await.await(() -> master.forwarded() - forwarded >= asked, LIMIT, master::toString);
        Await.await(
            () -> backup.counters().get(NOT_FOR_HOST) - seenByBackup >= asked, LIMIT, backup::toString);
        assertEquals(forwardedByBackup, backup.forwarded(), backup::toString);
        assertEquals(asked, received(servers) - received, "each datagram reaches one server, once");
    }

    private static UdpEcho server(final Host host)
    {
        Nginx.start(host);
        return UdpEcho.start(host, 53, VIP, VIP_IPV6);
    }

    private static long received(final List<UdpEcho> servers)
    {
        return servers.stream().mapToLong(UdpEcho::received).sum();
    }

    private static String neighbour(final Host client, final String address)
    {
        return client.exec("ip", "neigh", "show", address).orThrow().out();
    }

    private static String configuration(final int priority)
    {
        return """
            vrrp_instance IPV4 {
                state BACKUP
                interface eth0
                use_vmac
                virtual_router_id 51
                priority %1$d
                version 3
                advert_int 0.2
                virtual_ipaddress {
                    10.0.0.100/32
                }
            }
            vrrp_instance IPV6 {
                state BACKUP
                interface eth0
                use_vmac
                virtual_router_id 52
                priority %1$d
                version 3
                advert_int 0.2
                virtual_ipaddress {
                    fe80::100/64
                    fd00::100/128
                }
            }
            """.formatted(priority);
    }

    /** A director and what speaks VRRP on it. */
    private record Node(Router router, AddressMonitor addresses)
    {
        static Node start(final Lab lab, final String name, final Router.Kind kind, final String io)
        {
            lab.switchHost().exec("bridge", "link", "set", "dev", name + "-eth0", "learning", "off").orThrow();
            // The macvlan of IPv6 would answer for the IPv4 address too: keepalived leaves that to the host's settings.
            lab.host(name).exec("sysctl", "-w", "net.ipv4.conf.default.arp_ignore=1").orThrow();
            final Jlvs jlvs = Jlvs.on(lab.host(name));
            jlvs.startDirector("--io", io);
            jlvs.table("""
                -A -t 10.0.0.100:80 -s rr
                -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
                -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
                -A -u 10.0.0.100:53 -s rr
                -a -u 10.0.0.100:53 -r 10.0.0.21:53 -g
                -a -u 10.0.0.100:53 -r 10.0.0.22:53 -g
                -A -t [fd00::100]:80 -s rr
                -a -t [fd00::100]:80 -r [fd00::21]:80 -g
                -a -t [fd00::100]:80 -r [fd00::22]:80 -g
                -A -u [fd00::100]:53 -s rr
                -a -u [fd00::100]:53 -r [fd00::21]:53 -g
                -a -u [fd00::100]:53 -r [fd00::22]:53 -g
                """);
            return new Node(kind.on(jlvs), AddressMonitor.start(jlvs.host()));
        }

        void awaitMaster()
        {
            addresses.awaitAdded(VIP, LIMIT);
            addresses.awaitAdded(VIP_IPV6, LIMIT);
        }

        void awaitBackup()
        {
            addresses.awaitRemoved(VIP, LIMIT);
            addresses.awaitRemoved(VIP_IPV6, LIMIT);
        }

        long forwarded()
        {
            final Map<String, Long> counters = counters();
            return counters.get("forward-dr") + counters.getOrDefault(XDP_FORWARDED, 0L);
        }

        Map<String, Long> counters()
        {
            return router.jlvs().counters();
        }

        @Override
        public String toString()
        {
            return router.jlvs().stat() + "\n" + router.log();
        }
    }
}
