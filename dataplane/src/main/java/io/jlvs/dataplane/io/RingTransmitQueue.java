/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static io.jlvs.dataplane.linux.TpacketV2.STATUS_AVAILABLE;
import static io.jlvs.dataplane.linux.TpacketV2.STATUS_SEND_REQUEST;

import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.PacketSocket;
import io.jlvs.dataplane.linux.Syscalls;
import io.jlvs.dataplane.linux.TpacketV2;
import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.Frame;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends through a ring shared with the kernel (PACKET_TX_RING): a frame is copied into a slot of the ring, virtio
 * header first, and one call sends the batch. Frames too long for a slot go through another queue, in order.
 * <p>
 * The header length of the virtio header is set to the whole frame: then the kernel copies it into the packet's own
 * memory. Otherwise it would lend the packet the page of the slot, which costs more than copying so few bytes.
 */
final class RingTransmitQueue implements TransmitQueue
{
    private static final int SLOT_LENGTH = 2048;
    private static final int BLOCK_LENGTH = 64 * 1024;
    private static final int SLOTS_PER_BLOCK = BLOCK_LENGTH / SLOT_LENGTH;
    private static final int MAX_FRAME_LENGTH = SLOT_LENGTH - TpacketV2.DATA - VirtioNetHeader.LENGTH;
    private static final long MAX_STUCK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int fd;
    private final MappedRegion region;
    private final UnsafeBuffer buffer;
    private final BatchTransmitQueue longFrames;
    private int slot;
    private int waiting;
    private boolean isStuck;
    private long stuckSinceNs;
    private long drops;

    /**
     * Queue over a socket of its own.
     *
     * @param socket     not yet bound; stays with its owner.
     * @param slotCount  number of frames that can wait, rounded up.
     * @param longFrames takes the frames that do not fit; owned by this queue.
     */
    RingTransmitQueue(final PacketSocket socket, final int slotCount, final BatchTransmitQueue longFrames)
    {
        final int blockCount = (slotCount + SLOTS_PER_BLOCK - 1) / SLOTS_PER_BLOCK;
        fd = socket.fd().value();
        region = socket.transmitRing(BLOCK_LENGTH, blockCount, SLOT_LENGTH);
        buffer = region.buffer();
        this.longFrames = longFrames;
    }

    @Override
    public boolean offer(final Frame frame, final UnsafeBuffer ringMemory)
    {
        final int length = frame.length();
        if (length <= MAX_FRAME_LENGTH)
        {
            int status = status(slot);
            if (STATUS_AVAILABLE != status)
            {
                flushRing();
                status = status(slot);
            }
            if (STATUS_AVAILABLE == status)
            {
                longFrames.flush();
                fill(frame, length);
                return true;
            }
            if (STATUS_SEND_REQUEST == status)
            {
                // The device or the socket is congested: it takes no frames the other way either.
                return false;
            }
        }
        // Too long, or the slot is still lent to a packet that somebody holds.
        flushRing();
        return longFrames.offer(frame, ringMemory);
    }

    @Override
    public void flush()
    {
        flushRing();
        longFrames.flush();
    }

    @Override
    public boolean isCongested()
    {
        return 0 < waiting;
    }

    @Override
    public long drops()
    {
        return drops + longFrames.drops();
    }

    @Override
    public void close()
    {
        region.close();
        longFrames.close();
    }

    private int status(final int offset)
    {
        // Pairs with the kernel's write of tp_status when the packet of this slot is gone.
        return buffer.getIntAcquire(offset + TpacketV2.STATUS);
    }

    private void fill(final Frame frame, final int length)
    {
        final int data = slot + TpacketV2.DATA;
        OffloadHeader.write(frame, length, buffer, data);
        buffer.putBytes(data + VirtioNetHeader.LENGTH, frame.buffer(), frame.offset(), length);
        buffer.putInt(slot + TpacketV2.DATA_LENGTH, length + VirtioNetHeader.LENGTH);
        // Pairs with the kernel's read of tp_status: the frame is complete.
        buffer.putIntRelease(slot + TpacketV2.STATUS, STATUS_SEND_REQUEST);
        slot = slot + SLOT_LENGTH == region.length() ? 0 : slot + SLOT_LENGTH;
        waiting++;
    }

    /**
     * Kick the kernel. Frames for which the device has no room now stay in the ring for the next flush, but not for
     * long: an interface that has no carrier, or is gone, shall not send old frames when it comes back.
     */
    private void flushRing()
    {
        if (0 < waiting)
        {
            final long result = Syscalls.send(fd, 0, 0, Syscalls.MSG_DONTWAIT);
            if (STATUS_SEND_REQUEST != status(previous(slot)))
            {
                waiting = 0;
                isStuck = false;
            }
            else if (0 < result)
            {
                isStuck = false;
            }
            else if (!isStuck)
            {
                isStuck = true;
                stuckSinceNs = System.nanoTime();
            }
            else if (MAX_STUCK_NS < System.nanoTime() - stuckSinceNs)
            {
                discard();
            }
        }
    }

    /**
     * Take back what the kernel has not sent, from the newest to where the kernel stands.
     */
    private void discard()
    {
        int last = previous(slot);
        while (STATUS_SEND_REQUEST == status(last))
        {
            buffer.putIntRelease(last + TpacketV2.STATUS, STATUS_AVAILABLE);
            slot = last;
            last = previous(slot);
            drops++;
        }
        waiting = 0;
        isStuck = false;
    }

    private int previous(final int offset)
    {
        return (0 == offset ? region.length() : offset) - SLOT_LENGTH;
    }
}
