/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import io.jlvs.perf.process.MeasurementException;

/**
 * What wrk saw in a window.
 *
 * @param requests   answered.
 * @param durationUs of the window.
 * @param p50Us      latency that half of the requests did not exceed.
 * @param p99Us      latency that 99 of 100 requests did not exceed.
 * @param errors     sockets that could not connect, read or write, requests without an answer in time, and answers with
 *                   a status other than 2xx or 3xx.
 */
record Answers(long requests, long durationUs, long p50Us, long p99Us, long errors)
{
    /** Script for wrk that makes it end with the line that {@link #parse(String)} takes. */
    static final String SCRIPT =
        """
        done = function(summary, latency, requests)
           local e = summary.errors
           print(string.format("answers %d %d %d %d %d", summary.requests, summary.duration,
              latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.timeout + e.status))
        end
        """;

    private static final String START = "answers ";
    private static final double US_PER_SECOND = 1e6;

    /**
     * From the output of wrk.
     *
     * @param output with the line of {@link #SCRIPT} in it.
     * @return the answers.
     * @throws MeasurementException if there is no such line.
     */
    static Answers parse(final String output)
    {
        final String[] words = output.lines()
            .filter((line) -> line.startsWith(START))
            .findFirst()
            .orElseThrow(() -> new MeasurementException("wrk gave no result: " + output, null))
            .split(" ");
        return new Answers(
            Long.parseLong(words[1]),
            Long.parseLong(words[2]),
            Long.parseLong(words[3]),
            Long.parseLong(words[4]),
            Long.parseLong(words[5]));
    }

    /**
     * Rate.
     *
     * @return requests a second.
     */
    double rate()
    {
        return requests * US_PER_SECOND / durationUs;
    }
}
