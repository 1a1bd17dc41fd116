/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * VRRP advertisement. Version 2, RFC 3768 section 5.1; IPv4 only:
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version| Type  | Virtual Rtr ID|   Priority    | Count IP Addrs|
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |   Auth Type   |   Adver Int   |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                         IP Address (1)                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                            .  .  .                            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                     Authentication Data (8 bytes)             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Version 3, RFC 9568 section 5.1:
 * <pre>
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version| Type  | Virtual Rtr ID|   Priority    |IPvX Addr Count|
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Reserve| Max Advertise Interval|          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       IPvX Address(es)                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The decoder has checked the lengths.
 */
public final class AdvertFlyweight
{
    /** Type: advertisement, the only one. */
    public static final int TYPE_ADVERTISEMENT = 1;
    /** Version 2, authentication type: none. */
    public static final int AUTHENTICATION_NONE = 0;
    /** Version 2, authentication type: simple text password. */
    public static final int AUTHENTICATION_PASSWORD = 1;
    /** Version 2, authentication type: IP authentication header. */
    public static final int AUTHENTICATION_HEADER = 2;

    /** Version and type. */
    public static final int VERSION_OFFSET = 0;
    /** Virtual router id. */
    public static final int VIRTUAL_ROUTER_ID_OFFSET = VERSION_OFFSET + Byte.BYTES;
    /** Priority. */
    public static final int PRIORITY_OFFSET = VIRTUAL_ROUTER_ID_OFFSET + Byte.BYTES;
    /** Number of addresses. */
    public static final int ADDRESS_COUNT_OFFSET = PRIORITY_OFFSET + Byte.BYTES;
    /** Version 2: authentication type. */
    public static final int AUTHENTICATION_TYPE_OFFSET = ADDRESS_COUNT_OFFSET + Byte.BYTES;
    /** Version 2: interval in seconds. */
    public static final int INTERVAL_S_OFFSET = AUTHENTICATION_TYPE_OFFSET + Byte.BYTES;
    /** Version 3: 4 reserved bits and the interval in hundredths of a second. */
    public static final int INTERVAL_CS_OFFSET = ADDRESS_COUNT_OFFSET + Byte.BYTES;
    /** Checksum. */
    public static final int CHECKSUM_OFFSET = INTERVAL_CS_OFFSET + Short.BYTES;
    /** First address. */
    public static final int ADDRESSES_OFFSET = CHECKSUM_OFFSET + Short.BYTES;
    /** Length without addresses. */
    public static final int HEADER_LENGTH = ADDRESSES_OFFSET;
    /** Version 2: length of the authentication data behind the addresses. */
    public static final int AUTHENTICATION_DATA_LENGTH = 8;

    private static final int TYPE_MASK = 0x0F;
    private static final int VERSION_SHIFT = 4;
    private static final int INTERVAL_CS_MASK = 0x0FFF;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at an advert.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the version.
     * @return this.
     */
    public AdvertFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Version of the protocol.
     *
     * @return 4 bits.
     */
    public int version()
    {
        return (buffer.getByte(offset + VERSION_OFFSET) & 0xFF) >> VERSION_SHIFT;
    }

    /**
     * Type of the packet.
     *
     * @return 4 bits.
     */
    public int type()
    {
        return buffer.getByte(offset + VERSION_OFFSET) & TYPE_MASK;
    }

    /**
     * Set version and type.
     *
     * @param version 4 bits.
     * @param type    4 bits.
     * @return this.
     */
    public AdvertFlyweight version(final int version, final int type)
    {
        buffer.putByte(offset + VERSION_OFFSET, (byte)(version << VERSION_SHIFT | type));
        return this;
    }

    /**
     * Virtual router id.
     *
     * @return 8 bits; 1..255 if valid.
     */
    public int virtualRouterId()
    {
        return buffer.getByte(offset + VIRTUAL_ROUTER_ID_OFFSET) & 0xFF;
    }

    /**
     * Set the virtual router id.
     *
     * @param virtualRouterId 1..255.
     * @return this.
     */
    public AdvertFlyweight virtualRouterId(final int virtualRouterId)
    {
        buffer.putByte(offset + VIRTUAL_ROUTER_ID_OFFSET, (byte)virtualRouterId);
        return this;
    }

    /**
     * Priority.
     *
     * @return 0..255.
     */
    public int priority()
    {
        return buffer.getByte(offset + PRIORITY_OFFSET) & 0xFF;
    }

    /**
     * Set the priority.
     *
     * @param priority 0..255.
     * @return this.
     */
    public AdvertFlyweight priority(final int priority)
    {
        buffer.putByte(offset + PRIORITY_OFFSET, (byte)priority);
        return this;
    }

    /**
     * Number of addresses.
     *
     * @return 0..255.
     */
    public int addressCount()
    {
        return buffer.getByte(offset + ADDRESS_COUNT_OFFSET) & 0xFF;
    }

    /**
     * Set the number of addresses.
     *
     * @param count 0..255.
     * @return this.
     */
    public AdvertFlyweight addressCount(final int count)
    {
        buffer.putByte(offset + ADDRESS_COUNT_OFFSET, (byte)count);
        return this;
    }

    /**
     * Authentication type of version 2.
     *
     * @return 8 bits.
     */
    public int authenticationType()
    {
        return buffer.getByte(offset + AUTHENTICATION_TYPE_OFFSET) & 0xFF;
    }

    /**
     * Set the authentication type of version 2.
     *
     * @param type AUTHENTICATION_*.
     * @return this.
     */
    public AdvertFlyweight authenticationType(final int type)
    {
        buffer.putByte(offset + AUTHENTICATION_TYPE_OFFSET, (byte)type);
        return this;
    }

    /**
     * Interval of version 2.
     *
     * @return seconds.
     */
    public int intervalS()
    {
        return buffer.getByte(offset + INTERVAL_S_OFFSET) & 0xFF;
    }

    /**
     * Set the interval of version 2.
     *
     * @param seconds 1..255.
     * @return this.
     */
    public AdvertFlyweight intervalS(final int seconds)
    {
        buffer.putByte(offset + INTERVAL_S_OFFSET, (byte)seconds);
        return this;
    }

    /**
     * Interval of version 3; the reserved bits are ignored.
     *
     * @return hundredths of a second.
     */
    public int intervalCs()
    {
        return buffer.getShort(offset + INTERVAL_CS_OFFSET, BIG_ENDIAN) & INTERVAL_CS_MASK;
    }

    /**
     * Set the interval of version 3, and the reserved bits to 0.
     *
     * @param hundredths 1..4095 hundredths of a second.
     * @return this.
     */
    public AdvertFlyweight intervalCs(final int hundredths)
    {
        buffer.putShort(offset + INTERVAL_CS_OFFSET, (short)(hundredths & INTERVAL_CS_MASK), BIG_ENDIAN);
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
    public AdvertFlyweight checksum(final int checksum)
    {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short)checksum, BIG_ENDIAN);
        return this;
    }
}
