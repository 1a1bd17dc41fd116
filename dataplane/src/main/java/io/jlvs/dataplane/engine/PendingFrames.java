/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Frames that wait for the hardware address of their next hop: copies in a fixed ring of slots, a bounded time each.
 * One per worker, used by its thread alone.
 */
final class PendingFrames
{
    private static final int HEADROOM = 128;

    private final int capacity;
    private final int slotLength;
    private final long timeoutMs;
    private final UnsafeBuffer memory;
    private final Entry[] entries;
    private final Frame frame = new Frame();
    private final VerdictListener listener;
    private int head;
    private int count;

    /**
     * Empty.
     *
     * @param capacity    number of frames.
     * @param frameLength of the longest frame that is held, in bytes.
     * @param timeoutMs   that a frame waits at most.
     * @param listener    told what became of each frame that leaves.
     */
    PendingFrames(final int capacity, final int frameLength, final long timeoutMs, final VerdictListener listener)
    {
        this.capacity = capacity;
        this.slotLength = HEADROOM + frameLength;
        this.timeoutMs = timeoutMs;
        this.listener = listener;
        this.memory = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * slotLength));
        this.entries = new Entry[capacity];
        for (int i = 0; i < capacity; i++)
        {
            entries[i] = new Entry();
        }
    }

    /**
     * Keep a copy.
     *
     * @param source         borrowed.
     * @param destination    it goes to.
     * @param forwardingCode of its connection.
     * @param nowMs          monotonic time.
     * @return false if there is no room for it.
     */
    boolean hold(final Frame source, final Destination destination, final int forwardingCode, final long nowMs)
    {
        if (count == capacity || source.length() > slotLength - HEADROOM)
        {
            return false;
        }

        final int slot = (head + count) % capacity;
        memory.putBytes(slot * slotLength + HEADROOM, source.buffer(), source.offset(), source.length());
        final Entry entry = entries[slot];
        entry.destination = destination;
        entry.forwardingCode = forwardingCode;
        entry.deadlineMs = nowMs + timeoutMs;
        entry.length = source.length();
        entry.interfaceIndex = source.interfaceIndex();
        entry.flags = source.flags();
        entry.gsoType = source.gsoType();
        entry.headerLength = source.headerLength();
        entry.gsoSize = source.gsoSize();
        entry.checksumStart = source.checksumStart();
        entry.checksumOffset = source.checksumOffset();
        count++;
        return true;
    }

    /**
     * Let go the frames whose destination can be reached by now, and those whose time is over, in order.
     *
     * @param nowMs   monotonic time.
     * @param handler sends them.
     * @return number of frames that left.
     */
    int poll(final long nowMs, final Handler handler)
    {
        int left = 0;
        final int waiting = count;
        for (int i = 0; i < waiting; i++)
        {
            final int slot = head;
            final Entry entry = entries[slot];
            final boolean isReachable = null != entry.destination.nextHop();
            if (!isReachable && nowMs - entry.deadlineMs < 0)
            {
                break;
            }

            frame.wrap(memory, slot * slotLength + HEADROOM, entry.length, HEADROOM, entry.interfaceIndex)
                .offload(
                    entry.flags,
                    entry.gsoType,
                    entry.headerLength,
                    entry.gsoSize,
                    entry.checksumStart,
                    entry.checksumOffset);
            head = (head + 1) % capacity;
            count--;
            left++;
            listener.onVerdict(isReachable ?
                handler.onPending(frame, entry.destination, entry.forwardingCode) : Verdict.DROP_NO_NEIGHBOUR);
            entry.destination = null;
        }

        return left;
    }

    /**
     * Frames that wait.
     *
     * @return number of frames.
     */
    int count()
    {
        return count;
    }

    /**
     * Sends a frame that waited.
     */
    @FunctionalInterface
    interface Handler
    {
        Verdict onPending(Frame frame, Destination destination, int forwardingCode);
    }

    /**
     * Counts what became of a frame.
     */
    @FunctionalInterface
    interface VerdictListener
    {
        void onVerdict(Verdict verdict);
    }

    private static final class Entry
    {
        private Destination destination;
        private int forwardingCode;
        private long deadlineMs;
        private int length;
        private int interfaceIndex;
        private int flags;
        private int gsoType;
        private int headerLength;
        private int gsoSize;
        private int checksumStart;
        private int checksumOffset;
    }
}
