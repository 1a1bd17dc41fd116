/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import org.junit.jupiter.api.Test;

class FragmentTableTest
{
    private static final long NOW = 1_000;

    private final FragmentTable table = new FragmentTable(64);

    @Test
    void shouldRememberValueOfDatagram()
    {
        table.put(packet(1), 42, NOW);

        assertEquals(42, table.find(packet(1), NOW + 1));
        assertEquals(FragmentTable.MISSING, table.find(packet(2), NOW + 1));
    }

    @Test
    void shouldTellDatagramsApartByEveryPartOfKey()
    {
        table.put(packet(1), 42, NOW);
        final PacketContext source = packet(1);
        source.sourceLow++;
        final PacketContext destination = packet(1);
        destination.destinationLow++;
        final PacketContext protocol = packet(1);
        protocol.protocol = IpProtocol.TCP;
        final PacketContext family = packet(1);
        family.ipv6 = true;
        final PacketContext high = packet(1);
        high.sourceHigh++;

        for (final PacketContext other : new PacketContext[]{ source, destination, protocol, family, high })
        {
            assertEquals(FragmentTable.MISSING, table.find(other, NOW));
        }
    }

    @Test
    void shouldNotLookAtProtocolOfIpv6Fragments()
    {
        final PacketContext first = packet(1);
        first.ipv6 = true;
        final PacketContext later = packet(1);
        later.ipv6 = true;
        later.protocol = IpProtocol.DESTINATION_OPTIONS;
        table.put(first, 42, NOW);

        assertEquals(42, table.find(later, NOW));
    }

    @Test
    void shouldReplaceValueOfSameDatagram()
    {
        table.put(packet(1), 1, NOW);
        table.put(packet(1), -5, NOW + 10);

        assertEquals(-5, table.find(packet(1), NOW + 20));
    }

    @Test
    void shouldForgetAfterLifetime()
    {
        table.put(packet(1), 42, NOW);

        assertEquals(42, table.find(packet(1), NOW + FragmentTable.LIFETIME_MS - 1));
        assertEquals(FragmentTable.MISSING, table.find(packet(1), NOW + FragmentTable.LIFETIME_MS));
    }

    @Test
    void shouldOverwriteOldestWhenFull()
    {
        final FragmentTable small = new FragmentTable(4);
        for (int id = 0; id < 4; id++)
        {
            small.put(packet(id), id, NOW + id);
        }
        small.put(packet(0), 0, NOW + 4);
        small.put(packet(1), 1, NOW + 5);

        small.put(packet(4), 4, NOW + 6);

        assertEquals(FragmentTable.MISSING, small.find(packet(2), NOW + 6));
        for (final int id : new int[]{ 0, 1, 3, 4 })
        {
            assertEquals(id, small.find(packet(id), NOW + 6));
        }
    }

    @Test
    void shouldHoldMostOfWhatFits()
    {
        final FragmentTable large = new FragmentTable(4096);
        for (int id = 0; id < 2048; id++)
        {
            large.put(packet(id), id, NOW + id);
        }
        int found = 0;
        for (int id = 0; id < 2048; id++)
        {
            found += id == large.find(packet(id), NOW + 2048) ? 1 : 0;
        }

        assertTrue(found > 1900, "found " + found + " of 2048 in 4096 places");
    }

    @Test
    void shouldRefuseWrongCapacity()
    {
        assertThrows(IllegalArgumentException.class, () -> new FragmentTable(0));
        assertThrows(IllegalArgumentException.class, () -> new FragmentTable(48));
    }

    private static PacketContext packet(final int identification)
    {
        final PacketContext packet = new PacketContext();
        packet.sourceLow = Wire.CLIENT4_ADDRESS;
        packet.destinationLow = Wire.VIP4_ADDRESS;
        packet.protocol = IpProtocol.UDP;
        packet.identification = identification;
        return packet;
    }
}
