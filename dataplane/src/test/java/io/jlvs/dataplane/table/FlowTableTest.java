/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FlowTableTest
{
    private static final long SEED = 20_240_229;
    private static final long HIGH = 0xFD00_0000_0000_0000L;
    private static final long CLIENT = 0xC0A8_0101L;
    private static final long VIRTUAL = 0x0A00_0064L;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindWhatWasInserted(final boolean ipv6)
    {
        final FlowTable table = table(ipv6, 100, 1);
        final long high = ipv6 ? HIGH : 0;

        final int slot = table.insert(
            IpProtocol.TCP, high, CLIENT, 40_000, high, VIRTUAL, 443,
            ConnectionState.SYN_RECV, ForwardingCode.TUNNEL | FlowTable.CONTROLLED, 77, -5, 3);

        assertEquals(slot, table.find(IpProtocol.TCP, high, CLIENT, 40_000, high, VIRTUAL, 443));
        assertTrue(table.isLive(slot));
        assertEquals(1, table.size());
        assertEquals(IpProtocol.TCP, table.protocol(slot));
        assertFalse(table.isTemplate(slot));
        assertEquals(high, table.sourceHigh(slot));
        assertEquals(CLIENT, table.sourceLow(slot));
        assertEquals(40_000, table.sourcePort(slot));
        assertEquals(high, table.destinationHigh(slot));
        assertEquals(VIRTUAL, table.destinationLow(slot));
        assertEquals(443, table.destinationPort(slot));
        assertEquals(ConnectionState.SYN_RECV, table.state(slot));
        assertEquals(ForwardingCode.TUNNEL | FlowTable.CONTROLLED, table.flags(slot));
        assertEquals(0, table.owner(slot));
        assertEquals(77, table.destinationId(slot));
        assertEquals(-5, table.lastSeenTicks(slot));
        assertEquals(3, table.link(slot));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCompareEveryFieldOfTheKey(final boolean ipv6)
    {
        final FlowTable table = table(ipv6, 1, 1);
        final long high = ipv6 ? HIGH : 0;
        assertEquals(0, table.insert(IpProtocol.TCP, high, CLIENT, 1, high, VIRTUAL, 2, 0, 0, 1, 0, 0));

        assertEquals(0, table.find(IpProtocol.TCP, high, CLIENT, 1, high, VIRTUAL, 2));
        assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.UDP, high, CLIENT, 1, high, VIRTUAL, 2));
        assertEquals(
            FlowTable.NOT_FOUND,
            table.find(IpProtocol.TCP | FlowTable.TEMPLATE, high, CLIENT, 1, high, VIRTUAL, 2));
        assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, high, CLIENT + 1, 1, high, VIRTUAL, 2));
        assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, high, CLIENT, 3, high, VIRTUAL, 2));
        assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, high, CLIENT, 1, high, VIRTUAL + 1, 2));
        assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, high, CLIENT, 1, high, VIRTUAL, 3));
        if (ipv6)
        {
            assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, high + 1, CLIENT, 1, high, VIRTUAL, 2));
            assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, high, CLIENT, 1, high + 1, VIRTUAL, 2));
        }
    }

    @Test
    void shouldKeepSctpApartFromTemplates()
    {
        final FlowTable table = table(false, 100, 1);

        final int slot = table.insert(IpProtocol.SCTP, 0, CLIENT, 1, 0, VIRTUAL, 2, 0, 0, 1, 0, 0);
        final int template =
            table.insert(IpProtocol.SCTP | FlowTable.TEMPLATE, 0, CLIENT, 0, 0, VIRTUAL, 2, 0, 0, 1, 0, 6_000);

        assertEquals(IpProtocol.SCTP, table.protocol(slot));
        assertFalse(table.isTemplate(slot));
        assertEquals(IpProtocol.SCTP, table.protocol(template));
        assertTrue(table.isTemplate(template));
    }

    @Test
    void shouldWriteTheDocumentedLayoutOfIpv4()
    {
        final UnsafeBuffer region = region(false, 1, 1);
        final FlowTable table = new FlowTable(region, 0);

        table.insert(
            IpProtocol.UDP | FlowTable.TEMPLATE, 0, 0x0102_0304L, 0, 0, 0x0A0B_0C0DL, 0x1234,
            ConnectionState.ASSURED, ForwardingCode.DIRECT_ROUTE, 0x01020304, 0x05060708, 0x090A0B0C);

        final int entry = 4096;
        assertEquals(2, region.getInt(entry) & 3, "status LIVE");
        assertEquals(1, region.getByte(entry + 4));
        assertEquals(4, region.getByte(entry + 7));
        assertEquals(0x0A, region.getByte(entry + 8));
        assertEquals(0, region.getShort(entry + 12));
        assertEquals(0x12, region.getByte(entry + 14));
        assertEquals(0x34, region.getByte(entry + 15));
        assertEquals((byte)0x91, region.getByte(entry + 16));
        assertEquals(ConnectionState.ASSURED, region.getByte(entry + 17));
        assertEquals(ForwardingCode.DIRECT_ROUTE, region.getByte(entry + 18));
        assertEquals(0, region.getByte(entry + 19));
        assertEquals(0x01020304, region.getInt(entry + 20));
        assertEquals(0x05060708, region.getInt(entry + 24));
        assertEquals(0x090A0B0C, region.getInt(entry + 28));
    }

    @Test
    void shouldWriteTheDocumentedLayoutOfIpv6()
    {
        final UnsafeBuffer region = region(true, 1, 1);
        final FlowTable table = new FlowTable(region, 0);

        table.insert(
            IpProtocol.TCP, 0x0102_0304_0506_0708L, 0x090A_0B0C_0D0E_0F10L, 0x1112,
            0x2122_2324_2526_2728L, 0x292A_2B2C_2D2E_2F30L, 0x3132, 0, 0, 5, 6, 7);

        final int entry = 4096;
        assertEquals(0L, region.getLong(entry + 4));
        assertEquals(0x11, region.getByte(entry + 12));
        assertEquals(0x31, region.getByte(entry + 14));
        assertEquals(6, region.getByte(entry + 16));
        assertEquals(5, region.getInt(entry + 20));
        assertEquals(6, region.getInt(entry + 24));
        assertEquals(7, region.getInt(entry + 28));
        for (int i = 0; i < 16; i++)
        {
            assertEquals(1 + i, region.getByte(entry + 32 + i));
            assertEquals(0x21 + i, region.getByte(entry + 48 + i));
        }
    }

    @Test
    void shouldChangeFieldsOfAnEntry()
    {
        final FlowTable table = table(false, 10, 1);
        final int slot = table.insert(IpProtocol.TCP, 0, CLIENT, 1, 0, VIRTUAL, 2, 0, 0, 1, 0, 0);

        table.lastSeen(slot, 1_000);
        table.state(slot, ConnectionState.ESTABLISHED);
        table.link(slot, 9);
        table.destination(slot, 1_000_000, ForwardingCode.TUNNEL);

        assertEquals(1_000, table.lastSeenTicks(slot));
        assertEquals(ConnectionState.ESTABLISHED, table.state(slot));
        assertEquals(9, table.link(slot));
        assertEquals(1_000_000, table.destinationId(slot));
        assertEquals(ForwardingCode.TUNNEL, table.flags(slot));
        assertEquals(slot, table.find(IpProtocol.TCP, 0, CLIENT, 1, 0, VIRTUAL, 2));
    }

    @Test
    void shouldPassARetiredTemplateOver()
    {
        final FlowTable table = table(false, 10, 1);
        final int key = IpProtocol.TCP | FlowTable.TEMPLATE;
        final int retired = table.insert(key, 0, CLIENT, 0, 0, VIRTUAL, 2, 0, 0, 1, 0, 0);

        table.retire(retired);
        assertEquals(FlowTable.NOT_FOUND, table.find(key, 0, CLIENT, 0, 0, VIRTUAL, 2));
        final int fresh = table.insert(key, 0, CLIENT, 0, 0, VIRTUAL, 2, 0, 0, 2, 0, 0);

        assertTrue(table.isLive(retired));
        assertTrue(table.isRetired(retired));
        assertTrue(table.isTemplate(retired));
        assertEquals(IpProtocol.TCP, table.protocol(retired));
        assertEquals(fresh, table.find(key, 0, CLIENT, 0, 0, VIRTUAL, 2));
        table.remove(retired);
        table.remove(fresh);
        assertEquals(0, table.size());
        assertUntouched(table, 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldAgreeWithAMapUnderRandomInsertionAndRemoval(final int workers)
    {
        final int capacity = 97;
        final FlowTable table = table(false, capacity, workers);
        final Map<Integer, Integer> model = new HashMap<>();
        final SplittableRandom random = new SplittableRandom(SEED);

        for (int i = 0; i < 200_000; i++)
        {
            final int port = random.nextInt(150);
            final Integer expected = model.get(port);
            final int slot = table.find(IpProtocol.UDP, 0, CLIENT, port, 0, VIRTUAL, 53);
            if (null != expected)
            {
                assertNotEquals(FlowTable.NOT_FOUND, slot, "port " + port + " step " + i + " seed " + SEED);
                assertEquals(expected, table.destinationId(slot));
                if (random.nextBoolean())
                {
                    table.remove(slot);
                    model.remove(port);
                }
            }
            else
            {
                assertEquals(FlowTable.NOT_FOUND, slot, "port " + port + " step " + i + " seed " + SEED);
                final int inserted = table.insert(IpProtocol.UDP, 0, CLIENT, port, 0, VIRTUAL, 53, 0, 0, i, 0, 0);
                assertEquals(model.size() == capacity, FlowTable.NOT_FOUND == inserted);
                if (FlowTable.NOT_FOUND != inserted)
                {
                    model.put(port, i);
                }
            }
            assertEquals(model.size(), table.size());
        }

        for (final int port : model.keySet())
        {
            table.remove(table.find(IpProtocol.UDP, 0, CLIENT, port, 0, VIRTUAL, 53));
        }
        assertUntouched(table, capacity);
    }

    @Test
    void shouldRefuseAnInsertionWhenNoSlotIsFree()
    {
        final FlowTable table = table(false, 3, 1);
        for (int port = 0; port < 3; port++)
        {
            assertNotEquals(
                FlowTable.NOT_FOUND, table.insert(IpProtocol.TCP, 0, CLIENT, port, 0, VIRTUAL, 2, 0, 0, 1, 0, 0));
        }

        assertEquals(FlowTable.NOT_FOUND, table.insert(IpProtocol.TCP, 0, CLIENT, 9, 0, VIRTUAL, 2, 0, 0, 1, 0, 0));
        assertEquals(3, table.size());
        assertEquals(FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, 0, CLIENT, 9, 0, VIRTUAL, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFillToAHighLoadBeforeTheFirstFailure(final boolean sequential)
    {
        final double load = FlowTableFigures.loadAtFirstFailure(SEED, sequential);

        assertTrue(load >= 0.85, "first failure at load " + load + ", seed " + SEED);
    }

    @Test
    void shouldNeedAtMost64BytesForAnIpv4Connection()
    {
        final long connections = 1_000_000;
        final long capacity = FlowTableDescriptor.capacityFor(connections);

        final long bytes = FlowTableDescriptor.regionLength(false, capacity) +
            PersistenceTemplates.allocateHolds((int)capacity).capacity();

        assertTrue(bytes <= 64 * connections, bytes + " bytes");
        assertTrue(capacity * 0.8 >= connections, capacity + " slots");
    }

    @Test
    void shouldRefuseAnotherLayoutVersionNamingBoth()
    {
        final UnsafeBuffer region = region(false, 10, 1);
        region.putInt(FlowTableDescriptor.LAYOUT_VERSION_OFFSET, 99);

        final IllegalStateException ex =
            assertThrows(IllegalStateException.class, () -> FlowTableDescriptor.check(region, "flows.v4"));

        assertTrue(ex.getMessage().contains("flows.v4"), ex.getMessage());
        assertTrue(ex.getMessage().contains("99"), ex.getMessage());
        assertTrue(ex.getMessage().contains("version " + FlowTableDescriptor.LAYOUT_VERSION), ex.getMessage());
    }

    @Test
    void shouldRefuseMemoryThatIsNoFlowTable()
    {
        final UnsafeBuffer zeroes = new UnsafeBuffer(ByteBuffer.allocateDirect(8192));
        assertThrows(IllegalStateException.class, () -> FlowTableDescriptor.check(zeroes, "zeroes"));

        final UnsafeBuffer small = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        assertThrows(IllegalStateException.class, () -> FlowTableDescriptor.check(small, "small"));

        final UnsafeBuffer cut = new UnsafeBuffer(region(false, 10, 1), 0, 4096 + 32);
        assertThrows(IllegalStateException.class, () -> FlowTableDescriptor.check(cut, "cut"));
    }

    @Test
    void shouldRefuseACapacityThatDoesNotFit()
    {
        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> FlowTableDescriptor.regionLength(true, 100_000_000L));

        assertTrue(ex.getMessage().contains("100000000"), ex.getMessage());
    }

    private static void assertUntouched(final FlowTable table, final int capacity)
    {
        // A table from which all was removed must be as good as new: every slot can be had from every home.
        for (int port = 0; port < capacity; port++)
        {
            assertEquals(
                FlowTable.NOT_FOUND, table.find(IpProtocol.TCP, 0, CLIENT, 10_000 + port, 0, VIRTUAL, 2));
            assertNotEquals(
                FlowTable.NOT_FOUND,
                table.insert(IpProtocol.TCP, 0, CLIENT, 10_000 + port, 0, VIRTUAL, 2, 0, 0, 1, 0, 0));
        }
        assertEquals(capacity, table.size());
    }

    static FlowTable table(final boolean ipv6, final int capacity, final int workers)
    {
        return new FlowTable(region(ipv6, capacity, workers), 0);
    }

    static UnsafeBuffer region(final boolean ipv6, final int capacity, final int workers)
    {
        final UnsafeBuffer region =
            new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTableDescriptor.regionLength(ipv6, capacity)));
        FlowTableDescriptor.initialise(region, ipv6, capacity, SEED, workers, 1);
        return region;
    }
}
