/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DestinationCellsTest
{
    private static final int ID = 3;
    private static final int OFFSET = ID * DestinationCells.CELL_LENGTH;

    private final UnsafeBuffer memory =
        new UnsafeBuffer(ByteBuffer.allocateDirect(4 * DestinationCells.CELL_LENGTH));
    private final DestinationCells cells = new DestinationCells(memory);

    @Test
    void shouldWriteADestinationAsTheProgramReadsIt()
    {
        cells.put(destination(ID, false, 0, 0x0A000015), new NextHop(7, 0x0200_0000_0001L, 0x0200_0000_00FFL, 1500, 0,
            0x0A000001));

        assertEquals(DestinationCells.USABLE, memory.getInt(OFFSET + DestinationCells.FLAGS_OFFSET));
        assertEquals(7, memory.getInt(OFFSET + DestinationCells.INTERFACE_OFFSET));
        assertEquals(1500, memory.getInt(OFFSET + DestinationCells.MTU_OFFSET));
        assertEquals("0200000000ff", hex(DestinationCells.DESTINATION_MAC_OFFSET, 6));
        assertEquals("020000000001", hex(DestinationCells.SOURCE_MAC_OFFSET, 6));
        assertEquals("1f90", hex(DestinationCells.PORT_OFFSET, 2));
        assertEquals("0000000000000000000000000a000001", hex(DestinationCells.TUNNEL_SOURCE_OFFSET, 16));
        assertEquals("0000000000000000000000000a000015", hex(DestinationCells.SERVER_OFFSET, 16));
        assertEquals(0, memory.getInt(OFFSET + DestinationCells.SEQUENCE_OFFSET) & 1, "whole");
    }

    @Test
    void shouldKeepTheServerOfACellThatIsNotUsableAnyMore()
    {
        cells.put(destination(ID, true, 0x2001_0DB8_0000_0000L, 0x15), new NextHop(7, 1, 2, 1500, 0, 0));
        final int sequence = memory.getInt(OFFSET + DestinationCells.SEQUENCE_OFFSET);

        cells.clear(ID);

        assertEquals(DestinationCells.IPV6, memory.getInt(OFFSET + DestinationCells.FLAGS_OFFSET));
        assertEquals(sequence + 2, memory.getInt(OFFSET + DestinationCells.SEQUENCE_OFFSET));
        assertTrue(cells.ipv6(ID));
        assertEquals(0x2001_0DB8_0000_0000L, cells.serverHigh(ID));
        assertEquals(0x15, cells.serverLow(ID));
        assertEquals(8080, cells.port(ID));
    }

    @Test
    void shouldHaveNoCellForAnIdBeyondTheEnd()
    {
        cells.put(destination(4, false, 0, 1), null);
        cells.clear(4);

        assertEquals(4, cells.capacity());
        for (int i = 0; i < memory.capacity(); i++)
        {
            assertEquals(0, memory.getByte(i));
        }
    }

    @Test
    void shouldNotBeUsableWithoutANextHop()
    {
        cells.put(destination(ID, false, 0, 0x0A000015), null);

        assertFalse(0 != (memory.getInt(OFFSET + DestinationCells.FLAGS_OFFSET) & DestinationCells.USABLE));
        assertEquals(0x0A000015, cells.serverLow(ID));
    }

    private String hex(final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        memory.getBytes(OFFSET + offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Destination destination(final int id, final boolean ipv6, final long high, final long low)
    {
        return new Destination(id, ipv6, high, low, 8080, new TrafficCounters(1), 1);
    }
}
