/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Flyweight over one netlink message (RFC 3549 section 2.2; include/uapi/linux/netlink.h), native byte order.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |                       Length (with header)                    |
 *   +-------------------------------+-------------------------------+
 *   |             Type              |            Flags              |
 *   +-------------------------------+-------------------------------+
 *   |                        Sequence number                        |
 *   +---------------------------------------------------------------+
 *   |                       Port of the sender                      |
 *   +---------------------------------------------------------------+
 *   |  fixed header of the type, then attributes:                   |
 *   +-------------------------------+-------------------------------+
 *   |   Length (with these 4 bytes) |             Type              |
 *   +-------------------------------+-------------------------------+
 *   |   value, padded to a multiple of 4                          ...
 * </pre>
 */
final class NetlinkMessage
{
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;
    static final int RTM_NEWRULE = 32;
    static final int RTM_DELRULE = 33;

    static final int NLM_F_REQUEST = 1;
    static final int NLM_F_MULTI = 2;
    static final int NLM_F_ACK = 4;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;

    static final int HEADER_LENGTH = 16;
    static final int ATTRIBUTE_HEADER_LENGTH = 4;

    static final int LENGTH_OFFSET = 0;
    static final int TYPE_OFFSET = 4;
    static final int FLAGS_OFFSET = 6;
    static final int SEQUENCE_OFFSET = 8;
    private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;
    private static final byte[] NOTHING = {};

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;

    /**
     * Look at a message that was received.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the message.
     * @param limit     end of what was received.
     * @return true if a whole message lies there.
     */
    boolean wrap(final DirectBuffer newBuffer, final int newOffset, final int limit)
    {
        buffer = newBuffer;
        target = null;
        offset = newOffset;
        return newOffset + HEADER_LENGTH <= limit && HEADER_LENGTH <= length() && newOffset + length() <= limit;
    }

    /**
     * Begin a request at the start of a buffer.
     *
     * @param newBuffer    that takes it, from offset 0.
     * @param type         RTM_*.
     * @param flags        NLM_F_*, NLM_F_REQUEST is added.
     * @param sequence     number of the request.
     * @param fixedLength  length of the type's fixed header, which is zeroed.
     * @return this.
     */
    NetlinkMessage begin(
        final MutableDirectBuffer newBuffer,
        final int type,
        final int flags,
        final int sequence,
        final int fixedLength)
    {
        return begin(newBuffer, 0, type, flags, sequence, fixedLength);
    }

    /**
     * Begin a request.
     *
     * @param newBuffer    that takes it.
     * @param newOffset    of the request, a multiple of 4.
     * @param type         RTM_*.
     * @param flags        NLM_F_*, NLM_F_REQUEST is added.
     * @param sequence     number of the request.
     * @param fixedLength  length of the type's fixed header, which is zeroed.
     * @return this.
     */
    NetlinkMessage begin(
        final MutableDirectBuffer newBuffer,
        final int newOffset,
        final int type,
        final int flags,
        final int sequence,
        final int fixedLength)
    {
        buffer = newBuffer;
        target = newBuffer;
        offset = newOffset;
        newBuffer.setMemory(newOffset, HEADER_LENGTH + fixedLength, (byte)0);
        newBuffer.putInt(newOffset + LENGTH_OFFSET, HEADER_LENGTH + fixedLength);
        newBuffer.putShort(newOffset + TYPE_OFFSET, (short)type);
        newBuffer.putShort(newOffset + FLAGS_OFFSET, (short)(flags | NLM_F_REQUEST));
        newBuffer.putInt(newOffset + SEQUENCE_OFFSET, sequence);
        return this;
    }

    /**
     * Have the kernel acknowledge the request even if it succeeds.
     *
     * @return this.
     */
    NetlinkMessage acknowledge()
    {
        target.putShort(offset + FLAGS_OFFSET, (short)(flags() | NLM_F_ACK));
        return this;
    }

    /**
     * Append an attribute to a request.
     *
     * @param type  of the attribute.
     * @param value bytes.
     * @return this.
     */
    NetlinkMessage attribute(final int type, final byte[] value)
    {
        final int start = next();
        final int end = start + ATTRIBUTE_HEADER_LENGTH + value.length;
        target.setMemory(start, align(end) - start, (byte)0);
        target.putShort(start, (short)(ATTRIBUTE_HEADER_LENGTH + value.length));
        target.putShort(start + 2, (short)type);
        target.putBytes(start + ATTRIBUTE_HEADER_LENGTH, value);
        target.putInt(offset + LENGTH_OFFSET, align(end) - offset);
        return this;
    }

    /**
     * Append an attribute of 32 bits to a request.
     *
     * @param type  of the attribute.
     * @param value in native byte order.
     * @return this.
     */
    NetlinkMessage attribute(final int type, final int value)
    {
        attribute(type, new byte[Integer.BYTES]);
        target.putInt(next() - Integer.BYTES, value);
        return this;
    }

    /**
     * Append an attribute of one byte to a request.
     *
     * @param type  of the attribute.
     * @param value of 8 bits.
     * @return this.
     */
    NetlinkMessage byteAttribute(final int type, final int value)
    {
        return attribute(type, new byte[]{(byte)value});
    }

    /**
     * Append an attribute of text, which ends in a zero byte, to a request.
     *
     * @param type  of the attribute.
     * @param value in ASCII.
     * @return this.
     */
    NetlinkMessage attribute(final int type, final String value)
    {
        return attribute(type, (value + '\0').getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Begin an attribute whose value is the attributes that follow.
     *
     * @param type of the attribute.
     * @return offset of the attribute, for {@link #end}.
     */
    int nest(final int type)
    {
        final int start = next();
        attribute(type, NOTHING);
        return start;
    }

    /**
     * End an attribute of attributes.
     *
     * @param start that {@link #nest} returned.
     * @return this.
     */
    NetlinkMessage end(final int start)
    {
        target.putShort(start, (short)(next() - start));
        return this;
    }

    int length()
    {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }

    int type()
    {
        return buffer.getChar(offset + TYPE_OFFSET);
    }

    int flags()
    {
        return buffer.getChar(offset + FLAGS_OFFSET);
    }

    int sequence()
    {
        return buffer.getInt(offset + SEQUENCE_OFFSET);
    }

    /**
     * Offset of the fixed header.
     *
     * @return offset in {@link #buffer()}.
     */
    int body()
    {
        return offset + HEADER_LENGTH;
    }

    /**
     * Length behind the netlink header.
     *
     * @return length in bytes.
     */
    int bodyLength()
    {
        return length() - HEADER_LENGTH;
    }

    DirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Offset of the message that follows.
     *
     * @return offset in {@link #buffer()}.
     */
    int next()
    {
        return offset + align(length());
    }

    /**
     * Error number of NLMSG_ERROR (0 acknowledges) or NLMSG_DONE.
     *
     * @return 0 or a positive error number.
     */
    int error()
    {
        return bodyLength() < Integer.BYTES ? 0 : -buffer.getInt(body());
    }

    /**
     * Find an attribute.
     *
     * @param type        of the attribute.
     * @param fixedLength length of the type's fixed header.
     * @return offset of the attribute, or -1.
     */
    int find(final int type, final int fixedLength)
    {
        return find(buffer, type, body() + align(fixedLength), offset + length());
    }

    static int find(final DirectBuffer buffer, final int type, final int start, final int end)
    {
        int attribute = start;
        while (attribute + ATTRIBUTE_HEADER_LENGTH <= end)
        {
            final int length = buffer.getChar(attribute);
            if (length < ATTRIBUTE_HEADER_LENGTH || end < attribute + length)
            {
                break;
            }
            if (type == (buffer.getChar(attribute + 2) & ATTRIBUTE_TYPE_MASK))
            {
                return attribute;
            }
            attribute += align(length);
        }
        return -1;
    }

    /**
     * Length of an attribute's value.
     *
     * @param attribute offset that {@link #find} returned.
     * @return length in bytes.
     */
    int valueLength(final int attribute)
    {
        return buffer.getChar(attribute) - ATTRIBUTE_HEADER_LENGTH;
    }

    static int align(final int length)
    {
        return length + 3 & -4;
    }
}
