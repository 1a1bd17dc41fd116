/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * ICMP header, RFC 792; next-hop MTU of "fragmentation needed" as in RFC 1191 section 4.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Type      |     Code      |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            unused             |         Next-Hop MTU          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |       Internet Header + bytes of the original datagram        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class IcmpFlyweight
{
    /** Type: destination unreachable. */
    public static final int DESTINATION_UNREACHABLE = 3;
    /** Type: source quench (obsolete, RFC 6633). */
    public static final int SOURCE_QUENCH = 4;
    /** Type: redirect. */
    public static final int REDIRECT = 5;
    /** Type: time exceeded. */
    public static final int TIME_EXCEEDED = 11;
    /** Type: parameter problem. */
    public static final int PARAMETER_PROBLEM = 12;
    /** Code of {@link #DESTINATION_UNREACHABLE}: port unreachable. */
    public static final int PORT_UNREACHABLE = 3;
    /** Code of {@link #DESTINATION_UNREACHABLE}: fragmentation needed and DF set. */
    public static final int FRAGMENTATION_NEEDED = 4;
    /** Code of {@link #TIME_EXCEEDED}: in transit. */
    public static final int TTL_EXCEEDED = 0;

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
    public IcmpFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
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
    public IcmpFlyweight type(final int type, final int code)
    {
        buffer.putByte(offset + TYPE_OFFSET, (byte)type);
        buffer.putByte(offset + CODE_OFFSET, (byte)code);
        return this;
    }

    /**
     * Checksum.
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
    public IcmpFlyweight checksum(final int checksum)
    {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * Next-hop MTU of "fragmentation needed".
     *
     * @return MTU in bytes, 0 from routers older than RFC 1191.
     */
    public int mtu()
    {
        return buffer.getInt(offset + REST_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the four bytes after the checksum to an MTU, or to 0 for messages that do not use them.
     *
     * @param mtu in bytes, at most 65535.
     * @return this.
     */
    public IcmpFlyweight mtu(final int mtu)
    {
        buffer.putInt(offset + REST_OFFSET, mtu, BIG_ENDIAN);
        return this;
    }

    /**
     * Whether a message of this type reports an error: such a message is never answered by another (RFC 1122 3.2.2).
     *
     * @param type of the message.
     * @return true for unreachable, source quench, redirect, time exceeded, parameter problem.
     */
    public static boolean isError(final int type)
    {
        return DESTINATION_UNREACHABLE == type || SOURCE_QUENCH == type || REDIRECT == type ||
            TIME_EXCEEDED == type || PARAMETER_PROBLEM == type;
    }
}
