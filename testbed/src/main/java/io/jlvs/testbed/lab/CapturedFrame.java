/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A frame as seen on a wire.
 *
 * @param timestampNs of the capture, since 1970.
 * @param bytes       from the destination MAC address on; not copied.
 */
public record CapturedFrame(long timestampNs, byte[] bytes)
{
    private static final int ETHERTYPE_OFFSET = 12;
    private static final int MAC_LENGTH = 6;

    /**
     * Ethernet type.
     *
     * @return unsigned 16 bits.
     */
    public int etherType()
    {
        return u16(ETHERTYPE_OFFSET);
    }

    /**
     * Destination hardware address.
     *
     * @return such as "02:00:00:00:00:21".
     */
    public String destinationMac()
    {
        return mac(0);
    }

    /**
     * Source hardware address.
     *
     * @return such as "02:00:00:00:00:01".
     */
    public String sourceMac()
    {
        return mac(MAC_LENGTH);
    }

    /**
     * Unsigned byte.
     *
     * @param offset in the frame.
     * @return 0..255.
     */
    public int u8(final int offset)
    {
        return bytes[offset] & 0xFF;
    }

    /**
     * Unsigned 16 bits in network byte order.
     *
     * @param offset in the frame.
     * @return 0..65535.
     */
    public int u16(final int offset)
    {
        return u8(offset) << 8 | u8(offset + 1);
    }

    /**
     * The frame as hex and as fields, for messages.
     *
     * @return several lines.
     */
    public String describe()
    {
        final String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
        try
        {
            return hex + "\n" + EthernetPacket.newPacket(bytes, 0, bytes.length);
        }
        catch (final IllegalRawDataException | RuntimeException ex)
        {
            return hex + "\n(not decoded: " + ex.getMessage() + ")";
        }
    }

    /**
     * Same bytes and time.
     *
     * @param other to compare with.
     * @return true if equal.
     */
    @Override
    public boolean equals(final Object other)
    {
        return other instanceof CapturedFrame frame &&
            timestampNs == frame.timestampNs && Arrays.equals(bytes, frame.bytes);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public int hashCode()
    {
        return Arrays.hashCode(bytes);
    }

    /**
     * The frame as hex.
     *
     * @return one line.
     */
    @Override
    public String toString()
    {
        return HexFormat.of().formatHex(bytes);
    }

    private String mac(final int offset)
    {
        return HexFormat.ofDelimiter(":").formatHex(bytes, offset, offset + MAC_LENGTH);
    }
}
