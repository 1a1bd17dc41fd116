/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * TCP header, RFC 9293 section 3.1.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                        Sequence Number                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Acknowledgment Number                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  | Offset| Rsrvd |     Flags     |            Window             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           Checksum            |         Urgent Pointer        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class TcpFlyweight
{
    /** Source port. */
    public static final int SOURCE_PORT_OFFSET = 0;
    /** Destination port. */
    public static final int DESTINATION_PORT_OFFSET = SOURCE_PORT_OFFSET + Short.BYTES;
    /** Sequence number. */
    public static final int SEQUENCE_OFFSET = DESTINATION_PORT_OFFSET + Short.BYTES;
    /** Acknowledgment number. */
    public static final int ACKNOWLEDGMENT_OFFSET = SEQUENCE_OFFSET + Integer.BYTES;
    /** Data offset in the high four bits. */
    public static final int DATA_OFFSET_OFFSET = ACKNOWLEDGMENT_OFFSET + Integer.BYTES;
    /** Flags. */
    public static final int FLAGS_OFFSET = DATA_OFFSET_OFFSET + Byte.BYTES;
    /** Window. */
    public static final int WINDOW_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    /** Checksum. */
    public static final int CHECKSUM_OFFSET = WINDOW_OFFSET + Short.BYTES;
    /** Urgent pointer. */
    public static final int URGENT_OFFSET = CHECKSUM_OFFSET + Short.BYTES;
    /** Length of the header without options. */
    public static final int LENGTH = URGENT_OFFSET + Short.BYTES;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the source port.
     * @return this.
     */
    public TcpFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Source port.
     *
     * @return 16 bits.
     */
    public int sourcePort()
    {
        return buffer.getShort(offset + SOURCE_PORT_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the source port.
     *
     * @param port 16 bits.
     * @return this.
     */
    public TcpFlyweight sourcePort(final int port)
    {
        buffer.putShort(offset + SOURCE_PORT_OFFSET, (short)port, BIG_ENDIAN);
        return this;
    }

    /**
     * Destination port.
     *
     * @return 16 bits.
     */
    public int destinationPort()
    {
        return buffer.getShort(offset + DESTINATION_PORT_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the destination port.
     *
     * @param port 16 bits.
     * @return this.
     */
    public TcpFlyweight destinationPort(final int port)
    {
        buffer.putShort(offset + DESTINATION_PORT_OFFSET, (short)port, BIG_ENDIAN);
        return this;
    }

    /**
     * Sequence number.
     *
     * @return unsigned in the low 32 bits.
     */
    public long sequence()
    {
        return buffer.getInt(offset + SEQUENCE_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the sequence number.
     *
     * @param sequence of which the low 32 bits count.
     * @return this.
     */
    public TcpFlyweight sequence(final long sequence)
    {
        buffer.putInt(offset + SEQUENCE_OFFSET, (int)sequence, BIG_ENDIAN);
        return this;
    }

    /**
     * Acknowledgment number.
     *
     * @return unsigned in the low 32 bits.
     */
    public long acknowledgment()
    {
        return buffer.getInt(offset + ACKNOWLEDGMENT_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the acknowledgment number.
     *
     * @param acknowledgment of which the low 32 bits count.
     * @return this.
     */
    public TcpFlyweight acknowledgment(final long acknowledgment)
    {
        buffer.putInt(offset + ACKNOWLEDGMENT_OFFSET, (int)acknowledgment, BIG_ENDIAN);
        return this;
    }

    /**
     * Length of the header with its options.
     *
     * @return length in bytes.
     */
    public int headerLength()
    {
        return (buffer.getByte(offset + DATA_OFFSET_OFFSET) & 0xF0) >> 2;
    }

    /**
     * Set the length of the header and clear the reserved bits.
     *
     * @param lengthBytes a multiple of 4.
     * @return this.
     */
    public TcpFlyweight headerLength(final int lengthBytes)
    {
        buffer.putByte(offset + DATA_OFFSET_OFFSET, (byte)(lengthBytes << 2));
        return this;
    }

    /**
     * Flags.
     *
     * @return {@link TcpFlags} bits.
     */
    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    /**
     * Set the flags.
     *
     * @param flags {@link TcpFlags} bits.
     * @return this.
     */
    public TcpFlyweight flags(final int flags)
    {
        buffer.putByte(offset + FLAGS_OFFSET, (byte)flags);
        return this;
    }

    /**
     * Window.
     *
     * @return 16 bits, unscaled.
     */
    public int window()
    {
        return buffer.getShort(offset + WINDOW_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the window.
     *
     * @param window 16 bits, unscaled.
     * @return this.
     */
    public TcpFlyweight window(final int window)
    {
        buffer.putShort(offset + WINDOW_OFFSET, (short)window, BIG_ENDIAN);
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
    public TcpFlyweight checksum(final int checksum)
    {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * Set the urgent pointer.
     *
     * @param urgentPointer 16 bits.
     * @return this.
     */
    public TcpFlyweight urgentPointer(final int urgentPointer)
    {
        buffer.putShort(offset + URGENT_OFFSET, (short)urgentPointer, BIG_ENDIAN);
        return this;
    }
}
