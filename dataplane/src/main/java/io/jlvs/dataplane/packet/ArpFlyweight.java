/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * ARP for IPv4 over Ethernet, RFC 826. MAC addresses are 48-bit numbers, IPv4 addresses lie in the low 32 bits.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |       Hardware type (1)       |     Protocol type (0x0800)    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  | Hw length (6) |Prot length (4)|           Operation           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                           Sender MAC                          |
 *  +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                               |     Sender address, high      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |      Sender address, low      |                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *  |                           Target MAC                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                         Target address                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The caller has checked that {@link #LENGTH} bytes are there.
 */
public final class ArpFlyweight
{
    /** {@link #operation()}: who has the target address. */
    public static final int REQUEST = 1;
    /** {@link #operation()}: the sender has it. */
    public static final int REPLY = 2;

    /** Hardware type. */
    public static final int HARDWARE_TYPE_OFFSET = 0;
    /** Protocol type. */
    public static final int PROTOCOL_TYPE_OFFSET = HARDWARE_TYPE_OFFSET + Short.BYTES;
    /** Length of hardware addresses. */
    public static final int HARDWARE_LENGTH_OFFSET = PROTOCOL_TYPE_OFFSET + Short.BYTES;
    /** Length of protocol addresses. */
    public static final int PROTOCOL_LENGTH_OFFSET = HARDWARE_LENGTH_OFFSET + Byte.BYTES;
    /** Operation. */
    public static final int OPERATION_OFFSET = PROTOCOL_LENGTH_OFFSET + Byte.BYTES;
    /** Sender MAC. */
    public static final int SENDER_MAC_OFFSET = OPERATION_OFFSET + Short.BYTES;
    /** Sender address. */
    public static final int SENDER_ADDRESS_OFFSET = SENDER_MAC_OFFSET + EthernetFlyweight.MAC_LENGTH;
    /** Target MAC. */
    public static final int TARGET_MAC_OFFSET = SENDER_ADDRESS_OFFSET + Integer.BYTES;
    /** Target address. */
    public static final int TARGET_ADDRESS_OFFSET = TARGET_MAC_OFFSET + EthernetFlyweight.MAC_LENGTH;
    /** Length of the packet. */
    public static final int LENGTH = TARGET_ADDRESS_OFFSET + Integer.BYTES;

    private static final int HARDWARE_ETHERNET = 1;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a packet.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the hardware type.
     * @return this.
     */
    public ArpFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Write the fixed fields of ARP for IPv4 over Ethernet.
     *
     * @return this.
     */
    public ArpFlyweight putEthernetIpv4()
    {
        buffer.putShort(offset + HARDWARE_TYPE_OFFSET, (short)HARDWARE_ETHERNET, BIG_ENDIAN);
        buffer.putShort(offset + PROTOCOL_TYPE_OFFSET, (short)EtherType.IPV4, BIG_ENDIAN);
        buffer.putByte(offset + HARDWARE_LENGTH_OFFSET, (byte)EthernetFlyweight.MAC_LENGTH);
        buffer.putByte(offset + PROTOCOL_LENGTH_OFFSET, (byte)Integer.BYTES);
        return this;
    }

    /**
     * Whether the fixed fields are those of ARP for IPv4 over Ethernet.
     *
     * @return true if the other accessors make sense.
     */
    public boolean isEthernetIpv4()
    {
        return HARDWARE_ETHERNET == buffer.getShort(offset + HARDWARE_TYPE_OFFSET, BIG_ENDIAN) &&
            EtherType.IPV4 == (buffer.getShort(offset + PROTOCOL_TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF) &&
            EthernetFlyweight.MAC_LENGTH == buffer.getByte(offset + HARDWARE_LENGTH_OFFSET) &&
            Integer.BYTES == buffer.getByte(offset + PROTOCOL_LENGTH_OFFSET);
    }

    /**
     * Operation.
     *
     * @return {@link #REQUEST}, {@link #REPLY} or another.
     */
    public int operation()
    {
        return buffer.getShort(offset + OPERATION_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the operation.
     *
     * @param operation {@link #REQUEST} or {@link #REPLY}.
     * @return this.
     */
    public ArpFlyweight operation(final int operation)
    {
        buffer.putShort(offset + OPERATION_OFFSET, (short)operation, BIG_ENDIAN);
        return this;
    }

    /**
     * Sender MAC.
     *
     * @return 48 bits.
     */
    public long senderMac()
    {
        return EthernetFlyweight.mac(buffer, offset + SENDER_MAC_OFFSET);
    }

    /**
     * Set the sender MAC.
     *
     * @param mac 48 bits.
     * @return this.
     */
    public ArpFlyweight senderMac(final long mac)
    {
        EthernetFlyweight.mac(buffer, offset + SENDER_MAC_OFFSET, mac);
        return this;
    }

    /**
     * Sender address.
     *
     * @return IPv4 address in the low 32 bits.
     */
    public long senderAddress()
    {
        return buffer.getInt(offset + SENDER_ADDRESS_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the sender address.
     *
     * @param address IPv4 address in the low 32 bits.
     * @return this.
     */
    public ArpFlyweight senderAddress(final long address)
    {
        buffer.putInt(offset + SENDER_ADDRESS_OFFSET, (int)address, BIG_ENDIAN);
        return this;
    }

    /**
     * Target MAC.
     *
     * @return 48 bits.
     */
    public long targetMac()
    {
        return EthernetFlyweight.mac(buffer, offset + TARGET_MAC_OFFSET);
    }

    /**
     * Set the target MAC.
     *
     * @param mac 48 bits.
     * @return this.
     */
    public ArpFlyweight targetMac(final long mac)
    {
        EthernetFlyweight.mac(buffer, offset + TARGET_MAC_OFFSET, mac);
        return this;
    }

    /**
     * Target address.
     *
     * @return IPv4 address in the low 32 bits.
     */
    public long targetAddress()
    {
        return buffer.getInt(offset + TARGET_ADDRESS_OFFSET, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Set the target address.
     *
     * @param address IPv4 address in the low 32 bits.
     * @return this.
     */
    public ArpFlyweight targetAddress(final long address)
    {
        buffer.putInt(offset + TARGET_ADDRESS_OFFSET, (int)address, BIG_ENDIAN);
        return this;
    }
}
