/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DestinationTableTest
{
    private final DestinationTable table = new DestinationTable();

    @Test
    void shouldGetWhatWasPutAcrossGrowth()
    {
        final Destination[] destinations = new Destination[1_000];
        for (int i = 0; i < destinations.length; i++)
        {
            destinations[i] = destination(table.allocateId());
            table.put(destinations[i]);
        }

        for (final Destination destination : destinations)
        {
            assertSame(destination, table.get(destination.id()));
        }
        assertEquals(1_000, table.size());
        assertEquals(1_000, table.highestId());
        assertNull(table.get(0));
        assertNull(table.get(1_001));
        assertNull(table.get(1_000_000));
        assertNull(table.get(-1));
    }

    @Test
    void shouldGiveFreedIdsOutAgain()
    {
        final int first = table.allocateId();
        final int second = table.allocateId();
        table.put(destination(first));
        table.put(destination(second));

        table.free(first);

        assertNull(table.get(first));
        assertEquals(first, table.allocateId());
        final int third = table.allocateId();
        assertNotEquals(first, third);
        assertNotEquals(second, third);
        assertEquals(1, table.size());
    }

    @Test
    void shouldFreeManyIds()
    {
        for (int i = 0; i < 500; i++)
        {
            table.put(destination(table.allocateId()));
        }
        for (int id = 1; id <= 500; id++)
        {
            table.free(id);
        }

        for (int i = 0; i < 500; i++)
        {
            table.put(destination(table.allocateId()));
        }
        assertEquals(500, table.highestId());
    }

    @Test
    void shouldRefuseIdsThatAreNotFree()
    {
        final int id = table.allocateId();
        table.put(destination(id));

        assertThrows(IllegalArgumentException.class, () -> table.put(destination(id)));
        assertThrows(IllegalArgumentException.class, () -> table.put(destination(id + 1)));
        assertThrows(IllegalArgumentException.class, () -> table.free(id + 1));
    }

    private static Destination destination(final int id)
    {
        return new Destination(id, false, 0, 1, 80, new TrafficCounters(1), 1);
    }
}
