/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Each benchmark does what it says, once.
 */
class BenchmarkSmokeTest
{
    private static final int FIRST_PORT = 1024;
    private static final int FLOWS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"ipv4-tcp", "ipv4-udp", "ipv6-tcp", "ipv6-udp"})
    void shouldParse(final String packet)
    {
        final ParseBenchmark benchmark = new ParseBenchmark();
        benchmark.packet = packet;
        benchmark.setUp();

        assertEquals(PacketContext.TRANSPORT + FIRST_PORT + 1, benchmark.parse());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, FLOWS})
    void shouldHit(final int flows)
    {
        final FlowHitBenchmark benchmark = new FlowHitBenchmark();
        benchmark.flows = flows;
        benchmark.setUp();

        assertEquals(1, benchmark.hit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "wlc"})
    void shouldInsertAgainAndAgain(final String scheduler)
    {
        final NewFlowBenchmark benchmark = new NewFlowBenchmark();
        benchmark.scheduler = scheduler;
        benchmark.setUp();
        benchmark.empty();
        assertEquals(FLOWS, benchmark.insert());

        benchmark.empty();
        assertEquals(FLOWS, benchmark.insert());
    }

    @Test
    void shouldForward()
    {
        final ForwardBenchmark benchmark = new ForwardBenchmark();

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, benchmark.directRoute());
        assertEquals(Verdict.FORWARD_TUNNEL, benchmark.tunnel());
        assertEquals(Verdict.FORWARD_TUNNEL, benchmark.tunnel());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, FLOWS})
    void shouldForwardKnownFlowsThroughTheEngine(final int flows)
    {
        final EngineHitBenchmark benchmark = new EngineHitBenchmark();
        benchmark.flows = flows;
        benchmark.setUp();

        for (int i = 0; i < 100; i++)
        {
            assertEquals(Verdict.FORWARD_DIRECT_ROUTE, benchmark.hit());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "wlc"})
    void shouldForwardNewFlowsThroughTheEngine(final String scheduler)
    {
        final EngineNewFlowBenchmark benchmark = new EngineNewFlowBenchmark();
        benchmark.scheduler = scheduler;
        benchmark.setUp();
        benchmark.expire();
        benchmark.newFlow();
        benchmark.expire();

        // It throws by itself if a packet is not forwarded, and does not end if the flows do not expire.
        benchmark.newFlow();
    }
}
