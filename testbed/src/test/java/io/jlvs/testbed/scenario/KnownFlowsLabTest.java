/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.HttpConnection;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.lab.UdpClient;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * XDP carries the packets of known flows, also while no director runs. Client 10.0.0.10, VIP 10.0.0.100, servers
 * 10.0.0.21 to .23.
 */
class KnownFlowsLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(2);
    private static final int STREAMS = 1_000;
    private static final int ASKERS = 4;
    private static final Duration PAST_TIMEOUT = Duration.ofSeconds(6);

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(3))
        .withNginx()
        .withUdp(53, "10.0.0.100", "fd00::100");

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.23:80 -g
            -A -u 10.0.0.100:53 -s rr
            -a -u 10.0.0.100:53 -r 10.0.0.21:53 -g
            -a -u 10.0.0.100:53 -r 10.0.0.22:53 -g
            -A -u [fd00::100]:53 -s rr
            -a -u [fd00::100]:53 -r [fd00::21]:53 -g
            -a -u [fd00::100]:53 -r [fd00::22]:53 -g
            """);
    }

    @LabTest
    void shouldKeepEstablishedTrafficOutOfJava() throws Exception
    {
        for (final String vip : List.of("10.0.0.100", "fd00::100"))
        {
            try (UdpClient flow = UdpClient.open(LAB.client(), vip, 53))
            {
                flow.ask("first");
                assertInXdp(() ->
                {
                    for (int i = 0; i < 300; i++)
                    {
                        flow.ask("again");
                    }
                }, 300);
            }
        }

        try (HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
        {
            final String server = stream.get("/");
            assertInXdp(() ->
            {
                for (int i = 0; i < 300; i++)
                {
                    assertEquals(server, stream.get("/"));
                }
            }, 300);
        }
    }

    @LabTest
    void shouldCountWhatXdpForwardsForTheServer() throws Exception
    {
        try (UdpClient flow = UdpClient.open(LAB.client(), "10.0.0.100", 53))
        {
            for (int i = 0; i < 100; i++)
            {
                flow.ask("0123456789");
            }

            // 20 bytes of IPv4, 8 of UDP, 10 of data.
            awaitStats("UDP +10.0.0.100:53 +1 +100 +0 +3800 +0");
        }
    }

    @LabTest
    void shouldRestartTheTimerOfAFlowThatXdpCarries() throws Exception
    {
        LAB.jlvs().ipvsadm("--set 0 0 4").orThrow();
        try (UdpClient flow = UdpClient.open(LAB.client(), "10.0.0.100", 53))
        {
            final String answer = flow.ask("a");
            final long endNs = System.nanoTime() + PAST_TIMEOUT.toNanos();
            while (System.nanoTime() - endNs < 0)
            {
                assertEquals(answer, flow.ask("a"));
            }

            // The time-out has passed, and the first packet alone went through Java.
            final String connections = LAB.jlvs().ipvsadm("-Lnc").orThrow().out();
            assertTrue(connections.matches("(?s).*UDP 00:0[1-3] +UDP +10.0.0.10:.*"), connections);
        }
        finally
        {
            LAB.jlvs().ipvsadm("--set 0 0 300").orThrow();
        }
    }

    @LabTest
    void shouldCarryKnownFlowsWhileTheDirectorIsDeadAndCountOn() throws Exception
    {
        final Map<UdpClient, String> flows = new HashMap<>();
        final Map<HttpConnection, String> streams = new HashMap<>();
        try
        {
            for (int i = 0; i < 40; i++)
            {
                final UdpClient flow = UdpClient.open(LAB.client(), i % 2 == 0 ? "10.0.0.100" : "fd00::100", 53);
                flows.put(flow, flow.ask("q"));
                assertEquals(flows.get(flow), flow.ask("q"));
                final HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80);
                streams.put(stream, stream.get("/"));
            }

            // The second packet of each went through XDP: when those are counted, all are left where they survive.
            awaitStats("UDP +10.0.0.100:53 +20 +40 +0 +1160 +0");
            awaitStats("UDP +\\[fd00::100]:53 +20 +40 +0 +1960 +0");
            LAB.director().signal("KILL");
            LAB.director().awaitExit(END_LIMIT);
            for (int round = 0; round < 3; round++)
            {
                assertAnswers(flows, streams);
            }
            final Thread asking = new Thread(() -> assertAnswers(flows, streams), "asking");
            final List<Throwable> failures = new ArrayList<>();
            asking.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            asking.start();
            LAB.startDirector();
            asking.join();

            assertEquals(List.of(), failures);
            assertAnswers(flows, streams);
            // 20 flows to each address, each with 2 questions before, 4 during and one after: none is forgotten.
            awaitStats("UDP +10.0.0.100:53 +20 +140 +0 +4060 +0");
            awaitStats("UDP +\\[fd00::100]:53 +20 +140 +0 +6860 +0");
        }
        finally
        {
            flows.keySet().forEach(UdpClient::close);
            for (final HttpConnection stream : streams.keySet())
            {
                stream.close();
            }
        }
    }

    @LabTest
    void shouldBreakNoneOfAThousandStreamsWhenKilledAndStartedAgain() throws Exception
    {
        final List<HttpConnection> streams = new ArrayList<>();
        final List<String> servers = new ArrayList<>();
        final AtomicBoolean running = new AtomicBoolean(true);
        final AtomicInteger answers = new AtomicInteger();
        final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        final List<Thread> askers = new ArrayList<>();
        try
        {
            for (int i = 0; i < STREAMS; i++)
            {
                streams.add(HttpConnection.open(LAB.client(), "10.0.0.100", 80));
                servers.add(streams.get(i).get("/"));
            }
            for (int i = 0; i < ASKERS; i++)
            {
                final int first = i;
                final Thread asker = new Thread(() -> ask(streams, servers, first, running, answers), "asker-" + i);
                asker.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
                asker.start();
                askers.add(asker);
            }
            awaitMore(answers);

            LAB.director().signal("KILL");
            LAB.director().awaitExit(END_LIMIT);
            awaitMore(answers);
            awaitMore(answers);
            LAB.startDirector();
            awaitMore(answers);

            running.set(false);
            for (final Thread asker : askers)
            {
                asker.join();
            }
            assertEquals(List.of(), failures);
        }
        finally
        {
            running.set(false);
            for (final HttpConnection stream : streams)
            {
                stream.close();
            }
        }
    }

    @LabTest
    void shouldStopWithTheDirectorWhenThereIsNoOrphanTime() throws Exception
    {
        LAB.director().close();
        final List<String> options = new ArrayList<>(LAB.options());
        options.addAll(List.of("--orphan-seconds", "0"));
        try (RunningProcess director = LAB.jlvs().startDirector(options.toArray(String[]::new));
            UdpClient flow = UdpClient.open(LAB.client(), "10.0.0.100", 53))
        {
            flow.ask("a");
            flow.ask("b");
            director.signal("KILL");
            director.awaitExit(END_LIMIT);

            Await.await(() -> !isAnswered(flow), LIMIT, "XDP stops within a second or so");
            assertThrows(IOException.class, () -> flow.ask("c"));
        }
    }

    @LabTest
    void shouldLeaveNothingBehindWhenDetached()
    {
        LAB.director().signal("KILL");
        LAB.director().awaitExit(END_LIMIT);
        assertTrue(links().contains("xdp"), links());
        final List<String> command = LAB.jlvs().command("director");
        command.add("--detach");

        final String out = LAB.directorHost().exec(Duration.ofSeconds(20), command).orThrow().out();

        assertTrue(out.contains("detached XDP from 1 interfaces"), out);
        assertFalse(links().contains("xdp"), links());
    }

    @LabTest
    void shouldTakeXdpAwayWhenStartedWithoutItAfterAKill()
    {
        LAB.director().signal("KILL");
        LAB.director().awaitExit(END_LIMIT);
        assertTrue(links().contains("xdp"), links());

        try (RunningProcess director = LAB.jlvs().startDirector("--io", "af_packet"))
        {
            assertTrue(director.isAlive());
            assertFalse(links().contains("xdp"), links());
        }
    }

    @LabTest
    void shouldLeaveNothingBehindWhenStopped()
    {
        LAB.director().close();

        assertFalse(links().contains("xdp"), links());
    }

    private static void ask(
        final List<HttpConnection> streams,
        final List<String> servers,
        final int first,
        final AtomicBoolean running,
        final AtomicInteger answers)
    {
        try
        {
            while (running.get())
            {
                for (int i = first; i < streams.size(); i += ASKERS)
                {
                    assertEquals(servers.get(i), streams.get(i).get("/"));
                    answers.incrementAndGet();
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a stream broke", ex);
        }
    }

    /** Every stream is used at least once more. */
    private static void awaitMore(final AtomicInteger answers)
    {
        final int goal = answers.get() + 2 * STREAMS;
        Await.await(() -> answers.get() >= goal, LIMIT, () -> goal + " answers: " + answers);
    }

    private static void assertAnswers(final Map<UdpClient, String> flows, final Map<HttpConnection, String> streams)
    {
        try
        {
            for (final Map.Entry<UdpClient, String> flow : flows.entrySet())
            {
                assertEquals(flow.getValue(), flow.getKey().ask("q"));
            }
            for (final Map.Entry<HttpConnection, String> stream : streams.entrySet())
            {
                assertEquals(stream.getValue(), stream.getKey().get("/"));
            }
        }
        catch (final IOException ex)
        {
            throw new AssertionError("a known flow went without an answer", ex);
        }
    }

    private static void assertInXdp(final Traffic traffic, final int packets) throws Exception
    {
        final long xdpBefore = LAB.counter("xdp-forward-dr");
        final long javaBefore = LAB.counter("forward-dr");

        traffic.run();

        LAB.awaitCounter("xdp-forward-dr", xdpBefore + packets * 99 / 100, LIMIT);
        final long xdp = LAB.counter("xdp-forward-dr") - xdpBefore;
        final long java = LAB.counter("forward-dr") - javaBefore;
        assertTrue(xdp > 99 * java, xdp + " packets in XDP, " + java + " in Java");
    }

    private static void awaitStats(final String line)
    {
        Await.await(
            () -> LAB.jlvs().ipvsadm("-Ln --stats").orThrow().out().matches("(?s).*" + line + "\n.*"),
            LIMIT,
            () -> line + " in\n" + LAB.jlvs().ipvsadm("-Ln --stats").out());
    }

    private static boolean isAnswered(final UdpClient flow)
    {
        try
        {
            flow.ask("c");
            return true;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static String links()
    {
        return LAB.directorHost().exec("ip", "-d", "link", "show", "dev", "eth0").orThrow().out();
    }

    @FunctionalInterface
    private interface Traffic
    {
        void run() throws Exception;
    }
}
