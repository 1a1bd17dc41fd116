/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Kernel settings of a real server.
 */
class RealServerSettingsCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    RealServerSettingsCheckTest()
    {
        fixture.hasNot("10.0.0.100");
        fixture.has(FactsFixture.LO, "10.0.0.100", 32);
        fixture.setting("all", "arp_ignore", 1);
        fixture.setting("all", "arp_announce", 2);
    }

    @Test
    void shouldBeSilentWhenTheServerIs()
    {
        assertEquals("", judged(false));
    }

    @Test
    void shouldFindAServerThatAnswersAndAnnounces()
    {
        fixture.setting("all", "arp_ignore", 0);
        fixture.setting("all", "arp_announce", 0);

        assertEquals(
            """
            ERROR eth0: arp_ignore is 0 there (the greater of all and eth0): this server answers ARP for the virtual \
            addresses and takes clients past the director
            WARNING eth0: arp_announce is 0 there (the greater of all and eth0): this server's own ARP requests carry \
            the virtual address and teach others its MAC""",
            judged(false));
    }

    @Test
    void shouldFindAnInterfaceWhoseGreaterValueAnswers()
    {
        fixture.setting("eth0", "arp_ignore", 3);

        assertEquals(
            "ERROR eth0: arp_ignore is 3 there (the greater of all and eth0): this server answers ARP for the " +
            "virtual addresses and takes clients past the director",
            judged(false));
    }

    @Test
    void shouldNeedNothingForIpv6()
    {
        fixture.vips.set(0, FactsFixture.address("fd00::100"));
        fixture.settings.clear();

        assertEquals("", judged(false));
    }

    @Test
    void shouldFindThatNoTunnelIsOpened()
    {
        assertEquals(
            "ERROR tunl0: there is no such interface: this server does not open the director's tunnels", judged(true));

        fixture.links.put(5, new LinkInfo(5, "tunl0", 0, 1480, false, false, false));
        assertEquals("ERROR tunl0: it is down: this server does not open the director's tunnels", judged(true));
    }

    @Test
    void shouldFindAStrictFilterOnTheTunnel()
    {
        fixture.links.put(5, new LinkInfo(5, "tunl0", 0, 1480, true, true, false));
        assertEquals("", judged(true));
        fixture.setting("all", "rp_filter", 1);

        assertEquals(
            "ERROR tunl0: rp_filter is 1 (strict) there (the greater of all and tunl0): what comes out of the tunnel " +
            "is dropped, because its clients are reached by another interface",
            judged(true));
        fixture.setting("tunl0", "rp_filter", 2);
        assertEquals("", judged(true));
    }

    private String judged(final boolean isTunnel)
    {
        return fixture.judged(new RealServerSettingsCheck(isTunnel));
    }
}
