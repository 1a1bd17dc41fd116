/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.CapturedFrame;
import io.jlvs.testbed.lab.LabTest;

import java.time.Duration;
import java.util.List;

/**
 * Other configurations while d1, jlvs with priority 200, is master; d2 is keepalived with 150 and gets them, too. Only
 * what differs is touched.
 */
class ReloadLabTest
{
    private static final String FAST = """
        version 3
        advert_int 0.2
        """;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @LabTest
    void shouldTouchOnlyWhatDiffers()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            final List<String> kept = List.of("10.0.0.201", "10.0.0.202");
            reloadOrStart(pair, true, "10.0.0.201\n10.0.0.211", 202, "");
            pair.awaitHolding(pair.first(), kept);
            pair.awaitHolding(pair.first(), List.of("10.0.0.211"));

            // One address goes, another one comes, and a third virtual router.
            final Capture capture = Capture.start(pair.client(), "eth0", "arp src host 10.0.0.221");
            reloadOrStart(pair, false, "10.0.0.201\n10.0.0.221", 202, Conf.instance(
                203, Conf.LOW, "10.0.0.203", FAST));
            pair.awaitHolding(pair.first(), List.of("10.0.0.221", "10.0.0.203"));
            pair.awaitFree(pair.first(), List.of("10.0.0.211"));
            Await.await(() -> capture.frames().size() >= 5, LIMIT, () -> capture.frames() + "\n" + pair);
            final List<CapturedFrame> announcements = capture.stop();
            assertEquals("02:00:00:00:00:01", announcements.get(0).sourceMac(), pair::toString);
            assertUntouched(pair, kept);

            // The third one goes.
            reloadOrStart(pair, false, "10.0.0.201\n10.0.0.221", 202, "");
            pair.awaitFree(pair.first(), List.of("10.0.0.203"));
            pair.awaitFree(pair.second(), List.of("10.0.0.203"));
            assertUntouched(pair, kept);

            // A file that cannot be understood changes nothing.
            pair.first().reload("vrrp_instance VI_201 {\n    virtual_ipaddress {\n        10.0.0.201\n");
            Await.await(() -> pair.first().log().contains("Not reloaded"), LIMIT, pair::toString);
            pair.watch(pair.first(), kept, true, Duration.ofSeconds(1));
            pair.watch(pair.second(), kept, false, Duration.ofMillis(100));
            assertUntouched(pair, kept);

            // The second one gets another router id: it begins anew, the first one does not notice.
            reloadOrStart(pair, false, "10.0.0.201\n10.0.0.221", 204, "");
            Await.await(
                () -> pair.addresses(pair.first()).changes("10.0.0.202").size() >= 3, LIMIT, pair::toString);
            pair.awaitHolding(pair.first(), kept);
            pair.awaitFree(pair.second(), kept);
            assertUntouched(pair, List.of("10.0.0.201"));
            assertEquals(List.of(), pair.addresses(pair.second()).changes("10.0.0.201"), pair::toString);
        }
    }

    private static void reloadOrStart(
        final Pair pair,
        final boolean isStart,
        final String addresses,
        final int secondRouterId,
        final String more)
    {
        for (final Router router : List.of(pair.first(), pair.second()))
        {
            final int priority = router == pair.first() ? Conf.HIGH : Conf.LOW;
            final String text = Conf.globals("") +
                Conf.instance(201, priority, addresses, FAST) +
                Conf.instance(202, priority, "10.0.0.202", FAST)
                    .replace("virtual_router_id 202", "virtual_router_id " + secondRouterId) +
                more.replace("priority " + Conf.LOW, "priority " + priority);
            if (isStart)
            {
                router.start(text);
            }
            else
            {
                router.reload(text);
            }
        }
    }

    private static void assertUntouched(final Pair pair, final List<String> addresses)
    {
        for (final String address : addresses)
        {
            final List<AddressMonitor.Change> changes = pair.addresses(pair.first()).changes(address);
            assertEquals(1, changes.size(), () -> changes + "\n" + pair);
            assertTrue(changes.get(0).isAdded(), changes::toString);
        }
    }
}
