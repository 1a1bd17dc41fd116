/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Ethernet header, IEEE 802.3 with the type interpretation of RFC 894. MAC addresses are 48-bit numbers in a long.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                        Destination MAC                        |
 *  +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                               |                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *  |                           Source MAC                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           EtherType           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The caller has checked that {@link #LENGTH} bytes are there.
 */
public final class EthernetFlyweight
{
    /** Bytes of a MAC address. */
    public static final int MAC_LENGTH = 6;
    /** Destination MAC. */
    public static final int DESTINATION_OFFSET = 0;
    /** Source MAC. */
    public static final int SOURCE_OFFSET = DESTINATION_OFFSET + MAC_LENGTH;
    /** EtherType of the payload or of the first tag. */
    public static final int TYPE_OFFSET = SOURCE_OFFSET + MAC_LENGTH;
    /** Length of the header without tags. */
    public static final int LENGTH = TYPE_OFFSET + Short.BYTES;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a header.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the destination MAC.
     * @return this.
     */
    public EthernetFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Destination MAC.
     *
     * @return 48 bits.
     */
    public long destination()
    {
        return mac(buffer, offset + DESTINATION_OFFSET);
    }

    /**
     * Set the destination MAC.
     *
     * @param mac 48 bits.
     * @return this.
     */
    public EthernetFlyweight destination(final long mac)
    {
        mac(buffer, offset + DESTINATION_OFFSET, mac);
        return this;
    }

    /**
     * Source MAC.
     *
     * @return 48 bits.
     */
    public long source()
    {
        return mac(buffer, offset + SOURCE_OFFSET);
    }

    /**
     * Set the source MAC.
     *
     * @param mac 48 bits.
     * @return this.
     */
    public EthernetFlyweight source(final long mac)
    {
        mac(buffer, offset + SOURCE_OFFSET, mac);
        return this;
    }

    /**
     * EtherType.
     *
     * @return an {@link EtherType}, or a length below 1536.
     */
    public int type()
    {
        return buffer.getShort(offset + TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the EtherType.
     *
     * @param type an {@link EtherType}.
     * @return this.
     */
    public EthernetFlyweight type(final int type)
    {
        buffer.putShort(offset + TYPE_OFFSET, (short)type, BIG_ENDIAN);
        return this;
    }

    /**
     * Read a MAC address.
     *
     * @param buffer that holds it.
     * @param offset of its first byte.
     * @return 48 bits.
     */
    public static long mac(final DirectBuffer buffer, final int offset)
    {
        return (long)(buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF) << 32 |
            buffer.getInt(offset + Short.BYTES, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Write a MAC address.
     *
     * @param buffer that takes it.
     * @param offset of its first byte.
     * @param mac    48 bits.
     */
    public static void mac(final MutableDirectBuffer buffer, final int offset, final long mac)
    {
        buffer.putShort(offset, (short)(mac >>> 32), BIG_ENDIAN);
        buffer.putInt(offset + Short.BYTES, (int)mac, BIG_ENDIAN);
    }
}
