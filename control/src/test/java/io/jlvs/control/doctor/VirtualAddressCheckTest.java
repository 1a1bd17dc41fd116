/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Whether a node holds the VIP, and how this one does.
 */
class VirtualAddressCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentWhenAnInterfaceHasIt()
    {
        assertEquals("", judged());
    }

    @Test
    void shouldFindAnAddressThatNobodyHas()
    {
        fixture.hasNot("10.0.0.100");

        assertEquals(
            "ERROR 10.0.0.100: no interface of this host has it, and no other node on eth0 answers for it", judged());
    }

    @Test
    void shouldBeSilentWhenAnotherNodeHasIt()
    {
        fixture.hasNot("10.0.0.100");
        fixture.answers("10.0.0.100", FactsFixture.OTHER_MAC);

        assertEquals("", judged());
    }

    @Test
    void shouldFindAnAddressOnTheLoopbackOfTheDirector()
    {
        fixture.hasNot("10.0.0.100");
        fixture.has(FactsFixture.LO, "10.0.0.100", 32);

        assertEquals(
            "WARNING 10.0.0.100: this director holds it on lo: it is found only as long as arp_ignore is 0 on all " +
            "interfaces, and VRRP does not move it",
            judged());
    }

    @Test
    void shouldFindAnIpv6AddressOnTheLoopbackUnreachable()
    {
        fixture.vips.set(0, FactsFixture.address("fd00::100"));
        fixture.has(FactsFixture.LO, "fd00::100", 128);

        assertEquals(
            "ERROR fd00::100: this director holds it on lo, and no node answers neighbour solicitations for it",
            judged());
    }

    @Test
    void shouldFindAnInterfaceWithoutCarrier()
    {
        fixture.links.put(
            FactsFixture.ETH0, new LinkInfo(FactsFixture.ETH0, "eth0", FactsFixture.OWN_MAC, 1500, true, false, false));

        assertEquals("ERROR 10.0.0.100: its interface eth0 has no carrier", judged());
    }

    @Test
    void shouldFindAnAddressThatFailedDuplicateDetection()
    {
        fixture.vips.set(0, FactsFixture.address("fd00::100"));
        fixture.addresses.add(
            new AddressInfo(FactsFixture.ETH0, FactsFixture.address("fd00::100"), 128, 0, 0x48));

        assertEquals(
            "ERROR fd00::100: duplicate address detection on eth0 found another holder: the kernel does not use it",
            judged());
    }

    private String judged()
    {
        return fixture.judged(new VirtualAddressCheck());
    }
}
