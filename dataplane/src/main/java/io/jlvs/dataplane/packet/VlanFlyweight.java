/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * What follows the tag protocol identifier of a VLAN tag, IEEE 802.1Q section 9.6 (802.1ad service tags alike).
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |PCP  |D|        VLAN id        |           EtherType           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Not thread safe; reused. The caller has checked that {@link #LENGTH} bytes are there.
 */
public final class VlanFlyweight
{
    /** Priority, drop eligible, VLAN id. */
    public static final int TCI_OFFSET = 0;
    /** EtherType of the payload or of the next tag. */
    public static final int TYPE_OFFSET = TCI_OFFSET + Short.BYTES;
    /** Length of a tag. */
    public static final int LENGTH = TYPE_OFFSET + Short.BYTES;

    private static final int ID_MASK = 0x0FFF;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Look at a tag.
     *
     * @param newBuffer that holds it.
     * @param newOffset of the tag control information.
     * @return this.
     */
    public VlanFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Tag control information: priority, drop eligible indicator, VLAN id.
     *
     * @return 16 bits.
     */
    public int tci()
    {
        return buffer.getShort(offset + TCI_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the tag control information.
     *
     * @param tci 16 bits.
     * @return this.
     */
    public VlanFlyweight tci(final int tci)
    {
        buffer.putShort(offset + TCI_OFFSET, (short)tci, BIG_ENDIAN);
        return this;
    }

    /**
     * VLAN id.
     *
     * @return 12 bits.
     */
    public int id()
    {
        return tci() & ID_MASK;
    }

    /**
     * EtherType after the tag.
     *
     * @return an {@link EtherType}.
     */
    public int type()
    {
        return buffer.getShort(offset + TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Set the EtherType after the tag.
     *
     * @param type an {@link EtherType}.
     * @return this.
     */
    public VlanFlyweight type(final int type)
    {
        buffer.putShort(offset + TYPE_OFFSET, (short)type, BIG_ENDIAN);
        return this;
    }
}
