/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.ErrorRow;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.ForwardingState;
import io.jlvs.dataplane.cnc.LeaseRow;
import io.jlvs.dataplane.cnc.LeaseState;
import io.jlvs.dataplane.cnc.LeasedAddress;
import io.jlvs.dataplane.cnc.SystemCounterDescriptor;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StatCommandTest
{
    private static final DirectorStatistics STATISTICS = new DirectorStatistics(
        "/dev/shm/a \"b\"",
        4711,
        Long.MAX_VALUE,
        1_700_000_000_000L,
        90_061_000,
        80,
        new ForwardingHealth(ForwardingState.WORKER_SILENT, "worker 1 is silent"),
        List.of(new LeaseRow(
            "keepalived", 12, LeaseState.HELD, 1_000_000_000L, List.of(
                new LeasedAddress(2, "eth0", address("10.0.0.100"), 32),
                new LeasedAddress(3, "eth1", address("fd00::100"), 128)))),
        List.of(
            new CounterRow(1, "commands", 3, List.of()),
            new CounterRow(1_000, "forward-dr", 30, List.of(10L, 20L))),
        List.of(new ErrorRow(
            2, 1_700_000_000_000L, 1_700_000_001_500L, "java.io.IOException: broken\n\tat line 1\n")));

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintCountersByWorkerAndErrors()
    {
        assertEquals(
            """
            director in /dev/shm/a "b": pid 4711, up 1 d 1:01:01, heartbeat 80 ms ago
            NOT FORWARDING: worker 1 is silent
            address lease of keepalived (pid 12), 1000 ms, HELD: 10.0.0.100/32 on eth0, fd00::100/128 on eth1

            counter                                         value             worker 0             worker 1
            commands                                            3
            forward-dr                                         30                   10                   20

            distinct errors: 1
            2 times, first 2023-11-14T22:13:20Z, last 2023-11-14T22:13:21.500Z: java.io.IOException: broken
            """,
            StatisticsFormatter.text(STATISTICS));
    }

    @Test
    void shouldPrintJson()
    {
        assertEquals(
            "{\"directory\":\"/dev/shm/a \\\"b\\\"\",\"pid\":4711,\"instanceId\":\"9223372036854775807\"," +
            "\"startTimestampMs\":1700000000000,\"uptimeMs\":90061000,\"heartbeatAgeMs\":80," +
            "\"forwarding\":\"WORKER_SILENT\",\"forwardingText\":\"worker 1 is silent\"," +
            "\"leases\":[{\"holder\":\"keepalived\",\"pid\":12,\"leaseMs\":1000,\"state\":\"HELD\"," +
            "\"addresses\":[\"10.0.0.100/32 on eth0\",\"fd00::100/128 on eth1\"]}]," +
            "\"counters\":[{\"label\":\"commands\",\"typeId\":1,\"value\":3,\"workers\":[]}," +
            "{\"label\":\"forward-dr\",\"typeId\":1000,\"value\":30,\"workers\":[10,20]}]," +
            "\"errors\":[{\"count\":2,\"firstTimestampMs\":1700000000000,\"lastTimestampMs\":1700000001500," +
            "\"text\":\"java.io.IOException: broken\\u000a\\u0009at line 1\\u000a\"}]}\n",
            StatisticsFormatter.json(STATISTICS));
    }

    @Test
    void shouldReadARunningDirector()
    {
        try (CncFile cncFile = CncFile.create(directory))
        {
            final DirectorCounters counters = new DirectorCounters(cncFile, 1, "forward-dr", "forward-tun");
            counters.system(SystemCounterDescriptor.COMMANDS).setRelease(42);
            counters.verdicts(0)[1].setRelease(77);
            new DistinctErrorLog(cncFile.errorLogBuffer(), SystemEpochClock.INSTANCE)
                .record(new IllegalStateException("no route to 10.0.0.21"));

            cncFile.forwarding().health(ForwardingHealth.FORWARDING);

            assertEquals(0, execute("--dir", directory.toString()));
            assertTrue(out.toString().contains(" ms ago\nforwarding\n\ncounter "), out::toString);
            assertTrue(out.toString().startsWith("director in " + directory + ": pid " + cncFile.pid()), out::toString);
            assertTrue(out.toString().contains(String.format("%-32s %20d%n", "commands", 42)), out::toString);
            assertTrue(out.toString().contains(String.format("%-32s %20d%n", "forward-tun", 77)), out::toString);
            assertTrue(out.toString().contains("1 time, first "), out::toString);
            assertTrue(
                out.toString().contains("java.lang.IllegalStateException: no route to 10.0.0.21"), out::toString);

            out.getBuffer().setLength(0);
            assertEquals(0, execute("--json", "--dir", directory.toString()));
            assertTrue(out.toString().startsWith("{\"directory\":"), out::toString);
        }
    }

    @Test
    void shouldShowADirectorThatHangs()
    {
        try (CncFile cncFile = CncFile.create(directory))
        {
            cncFile.heartbeat(CncFile.monotonicMs() - 60_000);

            assertEquals(0, execute("--dir", directory.toString()));
            assertTrue(out.toString().contains(": NOT RESPONDING"), out::toString);
        }
    }

    @Test
    void shouldSayThatNoDirectorRuns()
    {
        assertEquals(2, execute("--dir", directory.toString()));
        assertEquals(
            "jlvs stat: no director is running in " + directory + ": start one with 'jlvs director --dir " +
            directory + "'\n",
            err.toString());
        assertEquals("", out.toString());
    }

    private static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    private int execute(final String... arguments)
    {
        return new CommandLine(new StatCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    }
}
