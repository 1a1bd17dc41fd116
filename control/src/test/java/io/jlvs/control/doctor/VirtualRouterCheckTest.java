/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Who speaks for a VRID, and what.
 */
class VirtualRouterCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    private static final Set<InetAddress> VIP = Set.of(FactsFixture.address("10.0.0.100"));

    @Test
    void shouldBeSilentAboutOneMaster()
    {
        hear("10.0.0.2", 100, VIP);
        hear("10.0.0.2", 100, VIP);

        assertEquals("", judged());
    }

    @Test
    void shouldBeSilentAboutAFailOver()
    {
        hear("10.0.0.2", 150, VIP);
        hear("10.0.0.2", 150, VIP);
        hear("10.0.0.3", 100, VIP);
        hear("10.0.0.3", 100, VIP);

        assertEquals("", judged());
    }

    @Test
    void shouldFindTwoMasters()
    {
        hear("10.0.0.2", 150, VIP);
        hear("10.0.0.3", 100, VIP);
        hear("10.0.0.2", 150, VIP);

        assertEquals(
            "ERROR VRID 51 on eth0: there are several masters: 10.0.0.2 (02:00:00:00:00:02, priority 150, for " +
            "10.0.0.100); 10.0.0.3 (02:00:00:00:00:02, priority 100, for 10.0.0.100)",
            judged());
    }

    @Test
    void shouldFindTwoClusters()
    {
        hear("10.0.0.2", 150, VIP);
        hear("10.0.0.3", 100, Set.of(FactsFixture.address("10.0.0.110")));
        hear("10.0.0.2", 150, VIP);

        assertEquals(
            "ERROR VRID 51 on eth0: several clusters use it: 10.0.0.2 (02:00:00:00:00:02, priority 150, for " +
            "10.0.0.100); 10.0.0.3 (02:00:00:00:00:02, priority 100, for 10.0.0.110)",
            judged());
    }

    @Test
    void shouldFindAnotherClusterWithTheConfiguredId()
    {
        configure(2, 1_000, 0);
        hear("10.0.0.3", 100, Set.of(FactsFixture.address("10.0.0.110")));

        assertEquals(
            "ERROR VRID 51 on eth0: vrrp_instance VI_1 of this host does not agree with 10.0.0.3 (02:00:00:00:00:02, " +
            "priority 100, for 10.0.0.110): addresses are 10.0.0.100 here, 10.0.0.110 there",
            judged());
    }

    @Test
    void shouldFindAnotherVersionIntervalOrPassword()
    {
        hear("10.0.0.3", 100, VIP);

        configure(3, 1_000, 0);
        assertEquals("version is 3 here, 2 there", difference());
        configure(2, 2_000, 0);
        assertEquals("interval is 2000 ms here, 1000 ms there", difference());
        configure(2, 1_000, 1);
        assertEquals("authentication is PASS here, none there", difference());
        configure(2, 1_000, 0);
        assertEquals("", judged());
    }

    @Test
    void shouldLetAnotherInterfaceHaveTheSameId()
    {
        configure(3, 1_000, 0);
        fixture.adverts.add(new Heard.RouterAdvert(
            "eth1", FactsFixture.OTHER_MAC, FactsFixture.address("10.0.0.3"), 2, 51, 100, 1_000, 0, VIP));

        assertEquals("", judged());
    }

    private void configure(final int version, final long intervalMs, final int authenticationType)
    {
        fixture.routers.clear();
        fixture.routers.add(new ConfiguredRouter(
            "VI_1", Optional.of("eth0"), 51, false, version, intervalMs, authenticationType, VIP));
    }

    private void hear(final String source, final int priority, final Set<InetAddress> addresses)
    {
        fixture.adverts.add(new Heard.RouterAdvert(
            "eth0", FactsFixture.OTHER_MAC, FactsFixture.address(source), 2, 51, priority, 1_000, 0, addresses));
    }

    private String difference()
    {
        final String text = judged();
        return text.substring(text.lastIndexOf("): ") + "): ".length());
    }

    private String judged()
    {
        return fixture.judged(new VirtualRouterCheck());
    }
}
