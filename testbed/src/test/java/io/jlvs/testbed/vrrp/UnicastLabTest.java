/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.CapturedFrame;
import io.jlvs.testbed.lab.Keepalived;

import java.time.Duration;
import java.util.List;

/**
 * Adverts to peers instead of a group. d1, jlvs, is preferred by the odd virtual routers, d2, keepalived, by the even
 * ones; so each of the two is master and backup.
 */
class UnicastLabTest
{
    private static final String FIRST = "10.0.0.1";
    private static final String SECOND = "10.0.0.2";
    private static final List<String> ODD = List.of("10.0.0.201", "10.0.0.203", "fd00::205");
    private static final List<String> EVEN = List.of("10.0.0.202", "10.0.0.204", "fd00::206");

    @WaitingLabTest
    void shouldShareAddressesByUnicast()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            pair.first().start(configuration(FIRST, SECOND, "fe80::1", "fe80::2", Conf.HIGH, Conf.LOW));
            pair.second().start(configuration(SECOND, FIRST, "fe80::2", "fe80::1", Conf.LOW, Conf.HIGH));
            final Capture errors = Capture.start(pair.switchHost(), "d1-eth0", "icmp or icmp6");
            final Capture groups = Capture.start(
                pair.switchHost(), "d1-eth0", "dst host 224.0.0.18 or dst host ff02::12");
            pair.awaitHolding(pair.first(), ODD);
            pair.awaitHolding(pair.second(), EVEN);
            pair.awaitFree(pair.first(), EVEN);
            pair.awaitFree(pair.second(), ODD);
            pair.watch(pair.first(), EVEN, false, Duration.ofSeconds(2));
            pair.watch(pair.second(), ODD, false, Duration.ofSeconds(2));

            assertEquals(List.of(), groups.stop().stream().map(CapturedFrame::describe).toList());
            assertEquals(
                List.of(),
                errors.stop().stream().filter(UnicastLabTest::isUnreachable).map(CapturedFrame::describe).toList());

            pair.first().stop();
            pair.awaitHolding(pair.second(), ODD);
            pair.first().start(configuration(FIRST, SECOND, "fe80::1", "fe80::2", Conf.HIGH, Conf.LOW));
            pair.awaitHolding(pair.first(), ODD);
            pair.awaitFree(pair.second(), ODD);
            pair.second().stop();
            pair.awaitHolding(pair.first(), EVEN);
            pair.second().start(configuration(SECOND, FIRST, "fe80::2", "fe80::1", Conf.LOW, Conf.HIGH));
            pair.awaitHolding(pair.second(), EVEN);
            pair.awaitFree(pair.first(), EVEN);
        }
    }

    /**
     * The client sends adverts of priority 250 to d1, which has four virtual routers: 211 knows other peers and checks
     * that, 213 wants the client's with a TTL of 255 and gets 64, 215 checks nothing, 217 takes 60 and more. The last
     * two give way.
     */
    @BothWaysLabTest
    void shouldRefuseStrangersAndShortLives(final Pair.Kinds kinds)
    {
        try (Pair pair = new Pair(kinds))
        {
            final String text = Conf.globals("") +
                Conf.instance(211, Conf.HIGH, "10.0.0.211", """
                    unicast_src_ip 10.0.0.1
                    check_unicast_src
                    unicast_peer {
                        10.0.0.2
                    }
                    """) +
                Conf.instance(213, Conf.HIGH, "10.0.0.213", """
                    unicast_src_ip 10.0.0.1
                    unicast_peer {
                        10.0.0.10 min_ttl 255
                    }
                    """) +
                Conf.instance(215, Conf.HIGH, "10.0.0.215", """
                    unicast_src_ip 10.0.0.1
                    unicast_peer {
                        10.0.0.2
                    }
                    """) +
                Conf.instance(217, Conf.HIGH, "10.0.0.217", """
                    unicast_src_ip 10.0.0.1
                    unicast_peer {
                        10.0.0.10 min_ttl 60 max_ttl 64
                    }
                    """);
            final String client = """
                unicast_src_ip 10.0.0.10
                unicast_ttl %d
                unicast_peer {
                    10.0.0.1
                }
                """;
            final List<String> kept = List.of("10.0.0.211", "10.0.0.213");
            final List<String> lost = List.of("10.0.0.215", "10.0.0.217");

            pair.first().start(text);
            pair.awaitHolding(pair.first(), kept);
            pair.awaitHolding(pair.first(), lost);
            Keepalived.start(pair.client(), Conf.globals("") +
                Conf.instance(211, 250, "10.0.0.211", client.formatted(255)) +
                Conf.instance(213, 250, "10.0.0.213", client.formatted(64)) +
                Conf.instance(215, 250, "10.0.0.215", client.formatted(255)) +
                Conf.instance(217, 250, "10.0.0.217", client.formatted(64)));

            pair.awaitFree(pair.first(), lost);
            pair.watch(pair.first(), kept, true, Duration.ofSeconds(2));
        }
    }

    private static String configuration(
        final String own, final String peer, final String own6, final String peer6, final int odd, final int even)
    {
        final String version2 = """
            advert_int 1
            unicast_src_ip %s
            check_unicast_src
            unicast_peer {
                %s
            }
            """.formatted(own, peer);
        final String version3 = """
            version 3
            advert_int 0.5
            unicast_src_ip %s
            unicast_peer {
                %s min_ttl 255 max_ttl 255
            }
            """.formatted(own, peer);
        final String ipv6 = """
            version 3
            advert_int 0.5
            unicast_src_ip %s
            unicast_peer {
                %s
            }
            """.formatted(own6, peer6);
        return Conf.globals("") +
            Conf.instance(201, odd, "10.0.0.201", version2) +
            Conf.instance(202, even, "10.0.0.202", version2) +
            Conf.instance(203, odd, "10.0.0.203", version3) +
            Conf.instance(204, even, "10.0.0.204", version3) +
            Conf.instance(205, odd, "fe80::205/64\nfd00::205/128", ipv6) +
            Conf.instance(206, even, "fe80::206/64\nfd00::206/128", ipv6);
    }

    /** Destination unreachable of either family, but for neighbours that do not answer. */
    private static boolean isUnreachable(final CapturedFrame frame)
    {
        final boolean isIpv6 = 0x86DD == frame.etherType();
        return isIpv6 ? 58 == frame.u8(20) && (1 == frame.u8(54) || 4 == frame.u8(54)) : 3 == frame.u8(34);
    }
}
