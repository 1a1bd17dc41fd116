/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.CommandResult;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.HttpConnection;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * One of the two processes dies, the other and the connections go on. Client 10.0.0.10, VIP 10.0.0.100, servers
 * 10.0.0.21 to .23; keepalived keeps the table, with persistence on port 80 of 10.0.0.101.
 */
class RestartLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private static final String CONFIGURATION = virtualServer("10.0.0.100", "") +
        virtualServer("10.0.0.101", "persistence_timeout 50");

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(3)).withNginx();

    @LabTest
    void shouldContinueAnOpenStreamAfterKillAndRestart() throws Exception
    {
        try (RunningProcess keepalived = LAB.jlvs().startKeepalived(CONFIGURATION))
        {
            awaitTable(keepalived);
            try (HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
            {
                final String server = stream.get("/");
                awaitRecorded(stream.localPort());

                LAB.director().signal("KILL");
                LAB.director().awaitExit(END_LIMIT);
                LAB.startDirector();
                awaitTable(keepalived);

                assertEquals(server, stream.get("/"));
                for (int i = 0; i < 10; i++)
                {
                    assertEquals(server, stream.get("/"));
                }
            }
        }
    }

    @LabTest
    void shouldContinueAStreamOnWhichTheClientSendsWhileTheDirectorIsDead() throws Exception
    {
        try (RunningProcess keepalived = LAB.jlvs().startKeepalived(CONFIGURATION))
        {
            awaitTable(keepalived);
            try (HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
            {
                final String server = stream.get("/");
                awaitRecorded(stream.localPort());
                LAB.director().signal("KILL");
                LAB.director().awaitExit(END_LIMIT);

                final Thread restart = new Thread(LAB::startDirector, "restart");
                restart.start();
                // The request goes out now, into the void, and again and again until somebody forwards it.
                assertEquals(server, stream.get("/"));

                restart.join();
                awaitTable(keepalived);
                assertEquals(server, stream.get("/"));
            }
        }
    }

    @LabTest
    void shouldKeepPersistentClientsOnTheirServersAfterKillAndRestart()
    {
        try (RunningProcess keepalived = LAB.jlvs().startKeepalived(CONFIGURATION))
        {
            awaitTable(keepalived);
            final Curl curl = Curl.on(LAB.client());
            final String[] servers = new String[6];
            for (int i = 0; i < servers.length; i++)
            {
                servers[i] = askFrom(curl, i);
            }
            assertTrue(new HashSet<>(List.of(servers)).size() > 1, "clients are spread");
            awaitRecorded(0);

            LAB.director().signal("KILL");
            LAB.director().awaitExit(END_LIMIT);
            LAB.startDirector();
            awaitTable(keepalived);

            for (int i = servers.length - 1; i >= 0; i--)
            {
                assertEquals(servers[i], askFrom(curl, i), "client number " + i);
            }
        }
    }

    @LabTest
    void shouldSendTheWholeStateToADirectorThatKnowsNothing()
    {
        try (RunningProcess keepalived = LAB.jlvs().startKeepalived(CONFIGURATION))
        {
            awaitTable(keepalived);

            LAB.director().signal("KILL");
            LAB.director().awaitExit(END_LIMIT);
            LAB.directorHost().exec("rm", "-rf", LAB.jlvs().directory().toString()).orThrow();
            LAB.startDirector();

            awaitTable(keepalived);
            assertEquals(
                Set.of("rs1", "rs2", "rs3"), new HashSet<>(Curl.on(LAB.client()).get("http://10.0.0.100/", 6)));
        }
    }

    @LabTest
    void shouldWaitForADirectorThatStartsLater()
    {
        LAB.director().signal("KILL");
        LAB.director().awaitExit(END_LIMIT);
        LAB.directorHost().exec("rm", "-rf", LAB.jlvs().directory().toString()).orThrow();

        try (RunningProcess keepalived = LAB.jlvs().launchKeepalived(LAB.jlvs().writeConfiguration(CONFIGURATION)))
        {
            keepalived.awaitOutput(LAB.jlvs().directory().toString(), LIMIT);
            LAB.startDirector();

            awaitTable(keepalived);
            assertTrue(keepalived.isAlive(), keepalived::toString);
        }
    }

    @LabTest
    void shouldGoOnForwardingWithoutKeepalived()
    {
        final RunningProcess keepalived = LAB.jlvs().startKeepalived(CONFIGURATION);
        awaitTable(keepalived);

        keepalived.signal("KILL");
        keepalived.awaitExit(END_LIMIT);

        final Set<String> servers = new HashSet<>(Curl.on(LAB.client()).get("http://10.0.0.100/", 6));
        assertEquals(Set.of("rs1", "rs2", "rs3"), servers);
    }

    @LabTest
    void shouldEndKeepalivedWithinTwoSecondsAndTakeItsServersOut()
    {
        final RunningProcess keepalived = LAB.jlvs().startKeepalived(CONFIGURATION);
        awaitTable(keepalived);

        keepalived.signal("TERM");

        keepalived.awaitExit(END_LIMIT);
        assertFalse(LAB.jlvs().ipvsadm("-Ln").orThrow().out().contains("10.0.0.100:80"));
    }

    @LabTest
    void shouldEndTheDirectorWithinTwoSecondsWithNothingAttached()
    {
        for (final String signal : List.of("TERM", "INT"))
        {
            final RunningProcess director = LAB.director();

            director.signal(signal);

            director.awaitExit(END_LIMIT);
            final CommandResult sockets = LAB.directorHost().exec("ss", "-H0n");
            assertEquals("", sockets.out().lines().filter((line) -> !line.contains("tcpdump")).findAny().orElse(""));
            assertEquals("", LAB.directorHost().exec("tc", "filter", "show", "dev", "eth0", "ingress").out().strip());
            final String link = LAB.directorHost().exec("ip", "-d", "link", "show", "eth0").orThrow().out();
            assertFalse(link.contains("PROMISC") || link.contains("promiscuity 1") || link.contains("xdp"), link);
            LAB.startDirector();
        }
    }

    @LabTest
    void shouldKillAndStartAgainManyTimes()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.102:80 -s rr
            -a -t 10.0.0.102:80 -r 10.0.0.21:80 -g
            """);
        for (int i = 0; i < 3; i++)
        {
            assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.102/"));
            LAB.director().signal("KILL");
            LAB.director().awaitExit(END_LIMIT);
            LAB.startDirector();
            LAB.jlvs().table("""
                -A -t 10.0.0.102:80 -s rr
                -a -t 10.0.0.102:80 -r 10.0.0.21:80 -g
                """);
        }
        assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.102/"));
    }

    private static void awaitTable(final RunningProcess keepalived)
    {
        Await.await(
            () ->
            {
                final String table = LAB.jlvs().ipvsadm("-Ln").out();
                return table.split("10.0.0.2[123]:80 ").length > 6;
            },
            LIMIT,
            () -> "all servers are in the table:\n" + LAB.jlvs().ipvsadm("-Ln") + "\n" + keepalived);
    }

    /** Connections are written behind, a little after their packets; templates at the latest with the next ones. */
    private static void awaitRecorded(final int clientPort)
    {
        Await.await(
            () -> LAB.jlvs().ipvsadm("-Lnc").out().contains(":" + clientPort + " "),
            LIMIT,
            () -> "a connection from port " + clientPort + ":\n" + LAB.jlvs().ipvsadm("-Lnc"));
        LAB.awaitCounter("connections-recorded", LAB.counter("flow-inserts"), LIMIT);
    }

    private static String askFrom(final Curl curl, final int client)
    {
        return curl.run("http://10.0.0.101/", 1, "--interface", "10.0.0." + (140 + client)).orThrow().out().strip();
    }

    private static String virtualServer(final String vip, final String persistence)
    {
        final StringBuilder text = new StringBuilder("""
            virtual_server %s 80 {
                delay_loop 2
                lb_algo rr
                lb_kind DR
                protocol TCP
                %s
            """.formatted(vip, persistence));
        for (int i = 1; i <= 3; i++)
        {
            text.append("""
                    real_server 10.0.0.2%d 80 {
                        weight 1
                        TCP_CHECK {
                            connect_timeout 1
                            retry 1
                            delay_before_retry 1
                            connect_port 80
                        }
                    }
                """.formatted(i));
        }
        return text.append("}\n").toString();
    }
}
