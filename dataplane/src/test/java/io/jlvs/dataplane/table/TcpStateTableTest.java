/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.TcpFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TcpStateTableTest
{
    private static final String[] STATES = {"NO", "ES", "SS", "SR", "FW", "TW", "CL", "CW", "LA", "LI", "SA"};
    private static final int NO_ENTRY = -1;

    @ParameterizedTest
    @CsvSource({
        "SYN, SR ES ES SR SR SR SR SR SR SR SR",
        "FIN, CL FW SS TW FW TW CL CW LA LI TW",
        "ACK, ES ES SS ES FW TW CL CW CL LI ES",
        "RST, CL CL CL SR CL CL CL CL LA LI CL",
        "none, CL CL CL CL CL CL CL CL CL CL CL"})
    void shouldFollowTheInputOnlyTable(final String flag, final String row)
    {
        final Map<String, Integer> flags = Map.of(
            "SYN", TcpFlags.SYN, "FIN", TcpFlags.FIN, "ACK", TcpFlags.ACK, "RST", TcpFlags.RST, "none", 0);
        final String[] expected = row.split(" ");

        for (int state = 0; state < ConnectionState.TCP_COUNT; state++)
        {
            final int next = TcpStateTable.next(state, flags.get(flag));
            assertEquals(expected[state], STATES[next], flag + " in " + STATES[state]);
        }
    }

    @Test
    void shouldTakeResetBeforeSynBeforeFinBeforeAck()
    {
        final int[] precedence = {TcpFlags.RST, TcpFlags.SYN, TcpFlags.FIN, TcpFlags.ACK};

        for (int state = 0; state < ConnectionState.TCP_COUNT; state++)
        {
            for (int flags = 1; flags < 256; flags++)
            {
                int first = 0;
                for (int i = precedence.length - 1; i >= 0; i--)
                {
                    first = 0 != (flags & precedence[i]) ? precedence[i] : first;
                }
                assertEquals(TcpStateTable.next(state, first), TcpStateTable.next(state, flags), "flags " + flags);
            }
        }
    }

    @Test
    void shouldCountFourStatesAsActive()
    {
        final StringBuilder active = new StringBuilder();
        for (int state = 0; state <= ConnectionState.ASSURED; state++)
        {
            active.append(TcpStateTable.isActive(state) ? ConnectionState.name(state) + " " : "");
        }

        assertEquals("ESTABLISHED SYN_SENT SYN_RECV SYNACK ", active.toString());
    }

    @ParameterizedTest
    @CsvSource({"/ipvs/tcp-default.tsv, 0, 0, 0, 130", "/ipvs/tcp-set-100-20-30.tsv, 100, 20, 30, 30"})
    void shouldEndInTheStatesThatWereRecorded(
        final String file, final int tcp, final int tcpFin, final int udp, final int leastRows) throws IOException
    {
        final Timeouts timeouts = new Timeouts();
        timeouts.set(tcp, tcpFin, udp);

        int rows = 0;
        for (final String line : lines(file))
        {
            if (line.startsWith("DR\t") || line.startsWith("TUN\t"))
            {
                final String[] columns = line.split("\t");
                assertRecorded(line, columns[1].split(" "), columns[2], columns[3], timeouts);
                rows++;
            }
        }

        assertTrue(rows >= leastRows, rows + " rows in " + file);
    }

    private static void assertRecorded(
        final String line,
        final String[] events,
        final String expectedState,
        final String expectedSeconds,
        final Timeouts timeouts)
    {
        int state = NO_ENTRY;
        int replaced = NO_ENTRY;
        for (final String event : events)
        {
            final int flags = flags(event);
            final boolean syn = 0 != (flags & TcpFlags.SYN);
            if (syn && (ConnectionState.TIME_WAIT == state || ConnectionState.CLOSE == state))
            {
                replaced = state;
                state = NO_ENTRY;
            }
            if (NO_ENTRY != state || syn)
            {
                state = TcpStateTable.next(NO_ENTRY == state ? ConnectionState.NONE : state, flags);
            }
        }

        if ("0".equals(expectedSeconds))
        {
            assertEquals(expectedState, ConnectionState.name(replaced), line);
            return;
        }
        assertEquals(expectedState, NO_ENTRY == state ? "-" : ConnectionState.name(state), line);
        if (NO_ENTRY != state)
        {
            final int seconds = timeouts.timeoutTicks(IpProtocol.TCP, state) / Timeouts.TICKS_PER_SECOND;
            final int recorded = Integer.parseInt(expectedSeconds);
            assertTrue(recorded == seconds || recorded == seconds - 1, line + ": " + seconds);
        }
    }

    private static int flags(final String event)
    {
        switch (event)
        {
            case "cS":
                return TcpFlags.SYN;
            case "cA":
                return TcpFlags.ACK;
            case "cF":
                return TcpFlags.FIN | TcpFlags.ACK;
            case "cR":
                return TcpFlags.RST | TcpFlags.ACK;
            default:
                throw new IllegalArgumentException(event);
        }
    }

    private static String[] lines(final String resource) throws IOException
    {
        try (InputStream in = TcpStateTableTest.class.getResourceAsStream(resource))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
        }
    }
}
