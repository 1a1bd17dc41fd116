/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.HttpConnection;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.Load;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The table changes while requests come in: client 10.0.0.10, VIP 10.0.0.100, servers 10.0.0.21 to .23.
 */
class TableChangesLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ENOUGH = 150;

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(3)).withNginx();

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s wrr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g -w 1
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g -w 1
            """);
    }

    @LabTest
    void shouldFollowAChangedWeightWithoutALostRequest()
    {
        try (Load load = new Load(LAB.client(), "10.0.0.100", 80, 4))
        {
            awaitMore(load, ENOUGH);

            LAB.jlvs().ipvsadm("-e -t 10.0.0.100:80 -r 10.0.0.21:80 -g -w 9").orThrow();
            final long changedNs = System.nanoTime();
            awaitMore(load, ENOUGH);

            final List<Load.Request> requests = load.stop();
            assertEquals(List.of(), failed(requests));
            final List<Load.Request> after = since(requests, changedNs);
            final double share = (double)answeredBy(after, "rs1") / after.size();
            assertTrue(share > 0.85 && share < 0.95, "9 of 10 requests are for rs1: " + share);
        }
    }

    @LabTest
    void shouldDrainAServerOfWeightZeroWithoutALostRequest() throws Exception
    {
        try (Load load = new Load(LAB.client(), "10.0.0.100", 80, 4);
            HttpConnection first = HttpConnection.open(LAB.client(), "10.0.0.100", 80);
            HttpConnection second = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
        {
            final String firstServer = first.get("/");
            final String secondServer = second.get("/");
            awaitMore(load, ENOUGH);

            LAB.jlvs().ipvsadm("-e -t 10.0.0.100:80 -r 10.0.0.22:80 -g -w 0").orThrow();
            final long changedNs = System.nanoTime();
            awaitMore(load, ENOUGH);

            // A connection that is open stays where it is.
            assertEquals(firstServer, first.get("/"));
            assertEquals(secondServer, second.get("/"));
            final List<Load.Request> requests = load.stop();
            assertEquals(List.of(), failed(requests));
            assertEquals(0, answeredBy(since(requests, changedNs), "rs2"));
        }
    }

    @LabTest
    void shouldSendNothingToARemovedServerWhileAllOthersGoOn() throws Exception
    {
        // The two before the others, so that each server has one of them.
        try (HttpConnection first = HttpConnection.open(LAB.client(), "10.0.0.100", 80);
            HttpConnection second = HttpConnection.open(LAB.client(), "10.0.0.100", 80);
            Load load = new Load(LAB.client(), "10.0.0.100", 80, 4))
        {
            final HttpConnection ofRs1 = "rs1".equals(first.get("/")) ? first : second;
            assertEquals("rs1", ofRs1.get("/"));
            awaitMore(load, ENOUGH);

            LAB.jlvs().ipvsadm("-d -t 10.0.0.100:80 -r 10.0.0.22:80").orThrow();
            final long changedNs = System.nanoTime();
            awaitMore(load, ENOUGH);

            assertEquals("rs1", ofRs1.get("/"));
            final List<Load.Request> after = since(load.stop(), changedNs);
            assertEquals(List.of(), failed(after));
            assertEquals(after.size(), answeredBy(after, "rs1"));
        }
    }

    @LabTest
    void shouldUseAnAddedServer()
    {
        try (Load load = new Load(LAB.client(), "10.0.0.100", 80, 4))
        {
            awaitMore(load, ENOUGH);

            LAB.jlvs().ipvsadm("-a -t 10.0.0.100:80 -r 10.0.0.23:80 -g -w 2").orThrow();
            final long changedNs = System.nanoTime();
            awaitMore(load, ENOUGH);

            final List<Load.Request> requests = load.stop();
            assertEquals(List.of(), failed(requests));
            final List<Load.Request> after = since(requests, changedNs);
            final double share = (double)answeredBy(after, "rs3") / after.size();
            assertTrue(share > 0.4 && share < 0.6, "2 of 4 requests are for rs3: " + share);
        }
    }

    private static void awaitMore(final Load load, final int count)
    {
        final int goal = load.count() + count;
        Await.await(() -> load.count() >= goal, LIMIT, () -> goal + " requests are done: " + load.count());
    }

    private static List<Load.Request> failed(final List<Load.Request> requests)
    {
        return requests.stream().filter((request) -> !request.error().isEmpty()).toList();
    }

    private static List<Load.Request> since(final List<Load.Request> requests, final long startNs)
    {
        return requests.stream().filter((request) -> request.startNs() - startNs > 0).toList();
    }

    private static long answeredBy(final List<Load.Request> requests, final String server)
    {
        return requests.stream().filter((request) -> request.answer().equals(server)).count();
    }
}
