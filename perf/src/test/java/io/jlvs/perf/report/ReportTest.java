/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Text of {@link Report}.
 */
class ReportTest
{
    private final Report report = new Report(
        "jlvs bench load", new Environment("AMD, 2 cores", "6.18", "Debian 17", "abc1234", Instant.EPOCH));

    @Test
    void shouldAlignColumnsAndBeginAnewWhereTheyChange()
    {
        report.add(new Result("kernel").with("flows", 1).with("Mpps", 0.97));
        report.add(new Result("jlvs").with("flows", 10_000).with("Mpps", 1234.5));
        report.add(new Result("recovery").with("s", 123.456));

        assertEquals(String.join("\n",
            "jlvs bench load: AMD, 2 cores; Linux 6.18; Debian 17; commit abc1234; 1970-01-01T00:00:00Z",
            "",
            "        flows   Mpps",
            "kernel      1  0.970",
            "jlvs    10000   1235",
            "",
            "              s",
            "recovery  123.5",
            ""), report.table());
    }

    @Test
    void shouldWriteAnObjectForEachResult(@TempDir final Path directory) throws IOException
    {
        report.add(new Result("a \"b\"").with("Mpps", 0.5).with("range", "1-2").with("error", Double.NaN));
        final Path file = directory.resolve("new").resolve("results.jsonl");

        report.appendTo(file);
        report.appendTo(file);

        final String line = "{\"command\":\"jlvs bench load\",\"name\":\"a \\\"b\\\"\",\"Mpps\":0.500," +
            "\"range\":\"1-2\",\"error\":\"NaN\",\"machine\":\"AMD, 2 cores\",\"kernel\":\"6.18\"," +
            "\"jdk\":\"Debian 17\",\"commit\":\"abc1234\",\"time\":\"1970-01-01T00:00:00Z\"}\n";
        assertEquals(line + line, Files.readString(file));
    }
}
