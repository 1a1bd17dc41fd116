/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.TcpFlags;

import static io.jlvs.dataplane.table.ConnectionState.CLOSE;
import static io.jlvs.dataplane.table.ConnectionState.CLOSE_WAIT;
import static io.jlvs.dataplane.table.ConnectionState.ESTABLISHED;
import static io.jlvs.dataplane.table.ConnectionState.FIN_WAIT;
import static io.jlvs.dataplane.table.ConnectionState.LAST_ACK;
import static io.jlvs.dataplane.table.ConnectionState.LISTEN;
import static io.jlvs.dataplane.table.ConnectionState.SYNACK;
import static io.jlvs.dataplane.table.ConnectionState.SYN_RECV;
import static io.jlvs.dataplane.table.ConnectionState.SYN_SENT;
import static io.jlvs.dataplane.table.ConnectionState.TCP_COUNT;
import static io.jlvs.dataplane.table.ConnectionState.TIME_WAIT;

/**
 * TCP states of a connection of which only the client's half is seen, as with direct routing and tunnels: the
 * INPUT-ONLY part of net/netfilter/ipvs/ip_vs_proto_tcp.c. Pure; any thread.
 */
public final class TcpStateTable
{
    /*                      NONE         ESTABLISHED  SYN_SENT     SYN_RECV     FIN_WAIT     TIME_WAIT
                            CLOSE        CLOSE_WAIT   LAST_ACK     LISTEN       SYNACK */
    private static final byte[] SYN_ROW =
    {
        SYN_RECV, ESTABLISHED, ESTABLISHED, SYN_RECV, SYN_RECV, SYN_RECV,
        SYN_RECV, SYN_RECV, SYN_RECV, SYN_RECV, SYN_RECV
    };
    private static final byte[] FIN_ROW =
    {
        CLOSE, FIN_WAIT, SYN_SENT, TIME_WAIT, FIN_WAIT, TIME_WAIT,
        CLOSE, CLOSE_WAIT, LAST_ACK, LISTEN, TIME_WAIT
    };
    private static final byte[] ACK_ROW =
    {
        ESTABLISHED, ESTABLISHED, SYN_SENT, ESTABLISHED, FIN_WAIT, TIME_WAIT,
        CLOSE, CLOSE_WAIT, CLOSE, LISTEN, ESTABLISHED
    };
    private static final byte[] RST_ROW =
    {
        CLOSE, CLOSE, CLOSE, SYN_RECV, CLOSE, CLOSE,
        CLOSE, CLOSE, LAST_ACK, LISTEN, CLOSE
    };

    /** Next state by flags (RST, SYN, FIN, ACK as 4 bits) and state. */
    private static final byte[] NEXT = new byte[16 * 16];
    private static final int RST_INDEX = 8;
    private static final int SYN_INDEX = 4;
    private static final int FIN_INDEX = 2;
    private static final int ACK_INDEX = 1;
    private static final int ACTIVE =
        1 << ESTABLISHED | 1 << SYN_SENT | 1 << SYN_RECV | 1 << SYNACK;

    static
    {
        for (int flags = 0; flags < 16; flags++)
        {
            for (int state = 0; state < 16; state++)
            {
                NEXT[flags << 4 | state] = state < TCP_COUNT ? byPrecedence(flags, state) : CLOSE;
            }
        }
    }

    private TcpStateTable()
    {
    }

    /**
     * State after a segment of the client. RST counts before SYN, FIN and ACK; a segment without any of them closes,
     * as in IPVS.
     *
     * @param state    present {@link ConnectionState} of TCP.
     * @param tcpFlags flags byte of the segment.
     * @return next state.
     */
    public static int next(final int state, final int tcpFlags)
    {
        final int flags =
            (0 != (tcpFlags & TcpFlags.RST) ? RST_INDEX : 0) |
            (0 != (tcpFlags & TcpFlags.SYN) ? SYN_INDEX : 0) |
            (0 != (tcpFlags & TcpFlags.FIN) ? FIN_INDEX : 0) |
            (0 != (tcpFlags & TcpFlags.ACK) ? ACK_INDEX : 0);
        return NEXT[flags << 4 | state & 0xF];
    }

    /**
     * Whether IPVS counts a connection in this state as active (tcp_state_active_table); all others, UDP too, are
     * inactive.
     *
     * @param state any {@link ConnectionState}.
     * @return true for ESTABLISHED, SYN_SENT, SYN_RECV and SYNACK.
     */
    public static boolean isActive(final int state)
    {
        return 0 != (ACTIVE >>> state & 1);
    }

    private static byte byPrecedence(final int flags, final int state)
    {
        if (0 != (flags & RST_INDEX))
        {
            return RST_ROW[state];
        }
        if (0 != (flags & SYN_INDEX))
        {
            return SYN_ROW[state];
        }
        if (0 != (flags & FIN_INDEX))
        {
            return FIN_ROW[state];
        }
        return 0 != (flags & ACK_INDEX) ? ACK_ROW[state] : CLOSE;
    }
}
