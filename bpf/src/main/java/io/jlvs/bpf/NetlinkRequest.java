/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Encodes one rtnetlink request (RFC 3549 section 2.2): header, fixed part, attributes. Host byte order.
 * <pre>
 *   0  nlmsg_len    4  nlmsg_type (u16)   6  nlmsg_flags (u16)   8  nlmsg_seq   12  nlmsg_pid   16  body
 *   attribute: 0  nla_len (u16)   2  nla_type (u16)   4  value, padded to 4 bytes
 * </pre>
 */
final class NetlinkRequest
{
    static final int HEADER_LENGTH = 16;
    static final int ATTRIBUTE_HEADER_LENGTH = 4;

    static final int FLAG_REQUEST = 0x1;
    static final int FLAG_ACK = 0x4;
    static final int FLAG_DUMP = 0x300;
    static final int FLAG_REPLACE = 0x100;
    static final int FLAG_EXCLUSIVE = 0x200;
    static final int FLAG_CREATE = 0x400;

    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int MAX_LENGTH = 1024;

    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_LENGTH).order(ByteOrder.nativeOrder());

    NetlinkRequest(final int type, final int flags)
    {
        buffer.putShort(TYPE_OFFSET, (short)type);
        buffer.putShort(FLAGS_OFFSET, (short)(FLAG_REQUEST | flags));
        buffer.position(HEADER_LENGTH);
    }

    /**
     * The fixed part of traffic control requests, {@code struct tcmsg}:
     * <pre>
     *   0  tcm_family (u8), padding   4  tcm_ifindex   8  tcm_handle   12  tcm_parent   16  tcm_info
     * </pre>
     *
     * @param interfaceIndex of the interface.
     * @param handle         of the qdisc or filter.
     * @param parent         where it hangs.
     * @param info           of a filter: priority in the high half, protocol in network byte order in the low half.
     * @return this.
     */
    NetlinkRequest trafficControl(final int interfaceIndex, final int handle, final int parent, final int info)
    {
        buffer.putInt(0).putInt(interfaceIndex).putInt(handle).putInt(parent).putInt(info);

        return this;
    }

    /**
     * An all-zero fixed part.
     *
     * @param lengthBytes of it, a multiple of 4.
     * @return this.
     */
    NetlinkRequest zeros(final int lengthBytes)
    {
        buffer.put(new byte[lengthBytes]);

        return this;
    }

    NetlinkRequest attribute(final int type, final int value)
    {
        buffer.putShort((short)(ATTRIBUTE_HEADER_LENGTH + Integer.BYTES)).putShort((short)type).putInt(value);

        return this;
    }

    NetlinkRequest attribute(final int type, final String value)
    {
        final byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        buffer.putShort((short)(ATTRIBUTE_HEADER_LENGTH + bytes.length + 1)).putShort((short)type).put(bytes);
        final int paddedLength = align(bytes.length + 1);
        buffer.put(new byte[paddedLength - bytes.length]);

        return this;
    }

    /**
     * Begin an attribute that holds attributes; ended by {@link #end(int)}.
     *
     * @param type of the attribute.
     * @return its offset.
     */
    int begin(final int type)
    {
        final int offset = buffer.position();
        buffer.putShort((short)0).putShort((short)type);

        return offset;
    }

    NetlinkRequest end(final int offset)
    {
        buffer.putShort(offset, (short)(buffer.position() - offset));

        return this;
    }

    byte[] encode(final int sequence)
    {
        buffer.putInt(0, buffer.position());
        buffer.putInt(SEQUENCE_OFFSET, sequence);
        final byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);

        return bytes;
    }

    static int align(final int length)
    {
        return (length + 3) & ~3;
    }
}
