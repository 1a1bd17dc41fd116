/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Who answers for a VIP, and who may.
 */
class AddressResolutionCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentWhenNobodyElseAnswers()
    {
        assertEquals("", judged());
    }

    @Test
    void shouldNameTheRealServerThatAnswers()
    {
        fixture.answers("10.0.0.100", FactsFixture.SERVER_MAC);

        assertEquals(
            "ERROR 10.0.0.100: real server 10.0.0.21 answers for it with 02:00:00:00:00:21 on eth0: clients that " +
            "believe it go past the director",
            judged());
    }

    @Test
    void shouldNameTheRealServerByItsAddressOfTheOtherFamilyIfItHasNoOther()
    {
        fixture.vips.set(0, FactsFixture.address("fd00::100"));
        fixture.answers("fd00::100", FactsFixture.SERVER_MAC);

        assertEquals(
            "ERROR fd00::100: real server 10.0.0.21 answers for it with 02:00:00:00:00:21 on eth0: clients that " +
            "believe it go past the director",
            judged());
    }

    @Test
    void shouldNameASecondHolder()
    {
        fixture.answers("10.0.0.100", FactsFixture.OTHER_MAC);

        assertEquals(
            "ERROR 10.0.0.100: this host holds it, and so does 02:00:00:00:00:02 on eth0", judged());
    }

    @Test
    void shouldNameTheVirtualRouterOfASecondHolder()
    {
        fixture.answers("10.0.0.100", 0x0000_5e00_0133L);

        assertEquals(
            "ERROR 10.0.0.100: this host holds it, and so does 00:00:5e:00:01:33 on eth0 (the virtual MAC of VRID 51)",
            judged());
    }

    @Test
    void shouldLetAnotherDirectorHoldWhatThisHostDoesNot()
    {
        fixture.hasNot("10.0.0.100");
        fixture.answers("10.0.0.100", FactsFixture.OTHER_MAC);

        assertEquals("", judged());
    }

    @Test
    void shouldNameAllOfSeveralOtherHolders()
    {
        fixture.hasNot("10.0.0.100");
        fixture.answers("10.0.0.100", FactsFixture.OTHER_MAC);
        fixture.answers("10.0.0.100", FactsFixture.OTHER_MAC + 1);

        assertEquals(
            "ERROR 10.0.0.100: several nodes hold it: 02:00:00:00:00:02 on eth0 and 02:00:00:00:00:03 on eth0",
            judged());
    }

    @Test
    void shouldNotTakeAnInterfaceOfThisHostForAnother()
    {
        fixture.answers("10.0.0.100", FactsFixture.OWN_MAC);

        assertEquals("", judged());
    }

    private String judged()
    {
        return fixture.judged(new AddressResolutionCheck());
    }
}
