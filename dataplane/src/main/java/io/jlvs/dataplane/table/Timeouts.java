/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long a connection lives without a packet, for each state, in ticks of 10 ms. Defaults of IPVS
 * (tcp_timeouts in net/netfilter/ipvs/ip_vs_proto_tcp.c, udp_timeouts in ip_vs_proto_udp.c). The conductor sets,
 * workers read; a worker may see an old value for a moment.
 */
public final class Timeouts
{
    /** Ticks in a second: a tick is 10 ms. */
    public static final int TICKS_PER_SECOND = 100;
    /** Longest time-out that IPVS accepts, 31 days. */
    public static final int MAX_SECONDS = 31 * 24 * 60 * 60;

    private static final int[] DEFAULT_SECONDS = {2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120, 300};
    private static final int COUNT = DEFAULT_SECONDS.length;

    private final AtomicIntegerArray ticks = new AtomicIntegerArray(COUNT);

    /**
     * The defaults.
     */
    public Timeouts()
    {
        for (int state = 0; state < COUNT; state++)
        {
            ticks.setOpaque(state, DEFAULT_SECONDS[state] * TICKS_PER_SECOND);
        }
    }

    /**
     * What {@code ipvsadm --set} does. Conductor only.
     *
     * @param tcpSeconds    of ESTABLISHED, 0 keeps the present one.
     * @param tcpFinSeconds of FIN_WAIT, 0 keeps the present one.
     * @param udpSeconds    of UDP, 0 keeps the present one.
     * @throws IllegalArgumentException if one is negative or above {@link #MAX_SECONDS}; nothing is changed then.
     */
    public void set(final int tcpSeconds, final int tcpFinSeconds, final int udpSeconds)
    {
        check("tcp", tcpSeconds);
        check("tcpfin", tcpFinSeconds);
        check("udp", udpSeconds);
        set(ConnectionState.ESTABLISHED, tcpSeconds);
        set(ConnectionState.FIN_WAIT, tcpFinSeconds);
        set(ConnectionState.UDP, udpSeconds);
    }

    /**
     * Time-out of a connection. Hot path.
     *
     * @param protocol TCP, or any other, which is treated as UDP.
     * @param state    {@link ConnectionState}.
     * @return ticks.
     */
    public int timeoutTicks(final int protocol, final int state)
    {
        // Opaque: no order with other fields is needed, only that the value is one that was set.
        return ticks.getOpaque(IpProtocol.TCP == protocol ? state : ConnectionState.UDP);
    }

    /**
     * Time-out of established TCP connections.
     *
     * @return seconds.
     */
    public int tcpSeconds()
    {
        return ticks.getOpaque(ConnectionState.ESTABLISHED) / TICKS_PER_SECOND;
    }

    /**
     * Time-out of TCP connections after a FIN.
     *
     * @return seconds.
     */
    public int tcpFinSeconds()
    {
        return ticks.getOpaque(ConnectionState.FIN_WAIT) / TICKS_PER_SECOND;
    }

    /**
     * Time-out of UDP connections.
     *
     * @return seconds.
     */
    public int udpSeconds()
    {
        return ticks.getOpaque(ConnectionState.UDP) / TICKS_PER_SECOND;
    }

    void writeTo(final MutableDirectBuffer buffer, final int offset)
    {
        for (int state = 0; state < COUNT; state++)
        {
            buffer.putInt(offset + state * Integer.BYTES, ticks.getOpaque(state), ByteOrder.nativeOrder());
        }
    }

    void readFrom(final DirectBuffer buffer, final int offset)
    {
        for (int state = 0; state < COUNT; state++)
        {
            ticks.setOpaque(state, buffer.getInt(offset + state * Integer.BYTES, ByteOrder.nativeOrder()));
        }
    }

    private void set(final int state, final int seconds)
    {
        if (0 != seconds)
        {
            ticks.setOpaque(state, seconds * TICKS_PER_SECOND);
        }
    }

    private static void check(final String name, final int seconds)
    {
        if (seconds < 0 || seconds > MAX_SECONDS)
        {
            throw new IllegalArgumentException(
                "time-out " + name + " must be 0.." + MAX_SECONDS + " seconds, not " + seconds);
        }
    }
}
