/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * IPv4 header, RFC 791 section 3.1.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version|  IHL  |Type of Service|          Total Length         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Identification        |Flags|      Fragment Offset    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Time to Live |    Protocol   |         Header Checksum       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       Source Address                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Destination Address                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The parser has checked the lengths.
 */
public final class Ipv4Flyweight
{
    /** Don't fragment. */
    public static final int FLAG_DONT_FRAGMENT = 0x4000;
    /** More fragments. */
    public static final int FLAG_MORE_FRAGMENTS = 0x2000;
    /** Fragment offset in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0x1FFF;

    /** Version and header length. */
    public static final int VERSION_OFFSET = 0;
    /** Type of service. */
    public static final int TOS_OFFSET = VERSION_OFFSET + Byte.BYTES;
    /** Total length. */
    public static final int TOTAL_LENGTH_OFFSET = TOS_OFFSET + Byte.BYTES;
    /** Identification. */
    public static final int IDENTIFICATION_OFFSET = TOTAL_LENGTH_OFFSET + Short.BYTES;
    /** Flags and fragment offset. */
    public static final int FRAGMENT_OFFSET = IDENTIFICATION_OFFSET + Short.BYTES;
    /** Time to live. */
    public static final int TTL_OFFSET = FRAGMENT_OFFSET + Short.BYTES;
    /** Protocol. */
    public static final int PROTOCOL_OFFSET = TTL_OFFSET + Byte.BYTES;
    /** Header checksum. */
    public static final int CHECKSUM_OFFSET = PROTOCOL_OFFSET + Byte.BYTES;
    /** Source address. */
    public static final int SOURCE_OFFSET = CHECKSUM_OFFSET + Short.BYTES;
    /** Destination address. */
    public static final int DESTINATION_OFFSET = SOURCE_OFFSET + Integer.BYTES;
    /** Length of a header without options. */
    public static final int LENGTH = DESTINATION_OFFSET + Integer.BYTES;
    /** Largest header: 15 words. */
    public static final int MAX_HEADER_LENGTH = 60;

    private static final int VERSION_4 = 0x40;
    private static final int IHL_MASK = 0x0F;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the version.
     * @return this.
     */
    public Ipv4Flyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Length of the header with its options.
     *
     * @return length in bytes.
     */
    public int headerLength()
    {
        return (buffer.getByte(offset + VERSION_OFFSET) & IHL_MASK) << 2;
    }

    /**
     * Set version 4 and the header length.
     *
     * @param lengthBytes of the header, a multiple of 4.
     * @return this.
     */
    public Ipv4Flyweight headerLength(final int lengthBytes)
    {
        buffer.putByte(offset + VERSION_OFFSET, (byte)(VERSION_4 | lengthBytes >> 2));
        return this;
    }

    /**
     * Type of service, with the ECN bits.
     *
     * @return 8 bits.
     */
    public int tos()
    {
        return buffer.getByte(offset + TOS_OFFSET) & 0xFF;
    }

    /**
     * Set the type of service.
     *
     * @param tos 8 bits.
     * @return this.
     */
    public Ipv4Flyweight tos(final int tos)
    {
        buffer.putByte(offset + TOS_OFFSET, (byte)tos);
        return this;
    }

    /**
     * Length of header and payload.
     *
     * @return length in bytes.
     */
    public int totalLength()
    {
        return buffer.getShort(offset + TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the length of header and payload.
     *
     * @param lengthBytes at most 65535.
     * @return this.
     */
    public Ipv4Flyweight totalLength(final int lengthBytes)
    {
        buffer.putShort(offset + TOTAL_LENGTH_OFFSET, (short)lengthBytes, BIG_ENDIAN);
        return this;
    }

    /**
     * Identification.
     *
     * @return 16 bits.
     */
    public int identification()
    {
        return buffer.getShort(offset + IDENTIFICATION_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the identification.
     *
     * @param identification of which the low 16 bits count.
     * @return this.
     */
    public Ipv4Flyweight identification(final int identification)
    {
        buffer.putShort(offset + IDENTIFICATION_OFFSET, (short)identification, BIG_ENDIAN);
        return this;
    }

    /**
     * Flags and fragment offset as they lie in the header.
     *
     * @return FLAG_* bits and the offset in units of 8 bytes.
     */
    public int fragment()
    {
        return buffer.getShort(offset + FRAGMENT_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set flags and fragment offset.
     *
     * @param flagsAndOffset FLAG_* bits and the offset in units of 8 bytes.
     * @return this.
     */
    public Ipv4Flyweight fragment(final int flagsAndOffset)
    {
        buffer.putShort(offset + FRAGMENT_OFFSET, (short)flagsAndOffset, BIG_ENDIAN);
        return this;
    }

    /**
     * Time to live.
     *
     * @return number of hops left.
     */
    public int ttl()
    {
        return buffer.getByte(offset + TTL_OFFSET) & 0xFF;
    }

    /**
     * Set the time to live; the checksum is left as it is.
     *
     * @param ttl number of hops left.
     * @return this.
     */
    public Ipv4Flyweight ttl(final int ttl)
    {
        buffer.putByte(offset + TTL_OFFSET, (byte)ttl);
        return this;
    }

    /**
     * Lower the time to live by one and adjust the checksum (RFC 1624). The TTL must not be 0.
     *
     * @return this.
     */
    public Ipv4Flyweight decrementTtl()
    {
        final int at = offset + TTL_OFFSET;
        final int before = buffer.getShort(at, BIG_ENDIAN) & 0xFFFF;
        final int after = before - 0x0100;
        buffer.putShort(at, (short)after, BIG_ENDIAN);
        return checksum(Checksums.update(checksum(), before, after));
    }

    /**
     * Protocol of the payload.
     *
     * @return an {@link IpProtocol}.
     */
    public int protocol()
    {
        return buffer.getByte(offset + PROTOCOL_OFFSET) & 0xFF;
    }

    /**
     * Set the protocol of the payload.
     *
     * @param protocol an {@link IpProtocol}.
     * @return this.
     */
    public Ipv4Flyweight protocol(final int protocol)
    {
        buffer.putByte(offset + PROTOCOL_OFFSET, (byte)protocol);
        return this;
    }

    /**
     * Header checksum.
     *
     * @return 16 bits.
     */
    public int checksum()
    {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the header checksum.
     *
     * @param checksum 16 bits.
     * @return this.
     */
    public Ipv4Flyweight checksum(final int checksum)
    {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * Compute and set the header checksum; last of all, when the other fields stand.
     *
     * @return this.
     */
    public Ipv4Flyweight putChecksum()
    {
        checksum(0);
        return checksum(Checksums.finish(Checksums.sum(buffer, offset, headerLength())));
    }

    /**
     * Source address.
     *
     * @return address in the low 32 bits.
     */
    public long source()
    {
        return buffer.getInt(offset + SOURCE_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the source address.
     *
     * @param address in the low 32 bits.
     * @return this.
     */
    public Ipv4Flyweight source(final long address)
    {
        buffer.putInt(offset + SOURCE_OFFSET, (int)address, BIG_ENDIAN);
        return this;
    }

    /**
     * Destination address.
     *
     * @return address in the low 32 bits.
     */
    public long destination()
    {
        return buffer.getInt(offset + DESTINATION_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the destination address.
     *
     * @param address in the low 32 bits.
     * @return this.
     */
    public Ipv4Flyweight destination(final long address)
    {
        buffer.putInt(offset + DESTINATION_OFFSET, (int)address, BIG_ENDIAN);
        return this;
    }
}
