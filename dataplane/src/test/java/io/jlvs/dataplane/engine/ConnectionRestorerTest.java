/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.ConnectionStore;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

import static io.jlvs.dataplane.engine.Specs.RS1;
import static io.jlvs.dataplane.engine.Specs.RS2;
import static io.jlvs.dataplane.engine.Specs.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Two lives of a director on one connection store.
 */
class ConnectionRestorerTest
{
    private static final String VIP = "10.0.0.100";
    private static final String CLIENT = "10.0.0.10";
    private static final int CAPACITY = 4096;

    @TempDir
    Path directory;

    @Test
    void shouldContinueConnectionsOnTheirServers()
    {
        final EngineFixture first = new EngineFixture(CAPACITY);
        twoServers(first, 0);
        first.send(Wire.tcp(CLIENT, 20000, VIP, 80, "S"));
        first.send(Wire.tcp(CLIENT, 20000, VIP, 80, "A"));
        first.send(Wire.tcp(CLIENT, 20001, VIP, 80, "S"));
        record(first);

        final EngineFixture second = new EngineFixture(CAPACITY);
        twoServers(second, 0);
        assertEquals(2, restore(second));

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, second.send(Wire.tcp(CLIENT, 20000, VIP, 80, "A")));
        assertEquals(22, second.lastServer());
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, second.send(Wire.tcp(CLIENT, 20001, VIP, 80, "A")));
        assertEquals(21, second.lastServer());
        for (final Destination destination : second.registry.snapshot().services()[0].destinations())
        {
            assertEquals(1, destination.counters().sum(TrafficCounters.ACTIVE));
        }
    }

    @Test
    void shouldWaitForServersThatAreAddedLater()
    {
        final EngineFixture first = new EngineFixture(CAPACITY);
        twoServers(first, 0);
        first.send(Wire.tcp(CLIENT, 20000, VIP, 80, "S"));
        record(first);

        final EngineFixture second = new EngineFixture(CAPACITY);
        assertEquals(1, restore(second));
        second.service(WEB, "rr", 0).server(WEB, RS1, 1);
        assertEquals(Verdict.DROP_NO_DESTINATION, second.send(Wire.tcp(CLIENT, 20000, VIP, 80, "A")));
        second.server(WEB, RS2, 1);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, second.send(Wire.tcp(CLIENT, 20000, VIP, 80, "A")));
        assertEquals(22, second.lastServer());
    }

    @Test
    void shouldKeepPersistentClientsOnTheirServers()
    {
        final EngineFixture first = new EngineFixture(CAPACITY);
        twoServers(first, 60);
        first.send(Wire.tcp("10.0.0.128", 20000, VIP, 80, "S"));
        first.send(Wire.tcp("10.0.0.129", 20000, VIP, 80, "S"));
        record(first);

        final EngineFixture second = new EngineFixture(CAPACITY);
        twoServers(second, 60);
        assertEquals(4, restore(second));

        second.send(Wire.tcp("10.0.0.129", 20001, VIP, 80, "S"));
        assertEquals(21, second.lastServer());
        second.send(Wire.tcp("10.0.0.128", 20001, VIP, 80, "S"));
        assertEquals(22, second.lastServer());
        final Destination destination = second.registry.snapshot().services()[0].destinations()[0];
        assertEquals(1, destination.counters().sum(TrafficCounters.PERSISTENT));
        assertEquals(2, destination.counters().sum(TrafficCounters.ACTIVE));
    }

    @Test
    void shouldForgetWhatEndedMeanwhile()
    {
        final EngineFixture first = new EngineFixture(CAPACITY);
        twoServers(first, 0);
        first.send(Wire.tcp(CLIENT, 20000, VIP, 80, "S"));
        record(first);

        final EngineFixture second = new EngineFixture(CAPACITY);
        second.advanceSeconds(60 + Configuration.RECORD_REFRESH_MS / 1000.0 + 1);
        twoServers(second, 0);

        assertEquals(0, restore(second));
        assertEquals(Verdict.ANSWER_RESET, second.send(Wire.tcp(CLIENT, 20000, VIP, 80, "A")));
        try (ConnectionStore store = open())
        {
            assertEquals(0, store.size());
        }
    }

    @Test
    void shouldNotRecordConnectionsThatWereClosedInTime()
    {
        final EngineFixture first = new EngineFixture(CAPACITY);
        twoServers(first, 0);
        first.send(Wire.tcp(CLIENT, 20000, VIP, 80, "S"));
        for (int i = 0; i < 62; i++)
        {
            first.advanceSeconds(1);
            first.connections.expire();
        }
        record(first);

        assertEquals(0, restore(new EngineFixture(CAPACITY)));
    }

    private static void twoServers(final EngineFixture engine, final int persistenceSeconds)
    {
        engine.service(WEB, "rr", persistenceSeconds).server(WEB, RS1, 1).server(WEB, RS2, 1);
    }

    private void record(final EngineFixture engine)
    {
        final CountersManager counters = new CountersManager(
            new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16)), new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 14)));
        final AtomicCounter recorded = counters.newCounter("recorded");
        final AtomicCounter full = counters.newCounter("full");
        final RecorderAgent recorder = new RecorderAgent(
            List.of(engine.ring), open(), recorded, full, counters.newCounter("cycle"), (ex) -> fail(ex));
        recorder.doWork();
        recorder.onClose();
        assertEquals(0, full.get());
    }

    private int restore(final EngineFixture engine)
    {
        try (ConnectionStore store = open())
        {
            return new ConnectionRestorer(engine.registry, engine.connections).restore(store);
        }
    }

    private ConnectionStore open()
    {
        return ConnectionStore.open(directory.resolve(Configuration.CONNECTIONS_FILE), CAPACITY);
    }
}
