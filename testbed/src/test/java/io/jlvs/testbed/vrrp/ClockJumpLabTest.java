/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.CapturedFrame;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.lab.WallClock;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The wall clock of d1's control process jumps, and of nothing else. d1 is master of 201 and backup of 202; d2 is
 * keepalived.
 */
class ClockJumpLabTest
{
    private static final List<String> FIRST = List.of("10.0.0.201");
    private static final List<String> SECOND = List.of("10.0.0.202");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(3);
    private static final DateTimeFormatter LOG_TIME =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy", Locale.ROOT);
    private static final long LONGEST_GAP_NS = TimeUnit.MILLISECONDS.toNanos(350);

    @LabTest
    void shouldNotNoticeThatTheClockJumps()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            final WallClock clock = WallClock.in(pair.lab());
            final Router first = pair.first();
            final RunningProcess control = start(first, configuration(Conf.HIGH, Conf.LOW), clock);
            pair.second().start(configuration(Conf.LOW, Conf.HIGH));
            pair.awaitHolding(first, FIRST);
            pair.awaitHolding(pair.second(), SECOND);
            pair.awaitFree(first, SECOND);

            final Capture adverts = Capture.start(pair.switchHost(), "d1-eth0", "proto 112 and src host 10.0.0.1");
            final int changes = changes(pair);
            for (final int hours : List.of(1, -1, 0))
            {
                clock.shift(Duration.ofHours(hours));
                pair.watch(first, FIRST, true, WATCH);
                pair.watch(pair.second(), SECOND, true, Duration.ofMillis(100));
                assertClock(control, hours);
            }

            assertEquals(changes, changes(pair), pair::toString);
            final List<CapturedFrame> sent = adverts.stop();
            assertTrue(sent.size() >= 40, () -> sent.size() + " adverts");
            for (int i = 1; i < sent.size(); i++)
            {
                final long gapNs = sent.get(i).timestampNs() - sent.get(i - 1).timestampNs();
                assertTrue(gapNs < LONGEST_GAP_NS, () -> "a gap of " + gapNs + " ns between adverts");
            }
        }
    }

    /** So that it is known to have jumped: it writes its time in front of each line of its log. */
    private static void assertClock(final RunningProcess control, final int hours)
    {
        final int before = control.err().length();
        control.signal("USR2");
        Await.await(
            () -> control.err().indexOf("Written: ", before) > 0, LIMIT, control::toString);
        final String line = control.err().substring(before).lines()
            .filter((text) -> text.contains("Written: ")).findFirst().orElseThrow();
        final LocalDateTime seen = LocalDateTime.parse(line.substring(0, line.indexOf(": ")), LOG_TIME);
        assertEquals(
            hours,
            Math.round(Duration.between(LocalDateTime.now(), seen).toSeconds() / 3600.0),
            control::toString);
    }

    private static RunningProcess start(final Router router, final String configuration, final WallClock clock)
    {
        final List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(clock.environment());
        command.addAll(router.jlvs().command("keepalived"));
        command.addAll(List.of(
            "--dir", router.jlvs().directory().toString(),
            "-f", router.jlvs().writeConfiguration(configuration).toString()));
        return router.jlvs().host().start("keepalived", command).awaitOutput("jlvs keepalived ready", LIMIT);
    }

    private static int changes(final Pair pair)
    {
        return Stream.of(pair.first(), pair.second())
            .map(pair::addresses)
            .mapToInt((addresses) -> addresses.changes("10.0.0.201").size() + addresses.changes("10.0.0.202").size())
            .sum();
    }

    private static String configuration(final int odd, final int even)
    {
        final String lines = """
            version 3
            advert_int 0.2
            """;
        return Conf.globals("") +
            Conf.instance(201, odd, "10.0.0.201", lines) +
            Conf.instance(202, even, "10.0.0.202", lines);
    }
}
