/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * ICMPv6 header, RFC 4443 section 2.1; the MTU is that of "packet too big", section 3.2.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Type      |     Code      |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                         unused or MTU                         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  As much of the invoking packet as fits the smallest IPv6 MTU |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class Icmpv6Flyweight
{
    /** Type: destination unreachable. */
    public static final int DESTINATION_UNREACHABLE = 1;
    /** Type: packet too big. */
    public static final int PACKET_TOO_BIG = 2;
    /** Type: time exceeded. */
    public static final int TIME_EXCEEDED = 3;
    /** Type: parameter problem. */
    public static final int PARAMETER_PROBLEM = 4;
    /** First type that is not an error, RFC 4443 section 2.1. */
    public static final int FIRST_INFORMATIONAL = 128;
    /** Code of {@link #DESTINATION_UNREACHABLE}: port unreachable. */
    public static final int PORT_UNREACHABLE = 4;
    /** Code of {@link #TIME_EXCEEDED}: hop limit exceeded in transit. */
    public static final int HOP_LIMIT_EXCEEDED = 0;

    /** Type. */
    public static final int TYPE_OFFSET = 0;
    /** Code. */
    public static final int CODE_OFFSET = TYPE_OFFSET + Byte.BYTES;
    /** Checksum. */
    public static final int CHECKSUM_OFFSET = CODE_OFFSET + Byte.BYTES;
    /** Four bytes whose meaning depends on the type. */
    public static final int REST_OFFSET = CHECKSUM_OFFSET + Short.BYTES;
    /** Length of the header; the quoted packet of an error follows. */
    public static final int LENGTH = REST_OFFSET + Integer.BYTES;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the type.
     * @return this.
     */
    public Icmpv6Flyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Type.
     *
     * @return 8 bits.
     */
    public int type()
    {
        return buffer.getByte(offset + TYPE_OFFSET) & 0xFF;
    }

    /**
     * Code.
     *
     * @return 8 bits.
     */
    public int code()
    {
        return buffer.getByte(offset + CODE_OFFSET) & 0xFF;
    }

    /**
     * Set type and code.
     *
     * @param type 8 bits.
     * @param code 8 bits.
     * @return this.
     */
    public Icmpv6Flyweight type(final int type, final int code)
    {
        buffer.putByte(offset + TYPE_OFFSET, (byte)type);
        buffer.putByte(offset + CODE_OFFSET, (byte)code);
        return this;
    }

    /**
     * Checksum, which covers a pseudo header too.
     *
     * @return 16 bits.
     */
    public int checksum()
    {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the checksum.
     *
     * @param checksum 16 bits.
     * @return this.
     */
    public Icmpv6Flyweight checksum(final int checksum)
    {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * MTU of "packet too big".
     *
     * @return unsigned in the low 32 bits.
     */
    public long mtu()
    {
        return buffer.getInt(offset + REST_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the four bytes after the checksum to an MTU, or to 0 for messages that do not use them.
     *
     * @param mtu in bytes.
     * @return this.
     */
    public Icmpv6Flyweight mtu(final int mtu)
    {
        buffer.putInt(offset + REST_OFFSET, mtu, BIG_ENDIAN);
        return this;
    }

    /**
     * Whether a message of this type reports an error: such a message is never answered by another (RFC 4443 2.4).
     *
     * @param type of the message.
     * @return true below 128.
     */
    public static boolean isError(final int type)
    {
        return type < FIRST_INFORMATIONAL;
    }
}
