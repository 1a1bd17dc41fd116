/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.text;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class InetTextTest
{
    /** What inet_ntop of glibc 2.36 answered. */
    @ParameterizedTest
    @CsvSource({
        "0a0000ff, 10.0.0.255",
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "fd000000000000000000000000000100, fd00::100",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "00010000000000000001000000000000, 1::1:0:0:0",
        "00010000000000000000000000000000, 1::",
        "00000000000000000000ffff0a000001, ::ffff:10.0.0.1",
        "0000000000000000000000000a000001, ::10.0.0.1",
        "0000000000000000000a000000010000, ::a:0:1:0",
    })
    void shouldWriteAddressesAsTheLibraryDoes(final String bytes, final String expected)
    {
        final StringBuilder text = new StringBuilder();

        InetText.append(text, HexFormat.of().parseHex(bytes));

        assertEquals(expected, text.toString());
    }

    @Test
    void shouldLeaveTheZoneOut() throws UnknownHostException
    {
        final byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();

        assertEquals("fe80::1", InetText.of(Inet6Address.getByAddress(null, linkLocal, 2)));
    }
}
