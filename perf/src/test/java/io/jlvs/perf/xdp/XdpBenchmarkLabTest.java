/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.perf.report.Environment;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A run of one round: every program forwards every packet, else it throws.
 */
@Tag("lab")
class XdpBenchmarkLabTest
{
    @Test
    void shouldMeasureAllPrograms()
    {
        final Report report = new Report("test", Environment.of(Path.of("").toAbsolutePath()));

        XdpBenchmark.run(report, 1, 50_000);

        assertEquals(7, report.results().size());
        for (final Result result : report.results())
        {
            assertTrue((double)result.values().get("with wrapper, ns") > 0, result.name());
        }
    }
}
