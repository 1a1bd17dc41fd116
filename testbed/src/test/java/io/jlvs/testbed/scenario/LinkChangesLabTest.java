/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.HttpConnection;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What the director learns from the kernel changes under it: hardware addresses of servers, its link. Client 10.0.0.10,
 * VIP 10.0.0.100, servers 10.0.0.21 and .22; nobody has 10.0.0.77.
 */
class LinkChangesLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** A client sends its first segment again after a second: less means that the first one arrived. */
    private static final long FIRST_RETRANSMISSION_MS = 1000;

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(2)).withNginx();

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -A -t [fd00::100]:80 -s rr
            -a -t [fd00::100]:80 -r [fd00::21]:80 -g
            -A -t 10.0.0.101:80 -s rr
            -a -t 10.0.0.101:80 -r 10.0.0.77:80 -g
            """);
    }

    @LabTest
    void shouldHoldTheFirstPacketUntilTheServerIsResolved()
    {
        assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
        for (final String url : List.of("http://10.0.0.100/", "http://[fd00::100]/"))
        {
            LAB.directorHost().exec("ip", "neighbour", "flush", "all").orThrow();

            final long startNs = System.nanoTime();
            assertEquals("rs1", Curl.on(LAB.client()).get(url));
            final long tookMs = (System.nanoTime() - startNs) / 1_000_000;

            assertTrue(tookMs < FIRST_RETRANSMISSION_MS, url + " took " + tookMs + " ms");
        }
    }

    @LabTest
    void shouldCountPacketsForAServerThatNobodyIs()
    {
        final long before = LAB.counter("drop-no-neighbour");

        assertEquals(28, Curl.on(LAB.client()).run("http://10.0.0.101/", 1, "-m", "2").exit());

        LAB.awaitCounter("drop-no-neighbour", before + 1, LIMIT);
        assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
    }

    @LabTest
    void shouldFollowAServerToAnotherHardwareAddress() throws Exception
    {
        try (HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
        {
            assertEquals("rs1", stream.get("/"));

            LAB.server(1).exec("ip", "link", "set", "eth0", "address", "02:00:00:00:00:99").orThrow();
            try
            {
                LAB.directorHost().exec("ip", "neighbour", "flush", "all").orThrow();
                LAB.client().exec("ip", "neighbour", "flush", "all").orThrow();

                assertEquals("rs1", stream.get("/"));
                assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
            }
            finally
            {
                LAB.server(1).exec("ip", "link", "set", "eth0", "address", "02:00:00:00:00:21").orThrow();
                LAB.directorHost().exec("ip", "neighbour", "flush", "all").orThrow();
                LAB.client().exec("ip", "neighbour", "flush", "all").orThrow();
            }
        }
    }

    @LabTest
    void shouldGoOnAfterItsLinkWasDown() throws Exception
    {
        try (HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
        {
            assertEquals("rs1", stream.get("/"));

            LAB.directorHost().exec("ip", "link", "set", "eth0", "down").orThrow();
            assertEquals(28, Curl.on(LAB.client()).run("http://10.0.0.100/", 1, "-m", "1").exit());
            LAB.directorHost().exec("ip", "link", "set", "eth0", "up").orThrow();
            // The kernel drops a link-local address with the link, and the lab has it generate none.
            LAB.directorHost().exec("ip", "address", "replace", "fe80::1/64", "dev", "eth0", "nodad").orThrow();

            assertEquals("rs1", stream.get("/"));
            assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
            assertEquals("rs1", Curl.on(LAB.client()).get("http://[fd00::100]/"));
            assertTrue(LAB.director().isAlive(), LAB.director()::toString);
        }
    }

    @LabTest
    void shouldServeAllInterfacesWhenNoneIsNamed()
    {
        LAB.director().signal("TERM");
        LAB.director().awaitExit(Duration.ofSeconds(2));
        try
        {
            final Jlvs other = Jlvs.on(LAB.directorHost());
            try (RunningProcess director = other.launchDirector(List.of("--io", "auto")))
            {
                director.awaitOutput("jlvs director ready", LIMIT);
                other.table("""
                    -A -t 10.0.0.100:80 -s rr
                    -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
                    """);

                assertEquals("rs2", Curl.on(LAB.client()).get("http://10.0.0.100/"));
            }
        }
        finally
        {
            LAB.startDirector();
        }
        Await.await(
            () -> LAB.jlvs().ipvsadm("-Ln").out().contains("10.0.0.21:80"), LIMIT, "the table is back");
        assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
    }
}
