/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Traffic of one service or destination: a line of counters for each worker, so that no two threads write the same
 * cache line. Each worker writes its own line with ordered stores; anybody sums.
 */
public final class TrafficCounters
{
    /** Connections that are active by the rules of IPVS (include/net/ip_vs.h, tcp_state_active_table). */
    public static final int ACTIVE = 0;
    /** Connections that are not active. */
    public static final int INACTIVE = 1;
    /** Persistence templates. */
    public static final int PERSISTENT = 2;
    /** Connections scheduled since the start or the last zeroing. */
    public static final int CONNECTIONS = 3;
    /** Packets from clients. */
    public static final int IN_PACKETS = 4;
    /** Bytes of IP datagrams from clients. */
    public static final int IN_BYTES = 5;

    private static final int LINE_LENGTH = 2 * BitUtil.CACHE_LINE_LENGTH;

    private final UnsafeBuffer buffer;
    private final int workerCount;

    /**
     * All zero.
     *
     * @param workerCount number of workers.
     */
    public TrafficCounters(final int workerCount)
    {
        this.workerCount = workerCount;
        this.buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(workerCount * LINE_LENGTH));
    }

    /**
     * Add to a counter of a worker's own line. Called by that worker only.
     *
     * @param worker  index of the calling worker.
     * @param counter one of the constants of this class.
     * @param delta   to add, may be negative.
     */
    public void add(final int worker, final int counter, final long delta)
    {
        final int index = worker * LINE_LENGTH + counter * BitUtil.SIZE_OF_LONG;
        // Pairs with getLongVolatile in sum(): readers may lag, they never see half a value.
        buffer.putLongRelease(index, buffer.getLong(index) + delta);
    }

    /**
     * Count a packet: IN_PACKETS and IN_BYTES at once. Called by the worker only.
     *
     * @param worker      index of the calling worker.
     * @param lengthBytes of the IP datagram.
     */
    public void packet(final int worker, final int lengthBytes)
    {
        add(worker, IN_PACKETS, 1);
        add(worker, IN_BYTES, lengthBytes);
    }

    /**
     * Sum of a counter over all workers.
     *
     * @param counter one of the constants of this class.
     * @return the sum.
     */
    public long sum(final int counter)
    {
        long sum = 0;
        for (int worker = 0; worker < workerCount; worker++)
        {
            sum += buffer.getLongVolatile(worker * LINE_LENGTH + counter * BitUtil.SIZE_OF_LONG);
        }

        return sum;
    }
}
