/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AfPacketContextTest
{
    @Test
    void shouldNameTheSettingThatIsWrong()
    {
        assertEquals("interfaces: at least one is needed", refusal((context) -> context.interfaces()));
        assertEquals("workers: must be positive, not 0", refusal((context) -> context.workers(0)));
        assertEquals(
            "blockSize: must be a power of two of at least 131072, not 200000",
            refusal((context) -> context.blockSize(200_000)));
        assertEquals(
            "blockSize: must be a power of two of at least 131072, not 65536",
            refusal((context) -> context.blockSize(65_536)));
        assertEquals(
            "blockCount: must be at least 2 and the ring below 2 GiB, not 1",
            refusal((context) -> context.blockCount(1)));
        assertEquals(
            "blockCount: must be at least 2 and the ring below 2 GiB, not 100000",
            refusal((context) -> context.blockCount(100_000)));
        assertEquals("retireTimeoutMs: must be positive, not 0", refusal((context) -> context.retireTimeoutMs(0)));
        assertEquals("headroom: must be 128 to 4096, not 64", refusal((context) -> context.headroom(64)));
        assertEquals("transmitSlots: must be 1 to 1024, not 2000", refusal((context) -> context.transmitSlots(2000)));
    }

    private static String refusal(final Consumer<AfPacketIo.Context> change)
    {
        final AfPacketIo.Context context = new AfPacketIo.Context().interfaces(1);
        change.accept(context);
        return assertThrows(IllegalArgumentException.class, () -> new AfPacketIo(context).close()).getMessage();
    }
}
