/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.table.ForwardingCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class IpvsadmFormatterTest
{
    private static final ServiceSpec SERVICE_SPEC = new ServiceSpec("rr", 0, 0, -1, false, "");

    @ParameterizedTest
    @CsvSource({
        "0, '        0', '        0'",
        "99999999, ' 99999999', ' 99999999'",
        "100000000, '  100000K', ' 100000000'",
        "999999999, '  999999K', ' 999999999'",
        "1000000000, '    1000M', ' 1000000000'",
        "99999999999, '   99999M', ' 99999999999'",
        "100000000000, '     100G', ' 100000000000'",
        "99999999999999, '   99999G', ' 99999999999999'",
        "100000000000000, '     100T', ' 100000000000000'",
        "9223372036854775807, ' 9223372T', ' 9223372036854775807'"})
    void shouldScaleLargeNumbers(final long number, final String scaled, final String exact)
    {
        final String name = "TCP  10.0.0.1:80                 ";
        final String zeros = "        0".repeat(4) + "\n";

        assertEquals(name + scaled + zeros, list(false, traffic(number)));
        assertEquals(name + exact + zeros, list(true, traffic(number)));
    }

    @Test
    void shouldLeaveOutWhatWasDeleted() throws UnknownHostException
    {
        final ServiceRow deleted = new ServiceRow(key(81), SERVICE_SPEC, false, TrafficRow.ZERO, List.of());
        final ServiceRow service = new ServiceRow(
            key(80), SERVICE_SPEC, true, TrafficRow.ZERO, List.of(server("10.0.0.3", true), server("10.0.0.2", false)));

        final StringBuilder text = new StringBuilder();
        formatter(text, ListingFormat.View.RULES, false).services(List.of(deleted, service));

        assertEquals("-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.3:80 -g -w 1\n", text.toString());
    }

    @Test
    void shouldPrintMoreThanHundredMinutes()
    {
        final StringBuilder text = new StringBuilder();
        final byte[] address = {10, 0, 0, 1};

        formatter(text, ListingFormat.View.CONFIGURATION, false).connection(new ConnectionRow(
            "TCP", 6, 2_678_399, "ESTABLISHED", address, 1, address, 2, address, 3));

        assertEquals("TCP 44639:59 ESTABLISHED 10.0.0.1:1         10.0.0.1:2         10.0.0.1:3\n", text.toString());
    }

    private static String list(final boolean exact, final TrafficRow traffic)
    {
        final StringBuilder text = new StringBuilder();
        try
        {
            formatter(text, ListingFormat.View.STATS, exact).singleService(
                new ServiceRow(key(80), SERVICE_SPEC, true, traffic, List.of()));
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
        return text.substring(text.indexOf("TCP"));
    }

    private static IpvsadmFormatter formatter(
        final StringBuilder text, final ListingFormat.View view, final boolean exact)
    {
        return new IpvsadmFormatter(text, new ListingFormat(view, true, true, exact), null, null);
    }

    private static TrafficRow traffic(final long connections)
    {
        return new TrafficRow(connections, 0, 0, 0, 0);
    }

    private static ServiceKey key(final int port) throws UnknownHostException
    {
        return new ServiceKey(6, InetAddress.getByAddress(new byte[]{10, 0, 0, 1}), port, 0);
    }

    private static DestinationRow server(final String address, final boolean available) throws UnknownHostException
    {
        return new DestinationRow(
            1,
            new DestinationKey(InetAddress.getByAddress(AddressText.parseIpv4(address)), 80),
            new DestinationSpec(ForwardingCode.DIRECT_ROUTE, 1, 0, 0, 0, 0, 0),
            available,
            0,
            0,
            0,
            TrafficRow.ZERO);
    }
}
