/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.Await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Who holds the addresses, and from when, while routers start, stop, die and change their priority. Five virtual
 * routers at once ({@link Variant}), advert_int 1. d1 is 10.0.0.1 with priority 200, d2 is 10.0.0.2 with priority 150,
 * unless a test says otherwise; so d1 counts the other as down after 3.22 s, and d2 after 3.41 s.
 */
class InteropLabTest
{
    private static final int HIGH = 200;
    private static final int LOW = 150;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration DOWN = Duration.ofMillis(3000);
    private static final Duration DOWN_AND_SKEW = Duration.ofMillis(3415);
    private static final Duration SKEW = Duration.ofMillis(415);
    /** What processes may take beyond the times of the protocol on a busy machine. */
    private static final Duration TOLERANCE = Duration.ofMillis(1200);

    @PairedLabTest
    void shouldTakeOverAfterACleanStopAndGiveBack(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            startBoth(pair);
            assertEquals(0, pair.changes(pair.second()), pair::toString);

            final Instant stop = Instant.now();
            pair.first().stop();
            final Instant taken = pair.awaitHolding(pair.second(), LIMIT);
            assertBetween(stop, taken, SKEW.minusMillis(100), SKEW.plus(TOLERANCE), pair);
            assertEquals("", pair.held(pair.first()));

            pair.first().start(Variant.configuration(HIGH, ""));
            final Instant start = Instant.now();
            final Instant back = pair.awaitHolding(pair.first(), LIMIT);
            assertBetween(start, back, DOWN.minus(TOLERANCE), DOWN_AND_SKEW.plus(TOLERANCE), pair);
            assertBetween(back, pair.awaitFree(pair.second(), LIMIT), Duration.ofMillis(-200), TOLERANCE, pair);
        }
    }

    @PairedLabTest
    void shouldTakeOverFromAKilledOne(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            startBoth(pair);

            final Instant kill = Instant.now();
            pair.first().kill();

            final Instant taken = pair.awaitHolding(pair.second(), LIMIT);
            assertBetween(kill, taken, DOWN_AND_SKEW.minusMillis(1100), DOWN_AND_SKEW.plus(TOLERANCE), pair);
            if (Router.Kind.JLVS == kinds.first())
            {
                final Instant freed = pair.awaitFree(pair.first(), LIMIT);
                assertBetween(kill, freed, Duration.ZERO, Duration.ofSeconds(1).plus(TOLERANCE), pair);
                assertTrue(freed.isBefore(taken), pair::toString);
            }

            pair.first().start(Variant.configuration(HIGH, ""));
            pair.awaitFree(pair.second(), LIMIT);
            pair.awaitHolding(pair.first(), LIMIT);
        }
    }

    @PairedLabTest
    void shouldTakeOverWhenTheLinkIsDown(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            startBoth(pair);

            final Instant cut = Instant.now();
            pair.cutFirst(true);
            final Instant freed = pair.awaitFree(pair.first(), LIMIT);
            assertBetween(cut, freed, Duration.ZERO, TOLERANCE, pair);
            final Instant taken = pair.awaitHolding(pair.second(), LIMIT);
            assertBetween(cut, taken, DOWN_AND_SKEW.minusMillis(1100), DOWN_AND_SKEW.plus(TOLERANCE), pair);

            pair.cutFirst(false);
            pair.awaitHolding(pair.first(), LIMIT);
            pair.awaitFree(pair.second(), LIMIT);
        }
    }

    @PairedLabTest
    void shouldLeaveTheAddressesToTheHigherSourceWhenPrioritiesAreEqual(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            pair.first().start(Variant.configuration(LOW, ""));
            pair.awaitHolding(pair.first(), LIMIT);
            pair.second().start(Variant.configuration(LOW, ""));

            // A backup takes an advert of its own priority as it is: the first one stays.
            Await.await(() -> pair.second().log().contains("BACKUP"), LIMIT, pair::toString);
            pair.watchFree(pair.second(), DOWN_AND_SKEW.plusSeconds(1));

            // Both become master while they cannot hear each other; when they can, the higher source stays.
            pair.separate(true);
            pair.awaitHolding(pair.second(), LIMIT);
            pair.separate(false);
            pair.awaitFree(pair.first(), LIMIT);
            pair.watchFree(pair.first(), Duration.ofSeconds(2));
            assertEquals(all(), pair.held(pair.second()), pair::toString);
        }
    }

    @PairedLabTest
    void shouldNotComeBackWithNopreempt(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            pair.second().start(Variant.configuration(LOW, ""));
            pair.awaitHolding(pair.second(), LIMIT);

            pair.first().start(Variant.configuration(HIGH, "nopreempt"));
            Await.await(() -> pair.first().log().contains("BACKUP"), LIMIT, pair::toString);
            pair.watchFree(pair.first(), DOWN_AND_SKEW.plusSeconds(2));
            assertEquals(all(), pair.held(pair.second()), pair::toString);

            pair.second().stop();
            pair.awaitHolding(pair.first(), LIMIT);
        }
    }

    @PairedLabTest
    void shouldWaitForPreemptDelay(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            pair.second().start(Variant.configuration(LOW, ""));
            pair.awaitHolding(pair.second(), LIMIT);

            pair.first().start(Variant.configuration(HIGH, "preempt_delay 6"));
            final Instant start = Instant.now();
            final Instant taken = pair.awaitHolding(pair.first(), Duration.ofSeconds(20));
            assertBetween(start, taken, Duration.ofSeconds(5), DOWN_AND_SKEW.plusSeconds(7).plus(TOLERANCE), pair);
            pair.awaitFree(pair.second(), LIMIT);
        }
    }

    @PairedLabTest
    void shouldFollowThePriorityOfAScript(final Pair.Kinds kinds) throws IOException
    {
        try (Pair pair = new Pair(kinds))
        {
            final Path flag = Files.createFile(pair.directory().resolve("healthy"));
            final String script = """
                vrrp_script chk {
                    script "/usr/bin/test -e %s"
                    interval 1
                    weight -60
                    fall 2
                    rise 2
                }
                """.formatted(flag);
            final String tracked = """
                track_script {
                    chk
                }
                """;
            pair.first().start(script + Variant.configuration(HIGH, tracked));
            pair.second().start(Variant.configuration(LOW, ""));
            pair.awaitHolding(pair.first(), LIMIT);

            Files.delete(flag);
            pair.awaitHolding(pair.second(), LIMIT);
            pair.awaitFree(pair.first(), LIMIT);

            Files.createFile(flag);
            pair.awaitHolding(pair.first(), LIMIT);
            pair.awaitFree(pair.second(), LIMIT);
        }
    }

    @PairedLabTest
    void shouldFollowAPriorityThatAReloadBrings(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            startBoth(pair);

            pair.first().reload(Variant.configuration(LOW - 50, ""));
            pair.awaitHolding(pair.second(), LIMIT);
            pair.awaitFree(pair.first(), LIMIT);
        }
    }

    private static void startBoth(final Pair pair)
    {
        pair.first().start(Variant.configuration(HIGH, ""));
        final Instant start = Instant.now();
        pair.second().start(Variant.configuration(LOW, ""));
        final Instant taken = pair.awaitHolding(pair.first(), LIMIT);
        assertBetween(start, taken, DOWN.minus(TOLERANCE), DOWN_AND_SKEW.plus(TOLERANCE), pair);
    }

    private static String all()
    {
        return String.join(" ", Arrays.stream(Variant.values()).map(Variant::name).toList());
    }

    private static void assertBetween(
        final Instant from, final Instant to, final Duration minimum, final Duration maximum, final Pair pair)
    {
        final Duration took = Duration.between(from, to);
        assertTrue(
            took.compareTo(minimum) >= 0 && took.compareTo(maximum) <= 0,
            () -> took.toMillis() + " ms is not within " + minimum.toMillis() + ".." + maximum.toMillis() + " ms\n" +
                pair);
    }
}
