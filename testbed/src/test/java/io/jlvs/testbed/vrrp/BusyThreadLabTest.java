/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.LabTest;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The VRRP thread has to do for longer than a master may be silent, while adverts arrive: an interface on which several
 * virtual routers speak is made anew, and so are their sockets.
 */
class BusyThreadLabTest
{
    private static final int TURNS = 5;
    private static final int OTHERS = 8;
    private static final String OTHER = "own0";
    private static final List<String> ADDRESS = List.of("10.0.0.201");
    private static final Duration WATCH = Duration.ofSeconds(1);

    @LabTest
    void shouldNotTakeForSilenceWhatItHadNoTimeToHear()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            final String fast = "version 3\nadvert_int 0.01\n";
            final Host host = pair.first().jlvs().host();
            make(host);
            pair.second().start(Conf.globals("") + Conf.instance(201, Conf.HIGH, ADDRESS.get(0), fast));
            pair.awaitHolding(pair.second(), ADDRESS);
            pair.first().start(Conf.globals("") + Conf.instance(201, Conf.LOW, ADDRESS.get(0), fast) +
                IntStream.rangeClosed(1, OTHERS)
                    .mapToObj((id) -> Conf.instanceOn(OTHER, id, Conf.LOW, "10.0.7." + (100 + id), ""))
                    .collect(Collectors.joining()));
            pair.watch(pair.second(), ADDRESS, true, WATCH);

            for (int turn = 0; turn < TURNS; turn++)
            {
                host.exec("ip", "link", "del", OTHER).orThrow();
                make(host);
                pair.watch(pair.second(), ADDRESS, true, WATCH);
            }

            assertEquals(List.of(), pair.addresses(pair.first()).changes(ADDRESS.get(0)), pair::toString);
        }
    }

    private static void make(final Host host)
    {
        host.exec("ip", "link", "add", OTHER, "type", "veth", "peer", "name", OTHER + "-far").orThrow();
        host.exec("ip", "addr", "add", "10.0.7.1/24", "dev", OTHER).orThrow();
        host.exec("ip", "link", "set", OTHER, "up").orThrow();
        host.exec("ip", "link", "set", OTHER + "-far", "up").orThrow();
    }
}
