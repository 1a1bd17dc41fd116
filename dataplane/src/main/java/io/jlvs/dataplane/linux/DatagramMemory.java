/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Native memory of one datagram for sendmsg(2) or recvmsg(2): a struct msghdr that points to a name (address of the
 * other end), control items and the payload.
 * <pre>
 *   +--------+-------+------+---------+---------...
 *   | msghdr | iovec | name | control | payload
 *   +--------+-------+------+---------+---------...
 * </pre>
 * One owner; not thread safe.
 */
final class DatagramMemory implements AutoCloseable
{
    /** Room for a struct sockaddr_in6. */
    static final int NAME_CAPACITY = 32;
    /** Room for the control items of RFC 3542 that are used here. */
    static final int CONTROL_CAPACITY = 128;

    private static final int HEADER_OFFSET = 0;
    private static final int IOVEC_OFFSET = HEADER_OFFSET + MessageHeader.LENGTH;
    private static final int NAME_OFFSET = IOVEC_OFFSET + MessageHeader.IOVEC_SIZE;
    private static final int CONTROL_OFFSET = NAME_OFFSET + NAME_CAPACITY;
    private static final int PAYLOAD_OFFSET = CONTROL_OFFSET + CONTROL_CAPACITY;

    private final MappedRegion region;
    private final UnsafeBuffer header;
    private final UnsafeBuffer iovec;
    private final UnsafeBuffer name;
    private final UnsafeBuffer control;
    private final UnsafeBuffer payload;

    DatagramMemory(final int payloadCapacity)
    {
        region = MappedRegion.anonymous(PAYLOAD_OFFSET + payloadCapacity);
        final long address = region.address();
        header = new UnsafeBuffer(address + HEADER_OFFSET, MessageHeader.SINGLE_LENGTH);
        iovec = new UnsafeBuffer(address + IOVEC_OFFSET, MessageHeader.IOVEC_SIZE);
        name = new UnsafeBuffer(address + NAME_OFFSET, NAME_CAPACITY);
        control = new UnsafeBuffer(address + CONTROL_OFFSET, CONTROL_CAPACITY);
        payload = new UnsafeBuffer(address + PAYLOAD_OFFSET, payloadCapacity);
        header.putLong(MessageHeader.NAME_ADDRESS, name.addressOffset());
        header.putLong(MessageHeader.IOVEC_ADDRESS, iovec.addressOffset());
        header.putLong(MessageHeader.IOVEC_COUNT, 1);
        header.putLong(MessageHeader.CONTROL_ADDRESS, control.addressOffset());
        iovec.putLong(MessageHeader.IOVEC_BASE, payload.addressOffset());
    }

    /**
     * Say how much of each part counts, or may be written by the kernel.
     */
    void lengths(final int nameLength, final int controlLength, final int payloadLength)
    {
        header.putInt(MessageHeader.NAME_LENGTH, nameLength);
        header.putLong(MessageHeader.CONTROL_LENGTH, controlLength);
        header.putInt(MessageHeader.FLAGS, 0);
        iovec.putLong(MessageHeader.IOVEC_LENGTH, payloadLength);
    }

    /**
     * Write a control item.
     *
     * @return offset of the next one, which is also the length so far.
     */
    int putControl(final int offset, final int level, final int type, final int dataLength)
    {
        final int itemLength = MessageHeader.CONTROL_ITEM_DATA + dataLength;
        control.putLong(offset + MessageHeader.CONTROL_ITEM_LENGTH, itemLength);
        control.putInt(offset + MessageHeader.CONTROL_ITEM_LEVEL, level);
        control.putInt(offset + MessageHeader.CONTROL_ITEM_TYPE, type);
        return offset + aligned(itemLength);
    }

    /**
     * Look for a control item that the kernel wrote.
     *
     * @return offset of its data, or -1 if there is none so long.
     */
    int findControl(final int level, final int type, final int dataLength)
    {
        final int end = (int)Math.min(header.getLong(MessageHeader.CONTROL_LENGTH), CONTROL_CAPACITY);
        int offset = 0;
        while (offset + MessageHeader.CONTROL_ITEM_DATA <= end)
        {
            final int itemLength = (int)control.getLong(offset + MessageHeader.CONTROL_ITEM_LENGTH);
            if (itemLength < MessageHeader.CONTROL_ITEM_DATA || end - offset < itemLength)
            {
                return -1;
            }
            if (level == control.getInt(offset + MessageHeader.CONTROL_ITEM_LEVEL) &&
                type == control.getInt(offset + MessageHeader.CONTROL_ITEM_TYPE) &&
                MessageHeader.CONTROL_ITEM_DATA + dataLength <= itemLength)
            {
                return offset + MessageHeader.CONTROL_ITEM_DATA;
            }
            offset += aligned(itemLength);
        }
        return -1;
    }

    long address()
    {
        return header.addressOffset();
    }

    UnsafeBuffer name()
    {
        return name;
    }

    UnsafeBuffer control()
    {
        return control;
    }

    UnsafeBuffer payload()
    {
        return payload;
    }

    @Override
    public void close()
    {
        region.close();
    }

    private static int aligned(final int length)
    {
        return length + MessageHeader.CONTROL_ALIGNMENT - 1 & -MessageHeader.CONTROL_ALIGNMENT;
    }
}
