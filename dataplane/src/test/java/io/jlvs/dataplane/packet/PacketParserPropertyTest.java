/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any byte sequence gets a result. {@code -Djlvs.fuzz.tries=10000000} makes a long run; jqwik prints the seed.
 */
class PacketParserPropertyTest
{
    private static final int BATCHES = 1_000;
    private static final int BATCH_SIZE = Math.max(1, Integer.getInteger("jlvs.fuzz.tries", 20_000) / BATCHES);

    private final PacketContext context = new PacketContext();

    @Property(tries = BATCHES, shrinking = ShrinkingMode.OFF)
    @Label("any frame gets a result, without an exception and without a look outside the frame")
    void shouldGiveResultForAnyBytes(@ForAll final long seed)
    {
        final HostileFrames frames = new HostileFrames(seed);
        for (int i = 0; i < BATCH_SIZE; i++)
        {
            final byte[] frame = frames.next();
            try
            {
                // The buffer ends where the frame ends, and its bounds are checked.
                final int kind = PacketParser.parse(new UnsafeBuffer(frame), 0, frame.length, context);
                assertConsistent(kind, frame.length);
            }
            catch (final RuntimeException | AssertionError failure)
            {
                throw new AssertionError("seed " + seed + " frame " + i + Packets.hex(frame), failure);
            }
        }
    }

    @Example
    @Label("the frames of the property reach every result of the parser")
    void shouldTryFramesOfEveryKind()
    {
        final HostileFrames frames = new HostileFrames(1);
        final int[] counts = new int[PacketContext.OTHER_IP + 1];
        for (int i = 0; i < 20_000; i++)
        {
            final byte[] frame = frames.next();
            counts[PacketParser.parse(new UnsafeBuffer(frame), 0, frame.length, context)]++;
        }
        for (int kind = 0; kind < counts.length; kind++)
        {
            assertTrue(counts[kind] > 100, "kind " + kind + ": " + counts[kind]);
        }
    }

    private void assertConsistent(final int kind, final int length)
    {
        assertEquals(context.kind, kind);
        assertTrue(kind >= PacketContext.MALFORMED && kind <= PacketContext.OTHER_IP, "kind " + kind);
        if (PacketContext.MALFORMED == kind || PacketContext.NOT_IP == kind)
        {
            return;
        }
        assertTrue(context.ipOffset >= EthernetFlyweight.LENGTH);
        assertTrue(context.ipOffset + context.ipLength <= length);
        assertEquals(context.ipOffset + context.ipHeaderLength, context.transportOffset);
        assertEquals(context.ipLength, context.ipHeaderLength + context.transportLength);
        assertTrue(context.transportLength >= 0);
        assertTrue(context.fragmentOffset + context.transportLength <= 0xFFFF || !context.fragment);
        if (PacketContext.TRANSPORT == kind)
        {
            assertTrue(context.transportLength >= UdpFlyweight.LENGTH);
            assertEquals(0, context.fragmentOffset);
        }
        if (PacketContext.ICMP_ERROR == kind)
        {
            assertTrue(context.innerIpOffset > context.transportOffset);
        }
    }
}
