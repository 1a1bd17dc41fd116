/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramMemoryTest
{
    private static final int LEVEL = 41;

    private final DatagramMemory memory = new DatagramMemory(100);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @Test
    void shouldFindTheControlItemsThatWerePut()
    {
        final int second = memory.putControl(0, LEVEL, 50, 20);
        final int end = memory.putControl(second, LEVEL, 52, 4);
        memory.lengths(0, end, 0);

        assertEquals(40, second);
        assertEquals(64, end);
        assertEquals(16, memory.findControl(LEVEL, 50, 20));
        assertEquals(56, memory.findControl(LEVEL, 52, 4));
        assertEquals(-1, memory.findControl(LEVEL, 52, 8));
        assertEquals(-1, memory.findControl(LEVEL, 51, 4));
        assertEquals(-1, memory.findControl(1, 50, 20));
    }

    @Test
    void shouldNotLookBehindTheItems()
    {
        memory.putControl(memory.putControl(0, LEVEL, 50, 20), LEVEL, 52, 4);
        memory.lengths(0, 40, 0);

        assertEquals(-1, memory.findControl(LEVEL, 52, 4));
    }

    @Test
    void shouldGiveUpAtAnItemWithoutALength()
    {
        memory.lengths(0, DatagramMemory.CONTROL_CAPACITY, 0);

        assertEquals(-1, memory.findControl(LEVEL, 50, 4));
    }
}
