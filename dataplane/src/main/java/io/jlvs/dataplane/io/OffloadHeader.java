/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.Frame;
import org.agrona.MutableDirectBuffer;

/**
 * Moves the offload fields of a {@link Frame} from and to the virtio header in front of it.
 */
final class OffloadHeader
{
    private OffloadHeader()
    {
    }

    /**
     * Read the header into the frame.
     *
     * @param buffer      that holds the header.
     * @param offset      of the header.
     * @param tagLength   bytes put into the frame, after the MAC addresses, since the kernel wrote the header.
     * @param destination its offload fields are clear.
     */
    static void read(
        final MutableDirectBuffer buffer, final int offset, final int tagLength, final Frame destination)
    {
        final int flags = buffer.getByte(offset + VirtioNetHeader.FLAGS) & 0xff;
        final int gsoType = buffer.getByte(offset + VirtioNetHeader.GSO_TYPE) & 0xff;
        if (0 != (flags | gsoType))
        {
            destination.offload(
                flags,
                gsoType,
                buffer.getChar(offset + VirtioNetHeader.HEADER_LENGTH) + tagLength,
                buffer.getChar(offset + VirtioNetHeader.GSO_SIZE),
                buffer.getChar(offset + VirtioNetHeader.CHECKSUM_START) + tagLength,
                buffer.getChar(offset + VirtioNetHeader.CHECKSUM_OFFSET));
        }
    }

    /**
     * Write the header of a frame.
     *
     * @param frame        source of the fields.
     * @param headerLength how many bytes the kernel is to copy into one piece (hdr_len), at most the frame's length.
     * @param buffer       that takes the header.
     * @param offset       of the header.
     */
    static void write(
        final Frame frame, final int headerLength, final MutableDirectBuffer buffer, final int offset)
    {
        final boolean isUnfinished = 0 != (frame.flags() & Frame.FLAG_NEEDS_CHECKSUM);
        final boolean isSuperFrame = frame.isSuperFrame();
        buffer.putByte(offset + VirtioNetHeader.FLAGS, (byte)(isUnfinished ? Frame.FLAG_NEEDS_CHECKSUM : 0));
        buffer.putByte(offset + VirtioNetHeader.GSO_TYPE, (byte)frame.gsoType());
        buffer.putShort(offset + VirtioNetHeader.HEADER_LENGTH, (short)headerLength);
        buffer.putShort(offset + VirtioNetHeader.GSO_SIZE, (short)(isSuperFrame ? frame.gsoSize() : 0));
        buffer.putShort(offset + VirtioNetHeader.CHECKSUM_START, (short)(isUnfinished ? frame.checksumStart() : 0));
        buffer.putShort(offset + VirtioNetHeader.CHECKSUM_OFFSET, (short)(isUnfinished ? frame.checksumOffset() : 0));
    }
}
