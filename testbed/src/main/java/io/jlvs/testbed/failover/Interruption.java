/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.failover;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client noticed of an event.
 *
 * @param asked  requests.
 * @param lost   without an answer.
 * @param gapMs  longest time between two answers.
 */
public record Interruption(long asked, long lost, double gapMs)
{
    private static final Pattern LINE = Pattern.compile("asked (\\d+) answered \\d+ lost (\\d+) gap ([0-9.]+)");

    /**
     * From an answer of {@link io.jlvs.perf.failover.RequestProbe}.
     *
     * @param line of the probe.
     * @return its figures.
     */
    static Interruption parse(final String line)
    {
        final Matcher matcher = LINE.matcher(line);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("no answer of a probe: '" + line + "'");
        }
        return new Interruption(
            Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Double.parseDouble(matcher.group(3)));
    }
}
