/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Questions as they go onto the wire.
 */
class ProbeFramesTest
{
    private static final long MAC = 0x0200_0000_0001L;

    @Test
    void shouldAskWithArpAsRfc5227Says()
    {
        final byte[] frame = ProbeFrames.arp(
            MAC, (Inet4Address)FactsFixture.address("0.0.0.0"), (Inet4Address)FactsFixture.address("10.0.0.100"));

        assertEquals(
            "ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 00000000 000000000000 0a000064"
                .replace(" ", "") + "00".repeat(18),
            HexFormat.of().formatHex(frame));
    }

    @Test
    void shouldSolicitTheGroupOfTheTarget()
    {
        final byte[] frame = ProbeFrames.solicitation(
            MAC, (Inet6Address)FactsFixture.address("fe80::1"), (Inet6Address)FactsFixture.address("fd00::1:2:100"));

        final String hex = HexFormat.of().formatHex(frame);
        assertEquals(
            "3333ff020100 020000000001 86dd 60000000 0020 3a ff fe800000000000000000000000000001 " +
            "ff0200000000000000000001ff020100 87 00",
            String.join(" ",
                hex.substring(0, 12), hex.substring(12, 24), hex.substring(24, 28), hex.substring(28, 36),
                hex.substring(36, 40), hex.substring(40, 42), hex.substring(42, 44), hex.substring(44, 76),
                hex.substring(76, 108), hex.substring(108, 110), hex.substring(110, 112)));
        assertEquals("00000000fd000000000000000000000100020100" + "0101020000000001", hex.substring(116));
    }
}
