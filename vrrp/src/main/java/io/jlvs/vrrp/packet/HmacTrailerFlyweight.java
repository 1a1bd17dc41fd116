/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * Trailer of {@code auth_hmac} behind an advert of version 3, draft-cassen-vrrp-auth-hmac: it counts to the IP length
 * but not to the advert. The sequence is the time of the sender, UTC since 1970 with a fraction of 1/65536 s, and a
 * counter that tells adverts of one such moment apart; the three together grow.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Type      |    Key ID     |           Reserved            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                            Seconds                            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           Fraction            |            Counter            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       HMAC (16 bytes)                         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The decoder has checked the lengths.
 */
public final class HmacTrailerFlyweight
{
    /** Type: HMAC-SHA256 cut to 128 bits. */
    public static final int TYPE_SHA256 = 1;

    /** Type. */
    public static final int TYPE_OFFSET = 0;
    /** Id of the key. */
    public static final int KEY_ID_OFFSET = TYPE_OFFSET + Byte.BYTES;
    /** Reserved. */
    public static final int RESERVED_OFFSET = KEY_ID_OFFSET + Byte.BYTES;
    /** Sequence: seconds, fraction and counter. */
    public static final int SEQUENCE_OFFSET = RESERVED_OFFSET + Short.BYTES;
    /** HMAC. */
    public static final int HMAC_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    /** Length of the HMAC. */
    public static final int HMAC_LENGTH = 16;
    /** Length of the trailer. */
    public static final int LENGTH = HMAC_OFFSET + HMAC_LENGTH;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a trailer.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the type.
     * @return this.
     */
    public HmacTrailerFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Whether type and reserved bytes are those that are known.
     *
     * @return true if so.
     */
    public boolean isWellFormed()
    {
        return TYPE_SHA256 == buffer.getByte(offset + TYPE_OFFSET) && 0 == buffer.getShort(offset + RESERVED_OFFSET);
    }

    /**
     * Id of the key.
     *
     * @return 8 bits; 1..255 if valid.
     */
    public int keyId()
    {
        return buffer.getByte(offset + KEY_ID_OFFSET) & 0xFF;
    }

    /**
     * Seconds in the high 32 bits, fraction in the next 16, counter in the lowest 16.
     *
     * @return 64 bits; serial number arithmetic orders them.
     */
    public long sequence()
    {
        return buffer.getLong(offset + SEQUENCE_OFFSET, BIG_ENDIAN);
    }

    /**
     * Write all of a trailer save for the HMAC, which becomes 0.
     *
     * @param keyId    1..255.
     * @param sequence seconds, fraction and counter.
     * @return this.
     */
    public HmacTrailerFlyweight put(final int keyId, final long sequence)
    {
        buffer.putByte(offset + TYPE_OFFSET, (byte)TYPE_SHA256);
        buffer.putByte(offset + KEY_ID_OFFSET, (byte)keyId);
        buffer.putShort(offset + RESERVED_OFFSET, (short)0, BIG_ENDIAN);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, BIG_ENDIAN);
        buffer.setMemory(offset + HMAC_OFFSET, HMAC_LENGTH, (byte)0);
        return this;
    }

    /**
     * Read the HMAC.
     *
     * @return a copy of 16 bytes.
     */
    public byte[] hmac()
    {
        final byte[] hmac = new byte[HMAC_LENGTH];
        buffer.getBytes(offset + HMAC_OFFSET, hmac);
        return hmac;
    }

    /**
     * Write the HMAC.
     *
     * @param hmac 16 bytes.
     * @return this.
     */
    public HmacTrailerFlyweight hmac(final byte[] hmac)
    {
        buffer.putBytes(offset + HMAC_OFFSET, hmac, 0, HMAC_LENGTH);
        return this;
    }
}
