/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Kernel settings of a director.
 */
class DirectorSettingsCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentWithTheKernelsOwnSettings()
    {
        assertEquals("", judged());
    }

    @Test
    void shouldLetArpIgnoreOneBeWhenTheInterfaceHasTheAddress()
    {
        fixture.setting("all", "arp_ignore", 1);

        assertEquals("", judged());
    }

    @Test
    void shouldFindADirectorThatNeverAnswers()
    {
        fixture.setting("eth0", "arp_ignore", 8);

        assertEquals(
            "ERROR eth0: arp_ignore is 8 there (the greater of all and eth0): this director does not answer ARP for " +
            "10.0.0.100",
            judged());
    }

    @Test
    void shouldFindADirectorThatKeepsSilentAboutItsLoopback()
    {
        fixture.hasNot("10.0.0.100");
        fixture.has(FactsFixture.LO, "10.0.0.100", 32);
        fixture.setting("all", "arp_ignore", 1);

        assertEquals(
            "ERROR eth0: arp_ignore is 1 there (the greater of all and eth0): this director does not answer ARP for " +
            "10.0.0.100, which is not on that interface",
            judged());
    }

    @Test
    void shouldFindAnAddressOutsideTheNetworkWithArpIgnoreTwo()
    {
        fixture.setting("all", "arp_ignore", 2);
        assertEquals("", judged());

        fixture.hasNot("10.0.0.1");
        fixture.has(FactsFixture.ETH0, "192.168.0.1", 24);

        assertEquals(
            "ERROR eth0: arp_ignore is 2 there (the greater of all and eth0): this director does not answer ARP for " +
            "10.0.0.100",
            judged());
    }

    @Test
    void shouldFindAStrictFilterBetweenTwoInterfacesOfOneNetwork()
    {
        fixture.link(FactsFixture.ETH1, "eth1", FactsFixture.OWN_MAC + 0x100, 1500, false);
        fixture.has(FactsFixture.ETH1, "10.0.0.5", 24);
        fixture.setting("all", "rp_filter", 1);

        assertEquals(
            "WARNING eth0: rp_filter is 1 (strict) and eth1 is in the network of 10.0.0.100 too: ARP and pings of " +
            "hosts that the kernel reaches by eth1 are not answered",
            judged());
    }

    @Test
    void shouldLetAStrictFilterBeWithOneInterface()
    {
        fixture.setting("all", "rp_filter", 1);

        assertEquals("", judged());
    }

    private String judged()
    {
        return fixture.judged(new DirectorSettingsCheck());
    }
}
