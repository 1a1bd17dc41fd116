/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Where a real server holds the VIP.
 */
class RealServerAddressCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentWhenTheLoopbackHasIt()
    {
        hold(FactsFixture.LO, 32);

        assertEquals("", judged());
    }

    @Test
    void shouldFindThatItIsMissing()
    {
        fixture.hasNot("10.0.0.100");

        assertEquals(
            "ERROR 10.0.0.100: this server does not have it: what the director sends is dropped or routed on",
            judged());
    }

    @Test
    void shouldFindANetworkOnTheLoopback()
    {
        hold(FactsFixture.LO, 24);

        assertEquals(
            "ERROR 10.0.0.100: it is on lo with /24: that whole network is local now, so its hosts (clients, the " +
            "director) are not reached any more",
            judged());
    }

    @Test
    void shouldFindItOnTheInterfaceOfTheServer()
    {
        hold(FactsFixture.ETH0, 32);

        assertEquals(
            "ERROR 10.0.0.100: it is on eth0, the interface of this server's own address: ARP is answered for it " +
            "there whatever arp_ignore says",
            judged());
    }

    private void hold(final int interfaceIndex, final int prefixLength)
    {
        fixture.hasNot("10.0.0.100");
        fixture.has(interfaceIndex, "10.0.0.100", prefixLength);
    }

    private String judged()
    {
        return fixture.judged(new RealServerAddressCheck(false));
    }
}
