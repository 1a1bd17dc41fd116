/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * One connection or template as it is recorded: in the ring from workers to the recorder, and in the connection store
 * (the first {@link #KEY_LENGTH} bytes are the key, the rest the value).
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+---------------+---------------+
 *  | ipv6 (0, 1)   | protocol      | template (0,1)| 0             |
 *  +---------------+---------------+---------------+---------------+
 *  | client port                   | virtual port                  |
 *  +-------------------------------+-------------------------------+
 *  | client address, 16 bytes (IPv4: the last four)                |
 *  +---------------------------------------------------------------+
 *  | virtual address, 16 bytes                                     |
 *  +---------------------------------------------------------------+  40: value
 *  | server address, 16 bytes                                      |
 *  +-------------------------------+---------------+---------------+
 *  | server port                   | server ipv6   | forwarding    |
 *  +---------------+---------------+---------------+---------------+
 *  | state         | flags         | 0                             |
 *  +---------------+---------------+-------------------------------+
 *  | last seen, ticks of 10 ms of the monotonic clock              |
 *  +---------------------------------------------------------------+
 *  | time-out of a template in ticks, 0 for a connection           |
 *  +---------------------------------------------------------------+  72
 * </pre>
 * All fields big endian. Version 1 of the layout. Never allocates; reused for each thread.
 */
public final class ConnectionFlyweight
{
    /** Version of this layout, written into the store's name. */
    public static final int VERSION = 1;
    /** Length of the key in bytes. */
    public static final int KEY_LENGTH = 40;
    /** Length of the value in bytes. */
    public static final int VALUE_LENGTH = 32;
    /** Length of the record in bytes. */
    public static final int LENGTH = KEY_LENGTH + VALUE_LENGTH;

    private static final int IPV6_OFFSET = 0;
    private static final int PROTOCOL_OFFSET = IPV6_OFFSET + 1;
    private static final int TEMPLATE_OFFSET = PROTOCOL_OFFSET + 1;
    private static final int CLIENT_PORT_OFFSET = TEMPLATE_OFFSET + 2;
    private static final int VIRTUAL_PORT_OFFSET = CLIENT_PORT_OFFSET + 2;
    private static final int CLIENT_ADDRESS_OFFSET = VIRTUAL_PORT_OFFSET + 2;
    private static final int VIRTUAL_ADDRESS_OFFSET = CLIENT_ADDRESS_OFFSET + 16;
    private static final int SERVER_ADDRESS_OFFSET = VIRTUAL_ADDRESS_OFFSET + 16;
    private static final int SERVER_PORT_OFFSET = SERVER_ADDRESS_OFFSET + 16;
    private static final int SERVER_IPV6_OFFSET = SERVER_PORT_OFFSET + 2;
    private static final int FORWARDING_OFFSET = SERVER_IPV6_OFFSET + 1;
    private static final int STATE_OFFSET = FORWARDING_OFFSET + 1;
    private static final int FLAGS_OFFSET = STATE_OFFSET + 1;
    private static final int LAST_SEEN_OFFSET = FLAGS_OFFSET + 3;
    private static final int TIMEOUT_OFFSET = LAST_SEEN_OFFSET + 4;

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * View a record.
     *
     * @param newBuffer that holds {@link #LENGTH} bytes from the offset.
     * @param newOffset of the record.
     * @return this.
     */
    public ConnectionFlyweight wrap(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /**
     * Buffer of the record.
     *
     * @return the wrapped buffer.
     */
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Offset of the record.
     *
     * @return offset in the wrapped buffer.
     */
    public int offset()
    {
        return offset;
    }

    /**
     * Write the key.
     *
     * @param ipv6        family of client and virtual address.
     * @param protocol    TCP, UDP or SCTP.
     * @param template    true for a persistence template.
     * @param clientHigh  high 64 bits of the client's address.
     * @param clientLow   low 64 bits.
     * @param clientPort  0 for a template.
     * @param virtualHigh high 64 bits of the virtual address.
     * @param virtualLow  low 64 bits.
     * @param virtualPort virtual port.
     * @return this.
     */
    public ConnectionFlyweight key(
        final boolean ipv6,
        final int protocol,
        final boolean template,
        final long clientHigh,
        final long clientLow,
        final int clientPort,
        final long virtualHigh,
        final long virtualLow,
        final int virtualPort)
    {
        buffer.putByte(offset + IPV6_OFFSET, (byte)(ipv6 ? 1 : 0));
        buffer.putByte(offset + PROTOCOL_OFFSET, (byte)protocol);
        buffer.putByte(offset + TEMPLATE_OFFSET, (byte)(template ? 1 : 0));
        buffer.putByte(offset + TEMPLATE_OFFSET + 1, (byte)0);
        buffer.putShort(offset + CLIENT_PORT_OFFSET, (short)clientPort, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + VIRTUAL_PORT_OFFSET, (short)virtualPort, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + CLIENT_ADDRESS_OFFSET, clientHigh, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + CLIENT_ADDRESS_OFFSET + 8, clientLow, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + VIRTUAL_ADDRESS_OFFSET, virtualHigh, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + VIRTUAL_ADDRESS_OFFSET + 8, virtualLow, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Write the value.
     *
     * @param serverIpv6     family of the server's address.
     * @param serverHigh     high 64 bits of the server's address.
     * @param serverLow      low 64 bits.
     * @param serverPort     port of the server.
     * @param forwardingCode a {@link ForwardingCode}.
     * @param state          connection state.
     * @param flags          of the flow entry.
     * @param lastSeenTicks  time of the last packet.
     * @param timeoutTicks   of a template, 0 for a connection.
     * @return this.
     */
    public ConnectionFlyweight value(
        final boolean serverIpv6,
        final long serverHigh,
        final long serverLow,
        final int serverPort,
        final int forwardingCode,
        final int state,
        final int flags,
        final int lastSeenTicks,
        final int timeoutTicks)
    {
        buffer.putLong(offset + SERVER_ADDRESS_OFFSET, serverHigh, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + SERVER_ADDRESS_OFFSET + 8, serverLow, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + SERVER_PORT_OFFSET, (short)serverPort, ByteOrder.BIG_ENDIAN);
        buffer.putByte(offset + SERVER_IPV6_OFFSET, (byte)(serverIpv6 ? 1 : 0));
        buffer.putByte(offset + FORWARDING_OFFSET, (byte)forwardingCode);
        buffer.putByte(offset + STATE_OFFSET, (byte)state);
        buffer.putByte(offset + FLAGS_OFFSET, (byte)flags);
        buffer.putShort(offset + FLAGS_OFFSET + 1, (short)0, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + LAST_SEEN_OFFSET, lastSeenTicks, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + TIMEOUT_OFFSET, timeoutTicks, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Family of client and virtual address.
     *
     * @return true for IPv6.
     */
    public boolean ipv6()
    {
        return 0 != buffer.getByte(offset + IPV6_OFFSET);
    }

    /**
     * Transport protocol.
     *
     * @return IANA number.
     */
    public int protocol()
    {
        return buffer.getByte(offset + PROTOCOL_OFFSET) & 0xFF;
    }

    /**
     * Whether this is a persistence template.
     *
     * @return true for a template.
     */
    public boolean template()
    {
        return 0 != buffer.getByte(offset + TEMPLATE_OFFSET);
    }

    /**
     * Client port.
     *
     * @return 0..65535.
     */
    public int clientPort()
    {
        return buffer.getShort(offset + CLIENT_PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Virtual port.
     *
     * @return 0..65535.
     */
    public int virtualPort()
    {
        return buffer.getShort(offset + VIRTUAL_PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * High 64 bits of the client's address.
     *
     * @return 0 for IPv4.
     */
    public long clientHigh()
    {
        return buffer.getLong(offset + CLIENT_ADDRESS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Low 64 bits of the client's address.
     *
     * @return numeric value of the network-order bytes.
     */
    public long clientLow()
    {
        return buffer.getLong(offset + CLIENT_ADDRESS_OFFSET + 8, ByteOrder.BIG_ENDIAN);
    }

    /**
     * High 64 bits of the virtual address.
     *
     * @return 0 for IPv4.
     */
    public long virtualHigh()
    {
        return buffer.getLong(offset + VIRTUAL_ADDRESS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Low 64 bits of the virtual address.
     *
     * @return numeric value of the network-order bytes.
     */
    public long virtualLow()
    {
        return buffer.getLong(offset + VIRTUAL_ADDRESS_OFFSET + 8, ByteOrder.BIG_ENDIAN);
    }

    /**
     * High 64 bits of the server's address.
     *
     * @return 0 for IPv4.
     */
    public long serverHigh()
    {
        return buffer.getLong(offset + SERVER_ADDRESS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Low 64 bits of the server's address.
     *
     * @return numeric value of the network-order bytes.
     */
    public long serverLow()
    {
        return buffer.getLong(offset + SERVER_ADDRESS_OFFSET + 8, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Port of the server.
     *
     * @return 0..65535.
     */
    public int serverPort()
    {
        return buffer.getShort(offset + SERVER_PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Family of the server's address.
     *
     * @return true for IPv6.
     */
    public boolean serverIpv6()
    {
        return 0 != buffer.getByte(offset + SERVER_IPV6_OFFSET);
    }

    /**
     * Forwarding method of the connection.
     *
     * @return a {@link ForwardingCode}.
     */
    public int forwardingCode()
    {
        return buffer.getByte(offset + FORWARDING_OFFSET);
    }

    /**
     * State of the connection.
     *
     * @return as in the flow table.
     */
    public int state()
    {
        return buffer.getByte(offset + STATE_OFFSET);
    }

    /**
     * Flags of the flow entry.
     *
     * @return bits.
     */
    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    /**
     * Time of the last recorded packet.
     *
     * @return ticks of 10 ms of the monotonic clock, modulo 2^32.
     */
    public int lastSeenTicks()
    {
        return buffer.getInt(offset + LAST_SEEN_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Time-out of a template.
     *
     * @return ticks of 10 ms, 0 for a connection.
     */
    public int timeoutTicks()
    {
        return buffer.getInt(offset + TIMEOUT_OFFSET, ByteOrder.BIG_ENDIAN);
    }
}
