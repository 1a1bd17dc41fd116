/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * SCTP common header, RFC 9260 section 3.1. The checksum is a CRC32c over the whole packet, little endian.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       Verification Tag                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                           Checksum                            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class SctpFlyweight
{
    /** Source port. */
    public static final int SOURCE_PORT_OFFSET = 0;
    /** Destination port. */
    public static final int DESTINATION_PORT_OFFSET = SOURCE_PORT_OFFSET + Short.BYTES;
    /** Verification tag. */
    public static final int TAG_OFFSET = DESTINATION_PORT_OFFSET + Short.BYTES;
    /** Checksum. */
    public static final int CHECKSUM_OFFSET = TAG_OFFSET + Integer.BYTES;
    /** Length of the common header. */
    public static final int LENGTH = CHECKSUM_OFFSET + Integer.BYTES;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the source port.
     * @return this.
     */
    public SctpFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
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
     * Destination port.
     *
     * @return 16 bits.
     */
    public int destinationPort()
    {
        return buffer.getShort(offset + DESTINATION_PORT_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Verification tag of the association.
     *
     * @return unsigned in the low 32 bits.
     */
    public long tag()
    {
        return buffer.getInt(offset + TAG_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }
}
