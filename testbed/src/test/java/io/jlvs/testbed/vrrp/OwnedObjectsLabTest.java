/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.topology.Topologies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a master owns besides one address: d1 is jlvs with priority 200, d2 is keepalived with 150 and the same lines.
 * Whatever keepalived puts on d2 when it is master, jlvs puts on d1, and neither leaves anything behind.
 */
class OwnedObjectsLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** What belongs to the process, not to the master. */
    private static final String STATIC = """
        static_ipaddress {
            10.9.0.1/32 dev lo
            fd00:9::1/128 dev lo
        }
        static_routes {
            10.9.9.0/24 via 10.0.0.21 dev eth0
        }
        static_rules {
            from 10.9.9.0/24 table 78 priority 1100
        }
        """;
    private static final String MANY = String.join(
        "\n", IntStream.range(0, 24).mapToObj((i) -> "10.0.0." + (201 + i) + "/32").toList()) + "\n";
    private static final String LAST = "10.0.2.212";

    @LabTest
    void shouldOwnWhatKeepalivedOwnsAndLeaveNothing()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED, Topologies.twoDirectorsWithInside()))
        {
            final List<String> firstBefore = objects(pair.first().jlvs().host());
            final List<String> secondBefore = objects(pair.second().jlvs().host());

            pair.first().start(configuration(Conf.HIGH));
            pair.second().start(configuration(Conf.LOW));
            awaitComplete(pair, pair.first());
            final List<String> ofJlvs = added(pair.first().jlvs().host(), firstBefore);
            final List<String> ofBackup = added(pair.second().jlvs().host(), secondBefore);
            assertTrue(ofBackup.toString().contains("10.9.0.1/32"), ofBackup::toString);

            pair.first().stop();
            assertEquals(firstBefore, objects(pair.first().jlvs().host()), pair::toString);
            awaitComplete(pair, pair.second());
            assertEquals(added(pair.second().jlvs().host(), secondBefore), ofJlvs, pair::toString);

            pair.first().start(configuration(Conf.HIGH));
            pair.awaitFree(pair.second(), List.of("10.0.0.201"));
            awaitComplete(pair, pair.first());
            assertEquals(ofJlvs, added(pair.first().jlvs().host(), firstBefore), pair::toString);

            pair.first().reload(configuration(100));
            awaitComplete(pair, pair.second());
            pair.awaitFree(pair.first(), List.of("10.0.0.201", LAST));
            assertEquals(ofBackup, added(pair.first().jlvs().host(), firstBefore), pair::toString);
            pair.first().stop();
            assertEquals(firstBefore, objects(pair.first().jlvs().host()), pair::toString);
        }
    }

    private static void awaitComplete(final Pair pair, final Router router)
    {
        pair.awaitHolding(router, List.of("10.0.0.201", LAST));
        Await.await(
            () -> router.jlvs().host().exec("ip", "-6", "rule").out().contains("1002:"), LIMIT, pair::toString);
    }

    private static String configuration(final int priority)
    {
        return STATIC + Conf.instance(201, priority, MANY + """
            10.0.2.211/24 brd 10.0.2.255 dev eth1 scope site label eth1:vip
            """, """
            virtual_ipaddress_excluded {
                %s/25 dev eth1
                fd00::201/64
                fd00:0:0:2::211/128 dev eth1
            }
            virtual_routes {
                10.8.0.0/24 via 10.0.0.21 dev eth0 table 77
                src 10.0.0.201 to 10.8.1.0/24 via 10.0.0.21 dev eth0 metric 5 table 77
                blackhole 10.8.2.0/24 table 77
                fd00:8::/64 via fd00::21 dev eth0 table 77
            }
            virtual_rules {
                from 10.0.0.201/32 table 77 priority 1000
                to 10.8.0.0/16 iif eth1 table 77 priority 1001
                from fd00::201/128 table 77 priority 1002
            }
            """.formatted(LAST));
    }

    private static List<String> added(final Host host, final List<String> before)
    {
        final List<String> now = new ArrayList<>(objects(host));
        now.removeAll(before);
        return now;
    }

    /** Addresses, routes and rules of a host, without the numbers of its interfaces. */
    private static List<String> objects(final Host host)
    {
        return Stream.of("addr", "route show table all", "-6 route show table all", "rule", "-6 rule")
            .flatMap((what) -> host.exec(("ip -o " + what).split(" ")).orThrow().out().lines())
            .map((line) -> line.replaceFirst("^\\d+: (?=\\S+ +inet)", "").stripTrailing())
            .sorted()
            .toList();
    }
}
