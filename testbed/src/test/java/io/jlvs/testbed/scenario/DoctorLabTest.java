/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.CommandResult;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Keepalived;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * {@code jlvs doctor} on director 10.0.0.1 with VIPs 10.0.0.100 and fd00::100 and servers 10.0.0.21 and .22: silent
 * when all is well, and each fault is made, found by name, and mended again.
 */
class DoctorLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Adverts come every second; everything else has been answered long before. */
    private static final String LISTENING_S = "3.5";
    private static final String SHORT_S = "1";
    private static final Pattern NOTE = Pattern.compile("NOTE .*");

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(2));

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
            -A -t [fd00::100]:80 -s rr
            -a -t [fd00::100]:80 -r [fd00::21]:80 -g
            """);
        for (final String address : List.of("10.0.0.21", "10.0.0.22", "fd00::21"))
        {
            director("ping", "-c", "1", "-W", "2", address);
        }
    }

    @LabTest
    void shouldBeSilentWhenAllIsWell()
    {
        final CommandResult result = doctor("--timeout", LISTENING_S);

        assertEquals(0, result.exit(), result::toString);
        final List<String> lines = result.out().lines().toList();
        assertTrue(lines.get(0).startsWith("all is well with 10.0.0.100, fd00::100. "), result::toString);
        assertEquals("", result.err());
        assertTrue(lines.stream().skip(1).allMatch((line) -> NOTE.matcher(line).matches()), result::toString);
    }

    @LabTest
    void shouldNameTheMacOfARealServerThatAnswersArp()
    {
        server(1, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=0");
        try
        {
            assertFinds(
                "ERROR arp 10.0.0.100: real server 10.0.0.21 answers for it with 02:00:00:00:00:21 on eth0",
                "do: on 10.0.0.21: jlvs realserver start 10.0.0.100");
        }
        finally
        {
            server(1, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1");
        }
        assertHealthy();
    }

    @LabTest
    void shouldNameTheMacOfARealServerThatAnswersSolicitations()
    {
        server(1, "ip", "addr", "add", "fd00::100/128", "dev", "eth0", "nodad");
        try
        {
            assertFinds(
                "ERROR arp fd00::100: real server fd00::21 answers for it with 02:00:00:00:00:21 on eth0",
                "do: on fd00::21: hold it on lo, not on the interface");
        }
        finally
        {
            server(1, "ip", "addr", "del", "fd00::100/128", "dev", "eth0");
        }
        assertHealthy();
    }

    @LabTest
    void shouldNameASecondHolderOfTheVip()
    {
        exec(LAB.client(), "ip", "addr", "add", "10.0.0.100/32", "dev", "eth0");
        try
        {
            assertFinds(
                "ERROR arp 10.0.0.100: this host holds it, and so does 02:00:00:00:00:10 on eth0",
                "do: take it off all nodes but one: ip addr del 10.0.0.100/32 dev IF");
        }
        finally
        {
            exec(LAB.client(), "ip", "addr", "del", "10.0.0.100/32", "dev", "eth0");
        }
        assertHealthy();
    }

    @LabTest
    void shouldFindAVipThatNobodyHasUntilAnotherNodeHasIt()
    {
        director("ip", "addr", "del", "10.0.0.100/32", "dev", "eth0");
        // The local route of the lab stands for addresses that it does not give to an interface.
        director("ip", "route", "del", "local", "10.0.0.96/28", "dev", "lo");
        try
        {
            assertFinds(
                "ERROR address 10.0.0.100: no interface of this host has it, and no other node on eth0 answers for it",
                "do: ip addr add 10.0.0.100/32 dev eth0");
            exec(LAB.client(), "ip", "addr", "add", "10.0.0.100/32", "dev", "eth0");
            assertHealthy();
        }
        finally
        {
            LAB.client().exec("ip", "addr", "del", "10.0.0.100/32", "dev", "eth0");
            director("ip", "route", "add", "local", "10.0.0.96/28", "dev", "lo");
            director("ip", "addr", "add", "10.0.0.100/32", "dev", "eth0");
        }
        assertHealthy();
    }

    @LabTest
    void shouldFindAVipOnTheLoopbackOfTheDirector()
    {
        director("ip", "addr", "del", "10.0.0.100/32", "dev", "eth0");
        director("ip", "addr", "add", "10.0.0.100/32", "dev", "lo");
        try
        {
            assertFinds(
                "WARNING address 10.0.0.100: this director holds it on lo",
                "do: ip addr del 10.0.0.100/32 dev lo; ip addr add 10.0.0.100/32 dev eth0");
            director("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1");
            assertFinds("ERROR setting eth0: arp_ignore is 1 there", "net.ipv4.conf.eth0.arp_ignore=0");
        }
        finally
        {
            director("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=0");
            director("ip", "addr", "del", "10.0.0.100/32", "dev", "lo");
            director("ip", "addr", "add", "10.0.0.100/32", "dev", "eth0");
        }
        assertHealthy();
    }

    @LabTest
    void shouldFindAnIpv6VipOnTheLoopbackUnreachable()
    {
        director("ip", "addr", "del", "fd00::100/128", "dev", "eth0");
        director("ip", "addr", "add", "fd00::100/128", "dev", "lo");
        try
        {
            assertFinds(
                "ERROR address fd00::100: this director holds it on lo, and no node answers",
                "do: ip addr del fd00::100/128 dev lo; ip addr add fd00::100/128 dev eth0 nodad");
        }
        finally
        {
            director("ip", "addr", "del", "fd00::100/128", "dev", "lo");
            director("ip", "addr", "add", "fd00::100/128", "dev", "eth0", "nodad", "preferred_lft", "0");
        }
        assertHealthy();
    }

    @LabTest
    void shouldFindAServerThatDoesNotAnswer()
    {
        LAB.jlvs().ipvsadm("-a -t 10.0.0.100:80 -r 10.0.0.29:80 -g").orThrow();
        Await.await(
            () -> LAB.directorHost().exec("ip", "neigh", "show", "10.0.0.29").out()
                .matches("(?s).*(FAILED|INCOMPLETE).*"),
            LIMIT,
            () -> "the director has asked for 10.0.0.29");

        assertFinds(
            "ERROR server 10.0.0.29: its next hop 10.0.0.29 does not answer ARP on eth0",
            "'ip neigh show 10.0.0.29' shows what the kernel knows");
    }

    @LabTest
    void shouldFindDirectRoutingThroughARouterAndAServerWithoutARoute()
    {
        director("ip", "route", "add", "192.168.7.0/24", "via", "10.0.0.22");
        LAB.jlvs().ipvsadm("-a -t 10.0.0.100:80 -r 192.168.7.1:80 -g").orThrow();
        LAB.jlvs().ipvsadm("-a -t 10.0.0.100:80 -r 192.168.8.1:80 -g").orThrow();
        try
        {
            assertFinds("ERROR server 192.168.7.1: it is behind router 10.0.0.22", "do: forward in tunnels");
            assertFinds("ERROR server 192.168.8.1: there is no route to it", "ip route get 192.168.8.1");
        }
        finally
        {
            director("ip", "route", "del", "192.168.7.0/24");
        }
    }

    @LabTest
    void shouldFindTwoServersBehindOneMac()
    {
        server(1, "ip", "addr", "add", "10.0.0.31/24", "dev", "eth0");
        LAB.jlvs().ipvsadm("-a -t 10.0.0.100:80 -r 10.0.0.31:80 -g").orThrow();
        director("ping", "-c", "1", "-W", "2", "10.0.0.31");
        try
        {
            assertFinds(
                "WARNING server 02:00:00:00:00:21: the servers 10.0.0.21, 10.0.0.31 have this one MAC", "proxy_arp");
        }
        finally
        {
            server(1, "ip", "addr", "del", "10.0.0.31/24", "dev", "eth0");
        }
    }

    @LabTest
    void shouldFindASmallMtuToATunnelServer()
    {
        LAB.jlvs().ipvsadm("-e -t 10.0.0.100:80 -r 10.0.0.22:80 -i").orThrow();
        director("ip", "route", "add", "10.0.0.22/32", "dev", "eth0", "mtu", "lock", "1400");
        try
        {
            assertFinds(
                "WARNING mtu 10.0.0.22: the MTU to it on eth0 is 1400, less 20 bytes for the tunnel leaves 1380",
                "advmss 1340");
        }
        finally
        {
            director("ip", "route", "del", "10.0.0.22/32");
        }
        final CommandResult wide = doctor("--timeout", SHORT_S);
        assertEquals(0, wide.exit(), wide::toString);
        assertTrue(wide.out().contains("NOTE mtu 10.0.0.22: the MTU to it on eth0 is 1500"), wide::toString);
    }

    @LabTest
    void shouldFindAStrictFilterBetweenTwoInterfacesOfOneNetwork()
    {
        director("ip", "link", "add", "eth1", "link", "eth0", "type", "macvlan", "mode", "bridge");
        director("ip", "addr", "add", "10.0.0.3/24", "dev", "eth1", "noprefixroute");
        director("ip", "link", "set", "eth1", "up");
        director("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1", "net.ipv4.conf.eth1.arp_ignore=8");
        try
        {
            assertFinds(
                "WARNING setting eth0: rp_filter is 1 (strict) and eth1 is in the network of 10.0.0.100 too",
                "net.ipv4.conf.eth0.rp_filter=2");
        }
        finally
        {
            director("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0");
            director("ip", "link", "del", "eth1");
        }
        assertHealthy();
    }

    @LabTest
    void shouldNeitherNeedNorMindWhatOnlyTheKernelsForwardingNeeds()
    {
        director("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv4.conf.all.send_redirects=1",
            "net.ipv4.conf.all.rp_filter=1");
        try
        {
            assertHealthy();
        }
        finally
        {
            director("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.all.send_redirects=0",
                "net.ipv4.ip_forward=1");
        }
    }

    @LabTest
    void shouldFindTwoMastersOfOneCluster()
    {
        try (Keepalived first = Keepalived.start(LAB.client(), router("10.0.0.10", 150, "10.0.0.110", "")))
        {
            assertTrue(first.process().isAlive());
            assertHealthyAfterListening();
            // Another password: each takes itself for the only one.
            try (Keepalived second = Keepalived.start(
                LAB.server(2), router("10.0.0.22", 100, "10.0.0.110", "authentication { auth_type PASS auth_pass x }")))
            {
                assertTrue(second.process().isAlive());
                final CommandResult result = awaitFinding("there are several masters", "--timeout", LISTENING_S);

                assertTrue(result.out().contains("ERROR vrrp VRID 51 on eth0: "), result::toString);
                assertTrue(result.out().contains("10.0.0.10 (02:00:00:00:00:10, priority 150"), result::toString);
                assertTrue(result.out().contains("10.0.0.22 (02:00:00:00:00:22, priority 100"), result::toString);
            }
        }
    }

    @LabTest
    void shouldFindAnotherClusterWithTheIdOfTheConfiguration()
    {
        final Path configuration = LAB.jlvs().writeConfiguration(router("10.0.0.1", 100, "10.0.0.100", ""));
        try (Keepalived other = Keepalived.start(LAB.client(), router("10.0.0.10", 150, "10.0.0.110", "")))
        {
            assertTrue(other.process().isAlive());
            final CommandResult result =
                awaitFinding("vrrp_instance VI_1", "--timeout", LISTENING_S, "--config", configuration.toString());

            assertTrue(result.out().contains("ERROR vrrp VRID 51 on eth0: vrrp_instance VI_1 of this host does not " +
                "agree with 10.0.0.10 (02:00:00:00:00:10, priority 150, for 10.0.0.110): addresses are 10.0.0.100 " +
                "here, 10.0.0.110 there"), result::toString);
            assertTrue(result.out().contains("another virtual_router_id"), result::toString);
        }
    }

    @LabTest
    void shouldFindThatNoDirectorRunsAndLookAtTheWireAllTheSame()
    {
        final List<String> command = Jlvs.on(LAB.directorHost()).command("doctor");
        command.addAll(List.of("--vip", "10.0.0.100", "--timeout", SHORT_S));
        server(1, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=0");
        try
        {
            final CommandResult result = LAB.directorHost().exec(LIMIT, command);

            assertEquals(1, result.exit(), result::toString);
            assertTrue(result.out().contains("ERROR director "), result::toString);
            assertTrue(result.out().contains("no director is running in "), result::toString);
            assertTrue(result.out().contains("and so does 02:00:00:00:00:21 on eth0 (known as 10.0.0.21"),
                result::toString);
        }
        finally
        {
            server(1, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1");
        }
    }

    @LabTest
    void shouldFindADirectorThatHangs()
    {
        LAB.director().signal("STOP");
        try
        {
            Await.await(
                () -> doctor("--vip", "10.0.0.100", "--timeout", "0.1").out().contains("it hangs, is stopped"),
                LIMIT,
                () -> "the doctor says that the director hangs: " + doctor("--vip", "10.0.0.100", "--timeout", "0.1"));
        }
        finally
        {
            LAB.director().signal("CONT");
        }
    }

    @LabTest
    void shouldSayHowKnownFlowsGo()
    {
        final CommandResult result = doctor("--timeout", SHORT_S);

        assertTrue(result.out().contains("NOTE xdp eth0: known flows go by generic XDP"), result::toString);
    }

    @LabTest
    void shouldPrintJson()
    {
        final CommandResult result = doctor("--timeout", SHORT_S, "--json");

        assertEquals(0, result.exit(), result::toString);
        assertTrue(
            result.out().startsWith("{\"healthy\":true,\"addresses\":[\"10.0.0.100\",\"fd00::100\"],"),
            result::toString);
    }

    @LabTest
    void shouldSayWhyItCannotLook()
    {
        final List<String> nobody = new ArrayList<>(List.of(
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all"));
        nobody.addAll(command("--vip", "10.0.0.100"));
        final CommandResult unprivileged = LAB.directorHost().exec(LIMIT, nobody);
        final CommandResult unknown = LAB.directorHost().exec(LIMIT, Jlvs.on(LAB.directorHost()).command("doctor"));

        assertEquals(2, unprivileged.exit(), unprivileged::toString);
        assertTrue(unprivileged.err().contains("root"), unprivileged::toString);
        assertEquals(2, unknown.exit(), unknown::toString);
        assertTrue(unknown.err().contains("--vip"), unknown::toString);
    }

    @LabTest
    void shouldExamineARealServer()
    {
        final List<String> vips = List.of("--realserver", "--vip", "10.0.0.100,fd00::100");
        assertEquals(0, doctorOn(LAB.server(1), vips).exit());
        server(1, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=0");
        server(1, "ip", "addr", "del", "fd00::100/128", "dev", "lo");
        server(1, "ip", "addr", "add", "10.0.0.100/32", "dev", "eth0");
        try
        {
            final CommandResult result = doctorOn(LAB.server(1), vips);

            assertEquals(1, result.exit(), result::toString);
            for (final String text : List.of(
                "ERROR setting eth0: arp_ignore is 0 there",
                "ERROR address fd00::100: this server does not have it",
                "ERROR address 10.0.0.100: it is on eth0, the interface of this server's own address"))
            {
                assertTrue(result.out().contains(text), () -> text + " in " + result);
            }
        }
        finally
        {
            server(1, "ip", "addr", "del", "10.0.0.100/32", "dev", "eth0");
            server(1, "ip", "addr", "add", "fd00::100/128", "dev", "lo");
            server(1, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1");
        }
    }

    @LabTest
    void shouldExamineTheTunnelOfARealServer()
    {
        final List<String> tunnel = List.of("--realserver", "--tun", "--vip", "10.0.0.100");
        server(2, "ip", "link", "add", "tunl9", "type", "bridge");
        server(2, "ip", "link", "set", "tunl9", "up");
        server(2, "ip", "addr", "del", "10.0.0.100/32", "dev", "lo");
        server(2, "ip", "addr", "add", "10.0.0.100/32", "dev", "tunl9");
        server(2, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1");
        try
        {
            final CommandResult strict = doctorOn(LAB.server(2), tunnel);
            server(2, "sysctl", "-qw", "net.ipv4.conf.tunl9.rp_filter=2");
            final CommandResult loose = doctorOn(LAB.server(2), tunnel);

            assertTrue(strict.out().contains("ERROR setting tunl9: rp_filter is 1 (strict) there"), strict::toString);
            assertEquals(0, loose.exit(), loose::toString);
        }
        finally
        {
            server(2, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0");
            server(2, "ip", "link", "del", "tunl9");
            server(2, "ip", "addr", "add", "10.0.0.100/32", "dev", "lo");
        }
    }

    /** A router whose adverts leave by eth0; it owns an address that is on no other host. */
    private static String router(
        final String source, final int priority, final String address, final String authentication)
    {
        return """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                mcast_src_ip %s
                priority %d
                advert_int 1
                %s
                virtual_ipaddress {
                    %s/32
                }
            }
            """.formatted(source, priority, authentication.replace(" { ", " {\n").replace(" auth_pass", "\nauth_pass")
            .replace(" }", "\n}"), address);
    }

    private static CommandResult awaitFinding(final String text, final String... options)
    {
        final CommandResult[] last = new CommandResult[1];
        Await.await(
            () ->
            {
                last[0] = doctor(options);
                return last[0].out().contains(text);
            },
            LIMIT,
            () -> "the doctor finds '" + text + "': " + last[0]);
        assertEquals(1, last[0].exit(), last[0]::toString);
        return last[0];
    }

    private static void assertFinds(final String finding, final String remedy)
    {
        final CommandResult result = doctor("--timeout", SHORT_S);

        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.out().contains(finding), () -> finding + " in " + result);
        assertTrue(result.out().contains(remedy), () -> remedy + " in " + result);
    }

    private static void assertHealthy()
    {
        final CommandResult result = doctor("--timeout", SHORT_S);

        assertEquals(0, result.exit(), result::toString);
    }

    private static void assertHealthyAfterListening()
    {
        final CommandResult result = doctor("--timeout", LISTENING_S);

        assertEquals(0, result.exit(), result::toString);
    }

    private static CommandResult doctor(final String... options)
    {
        return LAB.directorHost().exec(LIMIT, command(options));
    }

    private static CommandResult doctorOn(final Host host, final List<String> options)
    {
        final List<String> command = Jlvs.on(host).command("doctor");
        command.addAll(options);
        return host.exec(LIMIT, command);
    }

    private static List<String> command(final String... options)
    {
        final List<String> command = LAB.jlvs().command("doctor");
        command.addAll(Arrays.asList(options));
        return command;
    }

    private static void director(final String... command)
    {
        exec(LAB.directorHost(), command);
    }

    private static void server(final int number, final String... command)
    {
        exec(LAB.server(number), command);
    }

    private static void exec(final Host host, final String... command)
    {
        host.exec(command).orThrow();
    }
}
