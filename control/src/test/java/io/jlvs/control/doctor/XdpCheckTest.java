/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.CounterRow;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * How known flows go.
 */
class XdpCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentAboutNativeXdp()
    {
        mode("native");

        assertEquals("", fixture.judged(new XdpCheck()));
    }

    @Test
    void shouldNoteGenericXdpWithItsReason()
    {
        mode("generic (no XDP in driver foo)");

        assertEquals(
            "NOTE eth0: known flows go by generic XDP, not by XDP in the driver: generic (no XDP in driver foo)",
            fixture.judged(new XdpCheck()));
    }

    @Test
    void shouldWarnThatXdpWasRefusedWithItsReason()
    {
        mode("none, AF_PACKET alone (another program is attached)");

        assertEquals(
            "WARNING eth0: XDP was wanted and refused, all packets take the slow way: none, AF_PACKET alone " +
            "(another program is attached)",
            fixture.judged(new XdpCheck()));
    }

    private void mode(final String text)
    {
        fixture.counters.add(new CounterRow(1_100, "xdp-on-eth0: " + text, 1, List.of()));
    }
}
