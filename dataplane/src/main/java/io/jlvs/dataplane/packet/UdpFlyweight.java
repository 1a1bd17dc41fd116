/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * UDP header, RFC 768.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            Length             |           Checksum            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class UdpFlyweight
{
    /** Source port. */
    public static final int SOURCE_PORT_OFFSET = 0;
    /** Destination port. */
    public static final int DESTINATION_PORT_OFFSET = SOURCE_PORT_OFFSET + Short.BYTES;
    /** Length of header and payload. */
    public static final int LENGTH_OFFSET = DESTINATION_PORT_OFFSET + Short.BYTES;
    /** Checksum; 0 over IPv4 means none. */
    public static final int CHECKSUM_OFFSET = LENGTH_OFFSET + Short.BYTES;
    /** Length of the header. */
    public static final int LENGTH = CHECKSUM_OFFSET + Short.BYTES;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the source port.
     * @return this.
     */
    public UdpFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
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
    public UdpFlyweight sourcePort(final int port)
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
    public UdpFlyweight destinationPort(final int port)
    {
        buffer.putShort(offset + DESTINATION_PORT_OFFSET, (short)port, BIG_ENDIAN);
        return this;
    }

    /**
     * Length of header and payload.
     *
     * @return length in bytes.
     */
    public int length()
    {
        return buffer.getShort(offset + LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the length of header and payload.
     *
     * @param lengthBytes at most 65535.
     * @return this.
     */
    public UdpFlyweight length(final int lengthBytes)
    {
        buffer.putShort(offset + LENGTH_OFFSET, (short)lengthBytes, BIG_ENDIAN);
        return this;
    }

    /**
     * Checksum.
     *
     * @return 16 bits, 0 for none.
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
    public UdpFlyweight checksum(final int checksum)
    {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        return this;
    }
}
