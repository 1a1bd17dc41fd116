/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * IPv6 header, RFC 8200 section 3. Addresses are two longs, high and low.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version| Traffic Class |           Flow Label                  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Source Address, 128 bits                   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                 Destination Address, 128 bits                 |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Fragment header, RFC 8200 section 4.5:
 * <pre>
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                         Identification                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class Ipv6Flyweight
{
    /** Smallest MTU of an IPv6 link, RFC 8200 section 5. */
    public static final int MIN_MTU = 1280;

    /** Version, traffic class, flow label. */
    public static final int VERSION_OFFSET = 0;
    /** Payload length. */
    public static final int PAYLOAD_LENGTH_OFFSET = VERSION_OFFSET + Integer.BYTES;
    /** Next header. */
    public static final int NEXT_HEADER_OFFSET = PAYLOAD_LENGTH_OFFSET + Short.BYTES;
    /** Hop limit. */
    public static final int HOP_LIMIT_OFFSET = NEXT_HEADER_OFFSET + Byte.BYTES;
    /** Source address. */
    public static final int SOURCE_OFFSET = HOP_LIMIT_OFFSET + Byte.BYTES;
    /** Destination address. */
    public static final int DESTINATION_OFFSET = SOURCE_OFFSET + 2 * Long.BYTES;
    /** Length of the header without extension headers. */
    public static final int LENGTH = DESTINATION_OFFSET + 2 * Long.BYTES;

    /** Extension headers: next header. */
    public static final int EXTENSION_NEXT_HEADER_OFFSET = 0;
    /** Extension headers: length in units of 8 bytes beyond the first 8 (AH: of 4 bytes beyond the first 8). */
    public static final int EXTENSION_LENGTH_OFFSET = 1;
    /** Smallest extension header. */
    public static final int EXTENSION_MIN_LENGTH = 8;
    /** Fragment header: offset in units of 8 bytes in the high 13 bits, M in the lowest. */
    public static final int FRAGMENT_OFFSET_OFFSET = 2;
    /** Fragment header: identification. */
    public static final int FRAGMENT_IDENTIFICATION_OFFSET = FRAGMENT_OFFSET_OFFSET + Short.BYTES;
    /** Length of the fragment header. */
    public static final int FRAGMENT_LENGTH = FRAGMENT_IDENTIFICATION_OFFSET + Integer.BYTES;
    /** Fragment header: more fragments follow. */
    public static final int FRAGMENT_MORE = 0x0001;
    /** Fragment header: offset in bytes, as it lies in the 16 bits. */
    public static final int FRAGMENT_OFFSET_MASK = 0xFFF8;

    private static final int VERSION_6 = 0x6000_0000;
    private static final int FLOW_LABEL_MASK = 0x000F_FFFF;
    private static final int TRAFFIC_CLASS_SHIFT = 20;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the version.
     * @return this.
     */
    public Ipv6Flyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Traffic class, with the ECN bits.
     *
     * @return 8 bits.
     */
    public int trafficClass()
    {
        return buffer.getInt(offset + VERSION_OFFSET, BIG_ENDIAN) >>> TRAFFIC_CLASS_SHIFT & 0xFF;
    }

    /**
     * Flow label.
     *
     * @return 20 bits.
     */
    public int flowLabel()
    {
        return buffer.getInt(offset + VERSION_OFFSET, BIG_ENDIAN) & FLOW_LABEL_MASK;
    }

    /**
     * Set version 6, traffic class and flow label.
     *
     * @param trafficClass 8 bits.
     * @param flowLabel    20 bits.
     * @return this.
     */
    public Ipv6Flyweight trafficClass(final int trafficClass, final int flowLabel)
    {
        buffer.putInt(offset + VERSION_OFFSET, VERSION_6 | trafficClass << TRAFFIC_CLASS_SHIFT | flowLabel, BIG_ENDIAN);
        return this;
    }

    /**
     * Length of all that follows this header.
     *
     * @return length in bytes.
     */
    public int payloadLength()
    {
        return buffer.getShort(offset + PAYLOAD_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the length of all that follows this header.
     *
     * @param lengthBytes at most 65535.
     * @return this.
     */
    public Ipv6Flyweight payloadLength(final int lengthBytes)
    {
        buffer.putShort(offset + PAYLOAD_LENGTH_OFFSET, (short)lengthBytes, BIG_ENDIAN);
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
     * Set the next header.
     *
     * @param nextHeader an {@link IpProtocol}.
     * @return this.
     */
    public Ipv6Flyweight nextHeader(final int nextHeader)
    {
        buffer.putByte(offset + NEXT_HEADER_OFFSET, (byte)nextHeader);
        return this;
    }

    /**
     * Hop limit.
     *
     * @return number of hops left.
     */
    public int hopLimit()
    {
        return buffer.getByte(offset + HOP_LIMIT_OFFSET) & 0xFF;
    }

    /**
     * Set the hop limit.
     *
     * @param hopLimit number of hops left.
     * @return this.
     */
    public Ipv6Flyweight hopLimit(final int hopLimit)
    {
        buffer.putByte(offset + HOP_LIMIT_OFFSET, (byte)hopLimit);
        return this;
    }

    /**
     * High 64 bits of the source address.
     *
     * @return 64 bits.
     */
    public long sourceHigh()
    {
        return buffer.getLong(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    /**
     * Low 64 bits of the source address.
     *
     * @return 64 bits.
     */
    public long sourceLow()
    {
        return buffer.getLong(offset + SOURCE_OFFSET + Long.BYTES, BIG_ENDIAN);
    }

    /**
     * Set the source address.
     *
     * @param high 64 bits.
     * @param low  64 bits.
     * @return this.
     */
    public Ipv6Flyweight source(final long high, final long low)
    {
        buffer.putLong(offset + SOURCE_OFFSET, high, BIG_ENDIAN);
        buffer.putLong(offset + SOURCE_OFFSET + Long.BYTES, low, BIG_ENDIAN);
        return this;
    }

    /**
     * High 64 bits of the destination address.
     *
     * @return 64 bits.
     */
    public long destinationHigh()
    {
        return buffer.getLong(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }

    /**
     * Low 64 bits of the destination address.
     *
     * @return 64 bits.
     */
    public long destinationLow()
    {
        return buffer.getLong(offset + DESTINATION_OFFSET + Long.BYTES, BIG_ENDIAN);
    }

    /**
     * Set the destination address.
     *
     * @param high 64 bits.
     * @param low  64 bits.
     * @return this.
     */
    public Ipv6Flyweight destination(final long high, final long low)
    {
        buffer.putLong(offset + DESTINATION_OFFSET, high, BIG_ENDIAN);
        buffer.putLong(offset + DESTINATION_OFFSET + Long.BYTES, low, BIG_ENDIAN);
        return this;
    }
}
