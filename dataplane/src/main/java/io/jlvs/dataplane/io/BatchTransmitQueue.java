/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.MessageHeader;
import io.jlvs.dataplane.linux.PacketSocket;
import io.jlvs.dataplane.linux.Syscalls;
import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.Frame;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends with sendmmsg(2), one message of one piece for each frame: the virtio header is written right before the frame,
 * into its headroom, and both are read by the kernel where they lie. Frames from other memory are copied first.
 */
final class BatchTransmitQueue implements TransmitQueue
{
    private static final int ALIGNMENT = 64;

    private final int fd;
    private final int capacity;
    private final MappedRegion messages;
    private final MappedRegion copies;
    private final UnsafeBuffer iovecs;
    private final UnsafeBuffer copyBuffer;
    private int count;
    private int copiedLength;
    private long drops;

    /**
     * Queue over a socket.
     *
     * @param socket         bound to the interface; stays with its owner.
     * @param capacity       number of frames, at most 1024 (the kernel's limit of messages for a call).
     * @param copyAreaLength room in bytes for frames that lie elsewhere, at least that of one super-frame.
     */
    BatchTransmitQueue(final PacketSocket socket, final int capacity, final int copyAreaLength)
    {
        this.fd = socket.fd().value();
        this.capacity = capacity;
        messages = MappedRegion.anonymous(capacity * (MessageHeader.LENGTH + MessageHeader.IOVEC_SIZE));
        copies = MappedRegion.anonymous(copyAreaLength);
        copyBuffer = copies.buffer();

        final int iovecsOffset = capacity * MessageHeader.LENGTH;
        iovecs = new UnsafeBuffer(messages.address() + iovecsOffset, capacity * MessageHeader.IOVEC_SIZE);
        for (int i = 0; i < capacity; i++)
        {
            final int message = i * MessageHeader.LENGTH;
            messages.buffer().putLong(
                message + MessageHeader.IOVEC_ADDRESS, iovecs.addressOffset() + (long)i * MessageHeader.IOVEC_SIZE);
            messages.buffer().putLong(message + MessageHeader.IOVEC_COUNT, 1);
        }
    }

    @Override
    public boolean offer(final Frame frame, final UnsafeBuffer ringMemory)
    {
        if (count == capacity)
        {
            flush();
        }
        final long address;
        if (frame.buffer() == ringMemory)
        {
            final int offset = frame.offset() - VirtioNetHeader.LENGTH;
            OffloadHeader.write(frame, headerLength(frame), ringMemory, offset);
            address = ringMemory.addressOffset() + offset;
        }
        else
        {
            address = copy(frame);
            if (0 == address)
            {
                return false;
            }
        }
        final int iovec = count++ * MessageHeader.IOVEC_SIZE;
        iovecs.putLong(iovec + MessageHeader.IOVEC_BASE, address);
        iovecs.putLong(iovec + MessageHeader.IOVEC_LENGTH, frame.length() + VirtioNetHeader.LENGTH);
        return true;
    }

    private static int headerLength(final Frame frame)
    {
        return Math.min(frame.headerLength(), frame.length());
    }

    private long copy(final Frame frame)
    {
        final int needed = frame.length() + VirtioNetHeader.LENGTH;
        if (copyBuffer.capacity() - copiedLength < needed)
        {
            if (copyBuffer.capacity() < needed)
            {
                return 0;
            }
            flush();
        }
        final int offset = copiedLength;
        OffloadHeader.write(frame, headerLength(frame), copyBuffer, offset);
        copyBuffer.putBytes(offset + VirtioNetHeader.LENGTH, frame.buffer(), frame.offset(), frame.length());
        copiedLength = offset + needed + ALIGNMENT - 1 & -ALIGNMENT;
        return copyBuffer.addressOffset() + offset;
    }

    @Override
    public boolean isCongested()
    {
        return 0 < count;
    }

    @Override
    public void flush()
    {
        int sent = 0;
        while (sent < count)
        {
            final int result = Syscalls.sendMessages(
                fd,
                messages.address() + (long)sent * MessageHeader.LENGTH,
                count - sent,
                Syscalls.MSG_DONTWAIT);
            if (0 < result)
            {
                sent += result;
            }
            else if (-Errno.EINTR != result)
            {
                // A full socket or a dead interface refuses the rest too; else (device queue full, frame too long)
                // the first frame alone is lost.
                final boolean isAll = -Errno.EAGAIN == result || -Errno.ENETDOWN == result || -Errno.ENXIO == result;
                final int lost = isAll ? count - sent : 1;
                drops += lost;
                sent += lost;
            }
        }
        count = 0;
        copiedLength = 0;
    }

    @Override
    public long drops()
    {
        return drops;
    }

    @Override
    public void close()
    {
        messages.close();
        copies.close();
    }
}
