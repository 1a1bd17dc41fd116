/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static io.jlvs.dataplane.packet.Packets.ethernet;
import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.slice;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.PacketContext;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

class ReassemblerTest
{
    private static final byte[] WHOLE = frame(ipv4(IpNumber.UDP, udp(false, payload(2000))).dontFragmentFlag(false));
    private static final byte[] DATA = slice(WHOLE, 34, WHOLE.length);
    private static final int SIZE = 800;

    private final Reassembler reassembler = new Reassembler();
    private PacketContext packet;

    @Test
    void shouldPutFragmentsTogetherInAnyOrder()
    {
        final int[][] orders = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
        for (final int[] order : orders)
        {
            assertNull(add(part(order[0]), 0));
            assertNull(add(part(order[1]), 0));
            assertWhole(add(part(order[2]), 0));
            assertEquals(20 + SIZE, packet.largestFragment);
        }
    }

    @Test
    void shouldPutManyRandomFragmentsTogether()
    {
        final long seed = System.nanoTime();
        System.out.println("ReassemblerTest seed " + seed);
        final Random random = new Random(seed);
        for (int run = 0; run < 200; run++)
        {
            final List<byte[]> parts = new ArrayList<>();
            int at = 0;
            while (at < DATA.length)
            {
                final int end = Math.min(DATA.length, at + 8 * (1 + random.nextInt(40)));
                parts.add(part(at, end));
                at = end;
            }
            // Some come twice, before the datagram is whole.
            final byte[] last = parts.get(random.nextInt(parts.size()));
            parts.remove(last);
            for (int i = parts.isEmpty() ? 0 : random.nextInt(5); i > 0; i--)
            {
                parts.add(parts.get(random.nextInt(parts.size())));
            }
            Collections.shuffle(parts, random);

            for (final byte[] part : parts)
            {
                assertNull(add(part, run), "seed " + seed);
            }
            assertWhole(add(last, run));
        }
    }

    @Test
    void shouldShowTransportOfWholeDatagram()
    {
        final byte[] segment = tcp(false, payload(600)).build().getRawData();
        assertNull(add(frame(fragment(IpNumber.TCP, slice(segment, 0, 16), 0, true)), 0));
        // The parser refuses a first fragment without the TCP header; its datagram never becomes whole.
        assertEquals(PacketContext.MALFORMED, packet.kind);

        assertNull(add(frame(fragment(IpNumber.TCP, slice(segment, 0, 400), 0, true)), 0));
        final Frame whole = add(frame(fragment(IpNumber.TCP, slice(segment, 400, 620), 400, false)), 0);

        assertNotNull(whole);
        assertEquals(PacketContext.TRANSPORT, packet.kind);
        assertFalse(packet.fragment);
        assertEquals(620, packet.transportLength);
    }

    @Test
    void shouldKeepTagsOfFirstFragment()
    {
        final EtherType tag = EtherType.DOT1Q_VLAN_TAGGED_FRAMES;
        final IpV4Packet.Builder first = fragment(IpNumber.UDP, slice(DATA, 0, 800), 0, true);
        final IpV4Packet.Builder last = fragment(IpNumber.UDP, slice(DATA, 800, 2008), 800, false);
        assertNull(add(ethernet(tag, vlan(7, EtherType.IPV4, last)), 0));
        final Frame whole = add(ethernet(tag, vlan(7, EtherType.IPV4, first)), 0);

        assertEquals(18, packet.ipOffset - whole.offset());
        assertEquals(WHOLE.length + 4, whole.length());
        assertTrue(whole.headroom() >= 64);
    }

    @Test
    void shouldHaveDontFragmentIfLargestFragmentHad()
    {
        add(frame(fragment(IpNumber.UDP, slice(DATA, 0, 1600), 0, true).dontFragmentFlag(true)), 0);
        add(frame(fragment(IpNumber.UDP, slice(DATA, 1600, 2008), 1600, false)), 0);
        assertTrue(packet.dontFragment);

        add(frame(fragment(IpNumber.UDP, slice(DATA, 0, 1600), 0, true)), 0);
        add(frame(fragment(IpNumber.UDP, slice(DATA, 1600, 2008), 1600, false).dontFragmentFlag(true)), 0);
        assertFalse(packet.dontFragment);
        assertEquals(2028, packet.ipLength);
    }

    @Test
    void shouldGiveUpWhatOverlaps()
    {
        assertNull(add(part(0, 800), 0));
        assertNull(add(part(792, 1600), 0));
        assertNull(add(part(800, 1600), 0));
        assertNull(add(part(1600, 2008), 0));

        assertWhole(add(part(0, 800), 0));
    }

    @Test
    void shouldGiveUpWhatDisagreesAboutEnd()
    {
        assertNull(add(part(0, 800), 0));
        assertNull(add(part(1600, 2008), 0));
        final byte[] other = frame(fragment(IpNumber.UDP, slice(DATA, 800, 900), 800, false));
        assertNull(add(other, 0));
        assertNull(add(part(800, 1600), 0));

        assertNull(add(part(1600, 2008), 0));
        assertWhole(add(part(0, 800), 0));
    }

    @Test
    void shouldGiveUpWhatReachesBeyondEnd()
    {
        assertNull(add(part(800, 1600), 0));
        assertNull(add(frame(fragment(IpNumber.UDP, slice(DATA, 0, 800), 0, false)), 0));
        assertNull(add(part(0, 800), 0));
        assertNull(add(part(1600, 2008), 0));

        assertWhole(add(part(800, 1600), 0));
    }

    @Test
    void shouldGiveUpAfterTimeout()
    {
        assertNull(add(part(0), 0));
        assertNull(add(part(1), 0));
        assertNull(add(part(2), Reassembler.TIMEOUT_MS));

        assertNull(add(part(0), Reassembler.TIMEOUT_MS));
        assertWhole(add(part(1), Reassembler.TIMEOUT_MS + 1));
    }

    @Test
    void shouldGiveUpOldestWhenFull()
    {
        for (int id = 0; id <= Reassembler.PLACES; id++)
        {
            final IpV4Packet.Builder first = fragment(IpNumber.UDP, slice(DATA, 0, 800), 0, true);
            assertNull(add(frame(first.identification((short)id)), id));
        }
        for (int id = Reassembler.PLACES; id > 0; id--)
        {
            final IpV4Packet.Builder rest = fragment(IpNumber.UDP, slice(DATA, 800, 2008), 800, false);
            assertNotNull(add(frame(rest.identification((short)id)), 100), "datagram " + id);
        }
        final IpV4Packet.Builder rest = fragment(IpNumber.UDP, slice(DATA, 800, 2008), 800, false);
        assertNull(add(frame(rest.identification((short)0)), 100));
    }

    @Test
    void shouldRefuseDatagramLongerThanLargest()
    {
        // 65528 bytes of payload and a header of 20 are 13 too many.
        assertNull(add(frame(fragment(IpNumber.UDP, payload(65_512), 0, true)), 0));
        assertNull(add(frame(fragment(IpNumber.UDP, payload(16), 65_512, false)), 0));
    }

    private static byte[] part(final int index)
    {
        return part(index * SIZE, Math.min(DATA.length, (index + 1) * SIZE));
    }

    private static byte[] part(final int from, final int to)
    {
        return frame(fragment(IpNumber.UDP, slice(DATA, from, to), from, to < DATA.length));
    }

    private static IpV4Packet.Builder fragment(
        final IpNumber protocol, final byte[] data, final int offset, final boolean more)
    {
        return ipv4(protocol, raw(data))
            .dontFragmentFlag(false).moreFragmentFlag(more).fragmentOffset((short)(offset >> 3));
    }

    private Frame add(final byte[] bytes, final long nowMs)
    {
        final Wire wire = new Wire(bytes);
        packet = wire.packet;
        return PacketContext.MALFORMED == packet.kind ? null : reassembler.add(wire.frame, packet, nowMs);
    }

    private void assertWhole(final Frame whole)
    {
        assertNotNull(whole);
        final byte[] bytes = new byte[whole.length()];
        whole.buffer().getBytes(whole.offset(), bytes);
        assertEquals(hex(WHOLE), hex(bytes));
        assertEquals(PacketContext.TRANSPORT, packet.kind);
        assertEquals(Wire.INTERFACE, whole.interfaceIndex());
    }
}
