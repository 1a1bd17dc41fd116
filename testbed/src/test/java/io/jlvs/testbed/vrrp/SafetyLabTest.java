/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Keepalived;
import io.jlvs.testbed.topology.Topologies;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What keepalived does not promise. d1 is jlvs with priority 200, d2 is keepalived with 150, unless a test says
 * otherwise; 201 sends adverts each second, 203 ten in a second.
 */
class SafetyLabTest
{
    private static final List<String> BOTH = List.of("10.0.0.201", "10.0.0.203");
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** A master that hears a better one takes its addresses off after that has put them on. */
    private static final Duration HAND_OVER = Duration.ofMillis(500);
    private static final String VERSION_3 = """
        version 3
        advert_int 0.2
        """;

    @WaitingLabTest
    void shouldNotHoldTheAddressesOnBothWhenKilled()
    {
        try (Pair pair = startBoth())
        {
            final Instant kill = Instant.now();
            pair.first().kill();

            pair.awaitHolding(pair.second(), BOTH);
            pair.awaitFree(pair.first(), BOTH);
            assertNeverBoth(pair, "killed", kill);
        }
    }

    @WaitingLabTest
    void shouldStepDownAndComeBackInOrderAfterItWasStopped()
    {
        try (Pair pair = startBoth())
        {
            final Instant stop = Instant.now();
            pair.first().signal("STOP");
            pair.awaitHolding(pair.second(), BOTH);
            pair.awaitFree(pair.first(), BOTH);
            pair.watch(pair.second(), BOTH, true, Duration.ofSeconds(1));

            final Instant goOn = Instant.now();
            pair.first().signal("CONT");
            final Instant back = pair.awaitHolding(pair.first(), BOTH);
            pair.awaitFree(pair.second(), BOTH);

            assertNeverBoth(pair, "stopped and continued", stop);
            assertTrue(pair.first().log().contains("silent for too long"), pair::toString);
            assertTrue(
                Duration.between(goOn, back).compareTo(Duration.ofSeconds(3)) >= 0,
                () -> "it comes back as a backup that hears nobody better: " + pair);
        }
    }

    /** The director forwards services; without it d1 is the worst choice, but better than none. */
    @WaitingLabTest
    void shouldGiveWayWithoutADirector()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            final Router first = pair.first();
            first.start(withService(configuration(Conf.HIGH)));
            pair.second().start(configuration(Conf.LOW));
            pair.awaitHolding(first, BOTH);

            pair.killDirector(first);
            pair.awaitHolding(pair.second(), BOTH);
            pair.awaitFree(first, BOTH);
            assertTrue(first.log().contains("The director does not forward, priorities are lowered"), pair::toString);

            pair.second().stop();
            pair.awaitHolding(first, BOTH);
            pair.second().start(configuration(Conf.LOW));
            pair.awaitHolding(pair.second(), BOTH);
            pair.awaitFree(first, BOTH);

            pair.startDirector(first);
            pair.awaitHolding(first, BOTH);
            pair.awaitFree(pair.second(), BOTH);
            assertNeverBoth(pair, "director killed", Instant.now());
        }
    }

    /** VRRP speaks inside; clients and servers are outside, where the director has no link. */
    @WaitingLabTest
    void shouldGiveWayWhenTheDirectorHasNoLink()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED, Topologies.twoDirectorsWithInside()))
        {
            final List<String> address = List.of("10.0.2.201");
            pair.first().start(withService(Conf.instanceOn("eth1", 201, Conf.HIGH, "10.0.2.201", VERSION_3)));
            pair.second().start(Conf.instanceOn("eth1", 201, Conf.LOW, "10.0.2.201", VERSION_3));
            pair.awaitHolding(pair.first(), address);

            pair.cutFirst(true);
            pair.awaitHolding(pair.second(), address);
            pair.awaitFree(pair.first(), address);

            pair.cutFirst(false);
            pair.awaitHolding(pair.first(), address);
            pair.awaitFree(pair.second(), address);
        }
    }

    /** d2 cannot hear d1, but can be heard; and somebody speaks for a virtual router that nobody here knows. */
    @WaitingLabTest
    void shouldNameASecondMasterAndAStranger()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            pair.first().start(Conf.globals("log_unknown_vrids") + configuration(Conf.HIGH));
            pair.second().start(configuration(Conf.LOW));
            pair.awaitHolding(pair.first(), BOTH);

            pair.deafen(pair.second(), true);
            pair.awaitHolding(pair.second(), BOTH);
            Await.await(
                () -> pair.first().log().contains("(VI_201) TWO MASTERS: 10.0.0.2 (priority 150) sends adverts " +
                    "while 10.0.0.1 (priority 200) is master"),
                LIMIT,
                pair::toString);
            pair.deafen(pair.second(), false);
            pair.awaitFree(pair.second(), BOTH);
            pair.watch(pair.first(), BOTH, true, Duration.ofSeconds(1));

            Keepalived.start(pair.client(), Conf.instance(99, Conf.LOW, "10.0.0.99", VERSION_3));
            Await.await(
                () -> pair.first().log().contains("Unknown VRID(99) received on interface(eth0) from 10.0.0.10"),
                LIMIT,
                pair::toString);
        }
    }

    /** An owner is master at once. Of two, the one of the lower address gives way until the other one is gone. */
    @WaitingLabTest
    void shouldLeaveTheAddressToOneOfTwoOwners()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_JLVS))
        {
            final List<String> address = List.of("10.0.0.201");
            final String owner = Conf.instance(201, 255, "10.0.0.201", "").replace("BACKUP", "MASTER");
            pair.first().start(owner);
            final Instant start = Instant.now();
            final Instant taken = pair.awaitHolding(pair.first(), address);
            assertTrue(Duration.between(start, taken).compareTo(Duration.ofSeconds(1)) < 0, pair::toString);

            pair.second().start(owner);
            pair.awaitHolding(pair.second(), address);
            pair.awaitFree(pair.first(), address);
            pair.watch(pair.second(), address, true, Duration.ofSeconds(4));

            pair.second().stop();
            pair.awaitHolding(pair.first(), address);
        }
    }

    /**
     * Nobody hears the other one: what strict mode leaves of the same lines is the same in both programs, but for
     * unicast peers, which keepalived takes in silence and jlvs refuses as keepalived 2.4 does.
     */
    @WaitingLabTest
    void shouldRefuseInStrictModeWhatKeepalivedRefuses()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            final String text = Conf.globals("vrrp_strict") +
                Conf.instance(201, 100, "10.0.0.201", "") +
                Conf.instance(202, 100, "10.0.0.202", """
                    authentication {
                        auth_type PASS
                        auth_pass 1111
                    }
                    """) +
                Conf.instance(203, 100, "10.0.0.203", """
                    unicast_peer {
                        10.0.0.9
                    }
                    """) +
                Conf.instance(204, 100, "fd00::204/128\nfe80::204/64", "version 3") +
                Conf.instance(205, 100, "fe80::205/64\nfd00::205/128", "version 3") +
                Conf.instance(206, 255, "10.0.0.206", "") +
                Conf.instance(207, 100, "10.0.0.207", "preempt_delay 30");
            pair.separate(true);
            pair.first().start(text);
            pair.second().start(text);
            final List<String> owned = List.of(
                "10.0.0.201", "10.0.0.202", "fd00::204", "fd00::205", "10.0.0.206", "10.0.0.207");
            pair.awaitHolding(pair.first(), owned);
            pair.awaitHolding(pair.second(), owned);
            pair.awaitHolding(pair.second(), List.of("10.0.0.203"));
            assertEquals(List.of(), pair.addresses(pair.first()).changes("10.0.0.203"), pair::toString);
            for (final String refusal : List.of(
                "VI_202: strict mode allows no 'authentication'",
                "VI_203: strict mode allows no unicast peers",
                "VI_206: in strict mode 'state MASTER' and priority 255 go together",
                "VI_207: 'preempt_delay' does not go with strict mode"))
            {
                assertTrue(pair.first().log().contains(refusal), () -> refusal + "\n" + pair);
            }
        }
    }

    private static Pair startBoth()
    {
        final Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED);
        pair.first().start(configuration(Conf.HIGH));
        pair.second().start(configuration(Conf.LOW));
        pair.awaitHolding(pair.first(), BOTH);
        return pair;
    }

    private static void assertNeverBoth(final Pair pair, final String event, final Instant from)
    {
        for (final String address : BOTH)
        {
            final Duration both = pair.longestBoth(address);
            System.out.println(event + ": " + address + " on both for " + both.toMillis() + " ms, on d1 until " +
                Duration.between(from, pair.addresses(pair.first()).last(address).orElseThrow().time()).toMillis() +
                " ms, on d2 " +
                Duration.between(from, pair.addresses(pair.second()).last(address).orElseThrow().time()).toMillis() +
                " ms after it");
            assertTrue(both.compareTo(HAND_OVER) <= 0, () -> address + " on both for " + both + "\n" + pair);
        }
    }

    private static String configuration(final int priority)
    {
        return Conf.instance(201, priority, "10.0.0.201", "") +
            Conf.instance(203, priority, "10.0.0.203", """
                version 3
                advert_int 0.1
                """);
    }

    private static String withService(final String configuration)
    {
        return configuration + """
            virtual_server 10.0.0.201 80 {
                lb_algo rr
                lb_kind DR
                protocol TCP
                real_server 10.0.0.21 80 {
                }
            }
            """;
    }
}
