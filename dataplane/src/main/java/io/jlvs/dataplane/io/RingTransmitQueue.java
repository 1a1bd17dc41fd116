/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.PacketSocket;
import io.jlvs.dataplane.linux.Syscalls;
import io.jlvs.dataplane.linux.TpacketV2;
import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.Frame;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends through a ring shared with the kernel (PACKET_TX_RING). Every frame is copied into a slot of the ring, virtio
 * header first; one call for each batch. Slots take super-frames.
 */
final class RingTransmitQueue implements TransmitQueue
{
    static final int SLOT_LENGTH = 68 * 1024;
    private static final int BLOCK_LENGTH = 256 * 1024;
    private static final int SLOTS_PER_BLOCK = BLOCK_LENGTH / SLOT_LENGTH;
    /** Up to this length a frame is copied by the kernel too, which costs less than lending it the page. */
    private static final int LINEAR_LENGTH = 2048;

    private final int fd;
    private final MappedRegion region;
    private final UnsafeBuffer buffer;
    private final int slotCount;
    private final int[] slotOffsets;
    private int slotIndex;
    private int queued;
    private long queuedLength;
    private long drops;

    /**
     * Queue over a socket of its own.
     *
     * @param socket    bound for sending; stays with its owner.
     * @param slotCount number of frames that can wait.
     */
    RingTransmitQueue(final PacketSocket socket, final int slotCount)
    {
        final int blockCount = (slotCount + SLOTS_PER_BLOCK - 1) / SLOTS_PER_BLOCK;
        fd = socket.fd().value();
        region = socket.transmitRing(BLOCK_LENGTH, blockCount, SLOT_LENGTH);
        buffer = region.buffer();
        this.slotCount = blockCount * SLOTS_PER_BLOCK;
        slotOffsets = new int[this.slotCount];
        for (int i = 0; i < this.slotCount; i++)
        {
            slotOffsets[i] = i / SLOTS_PER_BLOCK * BLOCK_LENGTH + i % SLOTS_PER_BLOCK * SLOT_LENGTH;
        }
    }

    @Override
    public boolean offer(final Frame frame, final UnsafeBuffer ringMemory)
    {
        final int length = frame.length() + VirtioNetHeader.LENGTH;
        if (SLOT_LENGTH - TpacketV2.DATA < length)
        {
            return false;
        }
        final int slot = slotOffsets[slotIndex];
        if (TpacketV2.STATUS_AVAILABLE != buffer.getIntAcquire(slot + TpacketV2.STATUS))
        {
            flush();
            if (TpacketV2.STATUS_AVAILABLE != buffer.getIntAcquire(slot + TpacketV2.STATUS))
            {
                return false;
            }
        }
        final int data = slot + TpacketV2.DATA;
        OffloadHeader.write(frame, Math.min(frame.length(), LINEAR_LENGTH), buffer, data);
        buffer.putBytes(data + VirtioNetHeader.LENGTH, frame.buffer(), frame.offset(), frame.length());
        buffer.putInt(slot + TpacketV2.DATA_LENGTH, length);
        // Pairs with the kernel's read of tp_status: the frame is complete.
        buffer.putIntRelease(slot + TpacketV2.STATUS, TpacketV2.STATUS_SEND_REQUEST);
        slotIndex = slotIndex + 1 == slotCount ? 0 : slotIndex + 1;
        queued++;
        queuedLength += frame.length();
        return true;
    }

    @Override
    public void flush()
    {
        if (0 < queued)
        {
            final long result = Syscalls.send(fd, 0, 0, Syscalls.MSG_DONTWAIT);
            if (0 <= result)
            {
                drops += result < queuedLength ? 1 : 0;
            }
            queued = 0;
            queuedLength = 0;
        }
    }

    @Override
    public long drops()
    {
        return drops;
    }

    @Override
    public void close()
    {
        region.close();
    }
}
