/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimeoutsTest
{
    private final Timeouts timeouts = new Timeouts();

    @Test
    void shouldStartWithTheDefaultsOfIpvs()
    {
        final int[] seconds = {2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120};

        for (int state = 0; state < seconds.length; state++)
        {
            assertEquals(seconds[state] * 100, timeouts.timeoutTicks(IpProtocol.TCP, state));
        }
        assertEquals(30_000, timeouts.timeoutTicks(IpProtocol.UDP, ConnectionState.UDP));
    }

    @Test
    void shouldSetThreeAndKeepThoseGivenAsZero()
    {
        timeouts.set(100, 0, 30);
        timeouts.set(0, 20, 0);

        assertEquals(100, timeouts.tcpSeconds());
        assertEquals(20, timeouts.tcpFinSeconds());
        assertEquals(30, timeouts.udpSeconds());
        assertEquals(10_000, timeouts.timeoutTicks(IpProtocol.TCP, ConnectionState.ESTABLISHED));
        assertEquals(2_000, timeouts.timeoutTicks(IpProtocol.TCP, ConnectionState.FIN_WAIT));
        assertEquals(12_000, timeouts.timeoutTicks(IpProtocol.TCP, ConnectionState.TIME_WAIT));
    }

    @Test
    void shouldRefuseWhatIsOutOfRangeAndChangeNothing()
    {
        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> timeouts.set(1, Timeouts.MAX_SECONDS + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> timeouts.set(1, 1, -1));

        assertTrue(ex.getMessage().contains("tcpfin"), ex.getMessage());
        assertEquals(900, timeouts.tcpSeconds());
    }

    @Test
    void shouldTravelInTheHeaderOfTheFlowTable()
    {
        final UnsafeBuffer region = FlowTableTest.region(false, 10, 1);
        final FlowTableReader reader = new FlowTableReader(region, "flows");
        assertEquals(900, reader.timeouts().tcpSeconds());

        timeouts.set(100, 20, Timeouts.MAX_SECONDS);
        FlowTableDescriptor.timeouts(region, timeouts);

        assertEquals(100, reader.timeouts().tcpSeconds());
        assertEquals(20, reader.timeouts().tcpFinSeconds());
        assertEquals(Timeouts.MAX_SECONDS, reader.timeouts().udpSeconds());
    }
}
