/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static io.jlvs.dataplane.linux.TpacketV3.BLOCK_FIRST_FRAME;
import static io.jlvs.dataplane.linux.TpacketV3.BLOCK_FRAME_COUNT;
import static io.jlvs.dataplane.linux.TpacketV3.BLOCK_STATUS;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_CAPTURED_LENGTH;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_HEADERS_LENGTH;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_MAC_OFFSET;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_NEXT_OFFSET;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_PACKET_TYPE;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_STATUS;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_VLAN_TCI;
import static io.jlvs.dataplane.linux.TpacketV3.FRAME_VLAN_TPID;
import static io.jlvs.dataplane.linux.TpacketV3.STATUS_KERNEL;
import static io.jlvs.dataplane.linux.TpacketV3.STATUS_USER;
import static io.jlvs.dataplane.linux.TpacketV3.STATUS_VLAN_TPID_VALID;
import static io.jlvs.dataplane.linux.TpacketV3.STATUS_VLAN_VALID;

import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.Frame;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the frames of a TPACKET_V3 ring, block after block. A block that has been read is kept until
 * {@link #release()}, because frames may still be sent from its memory.
 * <p>
 * Used by one worker. Owns the mapping.
 */
final class ReceiveRing implements AutoCloseable
{
    private static final int MAC_ADDRESSES_LENGTH = 12;
    private static final int VLAN_TAG_LENGTH = 4;

    private final int interfaceIndex;
    private final int blockLength;
    private final int blockCount;
    private final MappedRegion region;
    private final UnsafeBuffer buffer;
    private final Frame frame = new Frame();

    private int blockIndex;
    private int heldBlocks;
    private int framesLeft;
    private int frameOffset;

    ReceiveRing(final int interfaceIndex, final MappedRegion region, final int blockLength)
    {
        this.interfaceIndex = interfaceIndex;
        this.blockLength = blockLength;
        this.region = region;
        blockCount = region.length() / blockLength;
        buffer = region.buffer();
    }

    /**
     * The memory of the ring.
     *
     * @return borrowed buffer, the same for each frame.
     */
    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * Hand waiting frames to a handler.
     *
     * @param handler of the frames.
     * @param limit   of frames.
     * @return number of frames handed over.
     */
    int read(final FrameHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit && (0 < framesLeft || openBlock()))
        {
            final int offset = frameOffset;
            frameOffset = offset + buffer.getInt(offset + FRAME_NEXT_OFFSET);
            if (0 == --framesLeft)
            {
                closeBlock();
            }
            describe(offset);
            count++;
            handler.onFrame(frame);
        }
        return count;
    }

    /**
     * Give the blocks that have been read back to the kernel.
     */
    void release()
    {
        int index = blockIndex - heldBlocks;
        index += index < 0 ? blockCount : 0;
        for (; 0 < heldBlocks; heldBlocks--)
        {
            // Pairs with the kernel's read of block_status before it opens the block for new frames.
            buffer.putIntRelease(index * blockLength + BLOCK_STATUS, STATUS_KERNEL);
            index = ++index == blockCount ? 0 : index;
        }
    }

    @Override
    public void close()
    {
        region.close();
    }

    private boolean openBlock()
    {
        while (heldBlocks < blockCount)
        {
            final int offset = blockIndex * blockLength;
            // Pairs with the kernel's write of block_status after it closed the block.
            if (0 == (buffer.getIntAcquire(offset + BLOCK_STATUS) & STATUS_USER))
            {
                return false;
            }
            framesLeft = buffer.getInt(offset + BLOCK_FRAME_COUNT);
            frameOffset = offset + buffer.getInt(offset + BLOCK_FIRST_FRAME);
            if (0 < framesLeft)
            {
                return true;
            }
            closeBlock();
        }
        return false;
    }

    private void closeBlock()
    {
        heldBlocks++;
        blockIndex = blockIndex + 1 == blockCount ? 0 : blockIndex + 1;
    }

    private void describe(final int offset)
    {
        final int macOffset = buffer.getChar(offset + FRAME_MAC_OFFSET);
        final int length = buffer.getInt(offset + FRAME_CAPTURED_LENGTH);
        final int headroom = macOffset - FRAME_HEADERS_LENGTH - VirtioNetHeader.LENGTH;
        final int packetType = buffer.getByte(offset + FRAME_PACKET_TYPE);
        final int status = buffer.getInt(offset + FRAME_STATUS);
        final int start = offset + macOffset;

        if (0 == (status & STATUS_VLAN_VALID))
        {
            frame.wrap(buffer, start, length, headroom, interfaceIndex).packetType(packetType);
            OffloadHeader.read(buffer, start - VirtioNetHeader.LENGTH, 0, frame);
        }
        else
        {
            frame.wrap(
                buffer, start - VLAN_TAG_LENGTH, length + VLAN_TAG_LENGTH, headroom - VLAN_TAG_LENGTH, interfaceIndex);
            frame.packetType(packetType);
            // Before the tag is restored: the MAC addresses move over the virtio header.
            OffloadHeader.read(buffer, start - VirtioNetHeader.LENGTH, VLAN_TAG_LENGTH, frame);
            restoreTag(start, buffer.getInt(offset + FRAME_VLAN_TCI), protocolOfTag(offset, status));
        }
    }

    private int protocolOfTag(final int offset, final int status)
    {
        return 0 != (status & STATUS_VLAN_TPID_VALID) ? buffer.getChar(offset + FRAME_VLAN_TPID) : EtherType.VLAN;
    }

    private void restoreTag(final int start, final int tagControl, final int protocol)
    {
        final int to = start - VLAN_TAG_LENGTH;
        buffer.putLong(to, buffer.getLong(start));
        buffer.putInt(to + Long.BYTES, buffer.getInt(start + Long.BYTES));
        buffer.putShort(to + MAC_ADDRESSES_LENGTH, (short)protocol, ByteOrder.BIG_ENDIAN);
        buffer.putShort(to + MAC_ADDRESSES_LENGTH + Short.BYTES, (short)tagControl, ByteOrder.BIG_ENDIAN);
    }
}
