/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.memory;

import io.jlvs.perf.report.Environment;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The memory run with few connections, with its child processes.
 */
class MemoryBenchmarkTest
{
    private static final int CONNECTIONS = 2_000;

    @Test
    void shouldBringAllConnectionsBackAfterTheKill()
    {
        final Report report = new Report("test", Environment.of(Path.of("")));

        MemoryBenchmark.run(report, CONNECTIONS);

        final List<Result> results = report.results();
        assertEquals(
            List.of("flow table, IPv4", "record, Chronicle Map", "recovery after kill -9"),
            results.stream().map(Result::name).toList());
        assertTrue((Double)results.get(0).values().get("bytes/connection") <= 64, report::table);
    }
}
