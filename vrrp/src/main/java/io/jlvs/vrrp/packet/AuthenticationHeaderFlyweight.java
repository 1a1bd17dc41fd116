/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.MutableDirectBuffer;

/**
 * IP authentication header, RFC 2402 section 2, with the 96 bits of HMAC-MD5-96 (RFC 2403).
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  | Next Header   |  Payload Len  |          RESERVED             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                 Security Parameters Index (SPI)               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Sequence Number Field                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                                                               |
 *  +                Authentication Data (12 bytes)                 +
 *  |                                                               |
 *  +                                                               +
 *  |                                                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The decoder has checked the lengths.
 */
public final class AuthenticationHeaderFlyweight
{
    /** Next header. */
    public static final int NEXT_HEADER_OFFSET = 0;
    /** Length in words of 32 bits, less 2. */
    public static final int PAYLOAD_LENGTH_OFFSET = NEXT_HEADER_OFFSET + Byte.BYTES;
    /** Reserved. */
    public static final int RESERVED_OFFSET = PAYLOAD_LENGTH_OFFSET + Byte.BYTES;
    /** Security parameters index. */
    public static final int SPI_OFFSET = RESERVED_OFFSET + Short.BYTES;
    /** Sequence number. */
    public static final int SEQUENCE_OFFSET = SPI_OFFSET + Integer.BYTES;
    /** Authentication data. */
    public static final int DATA_OFFSET = SEQUENCE_OFFSET + Integer.BYTES;
    /** Length of the authentication data. */
    public static final int DATA_LENGTH = 12;
    /** Length of the header. */
    public static final int LENGTH = DATA_OFFSET + DATA_LENGTH;

    private static final int PAYLOAD_LENGTH = LENGTH / Integer.BYTES - 2;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the next header.
     * @return this.
     */
    public AuthenticationHeaderFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Next header.
     *
     * @return an {@link IpProtocol}.
     */
    public int nextHeader()
    {
        return buffer.getByte(offset + NEXT_HEADER_OFFSET) & 0xFF;
    }

    /**
     * Write all of a header before an advert save for the authentication data, which become 0.
     *
     * @param spi      32 bits.
     * @param sequence 32 bits.
     * @return this.
     */
    public AuthenticationHeaderFlyweight put(final int spi, final int sequence)
    {
        buffer.putByte(offset + NEXT_HEADER_OFFSET, (byte)IpProtocol.VRRP);
        buffer.putByte(offset + PAYLOAD_LENGTH_OFFSET, (byte)PAYLOAD_LENGTH);
        buffer.putShort(offset + RESERVED_OFFSET, (short)0, BIG_ENDIAN);
        buffer.putInt(offset + SPI_OFFSET, spi, BIG_ENDIAN);
        buffer.putInt(offset + SEQUENCE_OFFSET, sequence, BIG_ENDIAN);
        buffer.setMemory(offset + DATA_OFFSET, DATA_LENGTH, (byte)0);
        return this;
    }

    /**
     * Security parameters index; VRRP takes the source address.
     *
     * @return 32 bits.
     */
    public int spi()
    {
        return buffer.getInt(offset + SPI_OFFSET, BIG_ENDIAN);
    }

    /**
     * Sequence number.
     *
     * @return unsigned 32 bits.
     */
    public int sequence()
    {
        return buffer.getInt(offset + SEQUENCE_OFFSET, BIG_ENDIAN);
    }

    /**
     * Read the authentication data.
     *
     * @return a copy of 12 bytes.
     */
    public byte[] data()
    {
        final byte[] data = new byte[DATA_LENGTH];
        buffer.getBytes(offset + DATA_OFFSET, data);
        return data;
    }

    /**
     * Write the authentication data.
     *
     * @param data of which the first 12 bytes are taken.
     * @return this.
     */
    public AuthenticationHeaderFlyweight data(final byte[] data)
    {
        buffer.putBytes(offset + DATA_OFFSET, data, 0, DATA_LENGTH);
        return this;
    }
}
