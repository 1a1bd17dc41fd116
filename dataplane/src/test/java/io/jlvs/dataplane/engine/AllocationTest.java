/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import com.sun.management.ThreadMXBean;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A hundred thousand packets without a byte of heap.
 */
class AllocationTest
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 100_000;
    private static final int ROUNDS = 5;
    private static final int PACKETS_PER_FLOW = 5;
    /** More than the time-out of UDP. */
    private static final long LONG_IDLE_NS = TimeUnit.SECONDS.toNanos(400);
    private static final int HEADROOM = 128;
    private static final int SLOTS = 1 << 18;
    private static final int MTU = 1500;
    /** In a frame with IPv4 and no options. */
    private static final int SOURCE_PORT_AT = 34;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));
    private final Frame frame = new Frame();
    private long transmitted;

    @ParameterizedTest
    @CsvSource({"rr, false, 0", "wrr, false, 0", "lc, false, 0", "wlc, false, 0", "rr, true, 0", "wlc, false, 300"})
    void shouldAllocateNothingForKnownAndNewFlows(
        final String scheduler, final boolean isTunnelled, final int persistenceSeconds)
    {
        final PacketPath path = new PacketPath(
            SLOTS,
            AllocationTest::nextHop,
            (interfaceIndex, out) ->
            {
                transmitted++;
                return true;
            });
        final ServiceKey service = Specs.udp("10.0.0.100", 53);
        path.addService(service, Specs.persistent(scheduler, persistenceSeconds));
        addServer(path, service, "10.0.0.21", ForwardingCode.DIRECT_ROUTE);
        addServer(path, service, "10.0.0.22", isTunnelled ? ForwardingCode.TUNNEL : ForwardingCode.DIRECT_ROUTE);
        final byte[] packet = Wire.udp("10.0.0.10", 1, "10.0.0.100", 53);

        // The best round counts: in others the virtual machine loads a class, or gives up compiled code and puts the
        // objects on the heap that it had kept in registers.
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++)
        {
            path.now(round * LONG_IDLE_NS);
            final long before = allocatedBytes();
            send(path, packet);
            fewest = Math.min(fewest, allocatedBytes() - before);
        }

        assertEquals((long)ROUNDS * PACKETS, transmitted);
        assertEquals(0, fewest, "bytes of heap for " + PACKETS + " packets");
    }

    @Test
    void shouldAllocateNothingForFramesThatAreNotForTheInterface()
    {
        final VirtualMacSnapshot macs = VirtualMacSnapshot.of(new TreeMap<>(Map.of(
            0, new TreeSet<>(List.of(0x0000_5E00_0131L)),
            1, new TreeSet<>(List.of(0x0000_5E00_0132L, 0x0000_5E00_0133L)))));

        long fewest = Long.MAX_VALUE;
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++)
        {
            final long before = allocatedBytes();
            for (int i = 0; i < PACKETS; i++)
            {
                taken += macs.contains(i & 1, 0x0000_5E00_0130L | i & 0xF) ? 1 : 0;
            }
            fewest = Math.min(fewest, allocatedBytes() - before);
        }

        assertEquals(ROUNDS * PACKETS / 16, taken, "one of each 16 pairs of interface and address is there");
        assertEquals(0, fewest, "bytes of heap for " + PACKETS + " packets");
    }

    @Test
    void shouldNoticeAllocation()
    {
        final long before = allocatedBytes();
        final byte[][] garbage = new byte[PACKETS][];
        for (int i = 0; i < PACKETS; i++)
        {
            garbage[i] = new byte[1];
        }

        assertTrue(allocatedBytes() - before >= PACKETS, "garbage of " + garbage.length + " arrays is seen");
    }

    /**
     * Five packets of each flow, each flow with its own port; in between the flows of the round before expire.
     */
    private void send(final PacketPath path, final byte[] packet)
    {
        for (int i = 0; i < PACKETS; i++)
        {
            memory.putBytes(HEADROOM, packet);
            memory.putShort(HEADROOM + SOURCE_PORT_AT, (short)(i / PACKETS_PER_FLOW));
            path.onFrame(frame.wrap(memory, HEADROOM, packet.length, HEADROOM, 1));
            if (0 == (i & 0xFF))
            {
                path.expire();
            }
        }
    }

    private static void addServer(
        final PacketPath path, final ServiceKey service, final String address, final int forwardingCode)
    {
        path.addDestination(
            service,
            new DestinationKey(Specs.address(address), 53),
            new DestinationSpec(forwardingCode, 1, 0, 0, 0, 0, 0));
    }

    private static NextHop nextHop(final Destination destination)
    {
        return new NextHop(2, 0x0200_0000_0001L, 0x0200_0000_0002L, MTU, 0, Specs.address("10.0.0.1").hashCode());
    }

    private static long allocatedBytes()
    {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
