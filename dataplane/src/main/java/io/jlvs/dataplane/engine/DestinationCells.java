/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The destinations as the {@link FlowOffload} sees them: an array of cells, a cache line each, indexed by destination
 * id. Written by the conductor alone.
 * <pre>
 *   0   u32  sequence: odd while the cell changes      16  u8[6]   MAC address of the next hop
 *   4   u32  flags: 1 usable, 2 server is IPv6         22  u8[6]   MAC address of the interface
 *   8   u32  interface index                           28  be16    port of the server
 *  12   u32  MTU towards the server                    30  u16     0
 *  32   u8[16]  source address of the tunnel           48  u8[16]  address of the server
 * </pre>
 * IPv4 addresses are the last four bytes of theirs, the others being 0. Numbers are native, addresses and the port
 * big endian. Server, port and family stay when a cell becomes unusable: a following director restores from them.
 */
public final class DestinationCells
{
    /** Length of a cell. */
    public static final int CELL_LENGTH = 64;
    /** Flag: packets may be sent. */
    public static final int USABLE = 1;
    /** Flag: the server's address, and so the outer header, is IPv6. */
    public static final int IPV6 = 2;

    /** Where the sequence is. */
    public static final int SEQUENCE_OFFSET = 0;
    /** Where the flags are. */
    public static final int FLAGS_OFFSET = 4;
    /** Where the interface index is. */
    public static final int INTERFACE_OFFSET = 8;
    /** Where the MTU is. */
    public static final int MTU_OFFSET = 12;
    /** Where the MAC address of the next hop is. */
    public static final int DESTINATION_MAC_OFFSET = 16;
    /** Where the MAC address of the interface is. */
    public static final int SOURCE_MAC_OFFSET = 22;
    /** Where the port of the server is. */
    public static final int PORT_OFFSET = 28;
    /** Where the source address of the tunnel is. */
    public static final int TUNNEL_SOURCE_OFFSET = 32;
    /** Where the address of the server is. */
    public static final int SERVER_OFFSET = 48;

    private final UnsafeBuffer buffer;

    /**
     * Cells over memory.
     *
     * @param buffer whole cells.
     */
    public DestinationCells(final UnsafeBuffer buffer)
    {
        this.buffer = buffer;
    }

    /**
     * Number of cells.
     *
     * @return ids from this one on have none.
     */
    public int capacity()
    {
        return buffer.capacity() / CELL_LENGTH;
    }

    /**
     * Say how packets of a destination are sent; nothing happens if there is no cell for it.
     *
     * @param destination to send to.
     * @param nextHop     how, or null: not at all.
     */
    public void put(final Destination destination, final NextHop nextHop)
    {
        final int id = destination.id();
        if (id >= capacity())
        {
            return;
        }

        final int offset = id * CELL_LENGTH;
        begin(offset);
        buffer.putInt(
            offset + FLAGS_OFFSET, (null == nextHop ? 0 : USABLE) | (destination.ipv6() ? IPV6 : 0));
        putAddress(offset + SERVER_OFFSET, destination.addressHigh(), destination.addressLow());
        buffer.putShort(offset + PORT_OFFSET, (short)destination.port(), ByteOrder.BIG_ENDIAN);
        if (null != nextHop)
        {
            buffer.putInt(offset + INTERFACE_OFFSET, nextHop.interfaceIndex());
            buffer.putInt(offset + MTU_OFFSET, nextHop.mtu());
            EthernetFlyweight.mac(buffer, offset + DESTINATION_MAC_OFFSET, nextHop.destinationMac());
            EthernetFlyweight.mac(buffer, offset + SOURCE_MAC_OFFSET, nextHop.sourceMac());
            putAddress(offset + TUNNEL_SOURCE_OFFSET, nextHop.sourceHigh(), nextHop.sourceLow());
        }
        end(offset);
    }

    /**
     * Send no more packets of a destination.
     *
     * @param id of the destination.
     */
    public void clear(final int id)
    {
        if (id < capacity())
        {
            final int offset = id * CELL_LENGTH;
            begin(offset);
            buffer.putInt(offset + FLAGS_OFFSET, buffer.getInt(offset + FLAGS_OFFSET) & ~USABLE);
            end(offset);
        }
    }

    /**
     * Family of a server.
     *
     * @param id of the destination.
     * @return true for IPv6.
     */
    public boolean ipv6(final int id)
    {
        return 0 != (buffer.getInt(id * CELL_LENGTH + FLAGS_OFFSET) & IPV6);
    }

    /**
     * High 64 bits of a server's address.
     *
     * @param id of the destination.
     * @return 0 for IPv4.
     */
    public long serverHigh(final int id)
    {
        return buffer.getLong(id * CELL_LENGTH + SERVER_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Low 64 bits of a server's address.
     *
     * @param id of the destination.
     * @return numeric value of the network-order bytes.
     */
    public long serverLow(final int id)
    {
        return buffer.getLong(id * CELL_LENGTH + SERVER_OFFSET + Long.BYTES, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Port of a server.
     *
     * @param id of the destination.
     * @return 0..65535.
     */
    public int port(final int id)
    {
        return buffer.getShort(id * CELL_LENGTH + PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    private void begin(final int offset)
    {
        buffer.putInt(offset + SEQUENCE_OFFSET, buffer.getInt(offset + SEQUENCE_OFFSET) + 1);
        // Odd before the first field changes; pairs with the second look of the reader.
        VarHandle.storeStoreFence();
    }

    private void end(final int offset)
    {
        // Even when all fields are written; pairs with the first look of the reader.
        buffer.putIntRelease(offset + SEQUENCE_OFFSET, buffer.getInt(offset + SEQUENCE_OFFSET) + 1);
    }

    private void putAddress(final int offset, final long high, final long low)
    {
        buffer.putLong(offset, high, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + Long.BYTES, low, ByteOrder.BIG_ENDIAN);
    }
}
