/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Word;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics of a route (RTAX_* of {@code linux/rtnetlink.h}) in the words of ip-route(8).
 */
final class RouteMetrics
{
    private static final int LOCK = 1;
    private static final int FEATURES = 12;
    private static final long ECN = 1;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final Map<String, Integer> NUMBERS = Map.of(
        "mtu", 2, "window", 3, "ssthresh", 6, "cwnd", 7, "advmss", 8, "reordering", 9, "hoplimit", 10,
        "initcwnd", 11, "initrwnd", 14, "quickack", 15);
    private static final int FASTOPEN_NO_COOKIE = 17;
    /** Times, and how many units of the kernel a millisecond has. */
    private static final Map<String, Integer> TIMES = Map.of("rtt", 4, "rttvar", 5, "rto_min", 13);
    private static final Map<String, Integer> UNITS = Map.of("rtt", 8, "rttvar", 4, "rto_min", 1);
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(s|secs?|ms|msecs?)?");
    private static final BigDecimal MILLISECONDS = BigDecimal.valueOf(1000);

    private final Map<Integer, Long> values = new TreeMap<>();

    /** Read a metric with its value; false if the word names none. */
    boolean read(final Word word, final LineWords words) throws UnusableLineException
    {
        if (NUMBERS.containsKey(word.text()))
        {
            final int number = NUMBERS.get(word.text());
            readLock(number, words);
            values.put(number, words.number(word, 0, MAX_UNSIGNED));
        }
        else if (TIMES.containsKey(word.text()))
        {
            final int number = TIMES.get(word.text());
            readLock(number, words);
            values.put(number, time(word, words.value(word)));
        }
        else if ("features".equals(word.text()) && words.skip("ecn"))
        {
            values.put(FEATURES, ECN);
        }
        else if ("fastopen_no_cookie".equals(word.text()))
        {
            values.put(FASTOPEN_NO_COOKIE, words.number(word, 0, 1));
        }
        else
        {
            return false;
        }

        return true;
    }

    private void readLock(final int number, final LineWords words)
    {
        if (words.skip("lock"))
        {
            values.merge(LOCK, 1L << number, (present, added) -> present | added);
        }
    }

    private static long time(final Word option, final Word value) throws UnusableLineException
    {
        final Matcher matcher = TIME.matcher(value.text());
        if (!matcher.matches())
        {
            throw new UnusableLineException(value.position(), "'" + option.text() + " " + value.text() +
                "': want a time like 50ms or 0.2s");
        }
        final BigDecimal number = new BigDecimal(matcher.group(1));
        if (null == matcher.group(2))
        {
            return number.longValue();
        }
        final BigDecimal milliseconds = matcher.group(2).startsWith("m") ? number : number.multiply(MILLISECONDS);

        return milliseconds.multiply(BigDecimal.valueOf(UNITS.get(option.text()))).longValue();
    }

    Map<Integer, Long> values()
    {
        return values;
    }
}
