/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.slice;
import static io.jlvs.dataplane.packet.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Packets;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IpV4NoOperationOption;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6ExtFragmentPacket;
import org.pcap4j.packet.UnknownIpV4Option;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpV4OptionType;

class FragmenterTest
{
    private final CapturedFrames sent = new CapturedFrames();
    private final Fragmenter fragmenter = new Fragmenter(new IpIdentification(0x0102_0304, 1));

    @Test
    void shouldCutLikePcap4jBuildsFragments()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(2000))).dontFragmentFlag(false));
        final byte[] datagram = slice(bytes, 34, bytes.length);

        assertTrue(fragmentIpv4(bytes, 1000, false));

        assertEquals(3, sent.frames.size());
        assertSame(fragment(datagram, 0, 976, true, false), 0);
        assertSame(fragment(datagram, 976, 1952, true, false), 1);
        assertSame(fragment(datagram, 1952, 2008, false, false), 2);
        assertEquals(List.of(5, 5, 5), sent.interfaces);
    }

    @Test
    void shouldUseWholeMtuForLastFragment()
    {
        // 983 bytes of payload fit; all fragments but the last take 976 of them, a multiple of 8.
        final int mtu = 1003;

        assertTrue(fragmentIpv4(frame(ipv4(IpNumber.UDP, udp(false, payload(976 + 983 - 8)))), mtu, false));
        assertEquals(2, sent.frames.size());
        assertEquals(14 + 996, sent.frames.get(0).length);
        assertEquals(14 + 1003, sent.frames.get(1).length);

        assertTrue(fragmentIpv4(frame(ipv4(IpNumber.UDP, udp(false, payload(976 + 984 - 8)))), mtu, false));
        assertEquals(5, sent.frames.size());
        assertEquals(14 + 20 + 8, sent.frames.get(4).length);
    }

    @Test
    void shouldCutFragmentFurther()
    {
        final byte[] data = payload(400);
        final byte[] middle = frame(ipv4(IpNumber.UDP, raw(data))
            .dontFragmentFlag(false).moreFragmentFlag(true).fragmentOffset((short)100));

        assertTrue(fragmentIpv4(middle, 220, false));

        assertEquals(2, sent.frames.size());
        assertSame(frame(ipv4(IpNumber.UDP, raw(slice(data, 0, 200)))
            .dontFragmentFlag(false).moreFragmentFlag(true).fragmentOffset((short)100)), 0);
        assertSame(frame(ipv4(IpNumber.UDP, raw(slice(data, 200, 400)))
            .dontFragmentFlag(false).moreFragmentFlag(true).fragmentOffset((short)125)), 1);
    }

    @Test
    void shouldKeepOrClearDontFragment()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(1000))));
        final byte[] datagram = slice(bytes, 34, bytes.length);

        assertTrue(fragmentIpv4(bytes, 820, true));
        assertTrue(fragmentIpv4(bytes, 820, false));

        assertSame(fragment(datagram, 0, 800, true, true), 0);
        assertSame(fragment(datagram, 800, 1008, false, true), 1);
        assertSame(fragment(datagram, 0, 800, true, false), 2);
        assertSame(fragment(datagram, 800, 1008, false, false), 3);
    }

    @Test
    void shouldCopyOptionsOnlyWhereTheyBelong()
    {
        // Router alert (148) has the "copied" bit, record route (7) has not.
        final IpV4Packet.IpV4Option alert = new UnknownIpV4Option.Builder()
            .type(IpV4OptionType.getInstance((byte)148)).length((byte)4).data(new byte[2]).build();
        final IpV4Packet.IpV4Option record = new UnknownIpV4Option.Builder()
            .type(IpV4OptionType.RECORD_ROUTE).length((byte)7).data(new byte[]{ 4, 0, 0, 0, 0 }).build();
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(500)))
            .options(List.of(alert, record, IpV4NoOperationOption.getInstance())).dontFragmentFlag(false));

        assertTrue(fragmentIpv4(bytes, 300, false));

        assertEquals(hex(slice(bytes, 34, 46)), hex(slice(sent.frames.get(0), 34, 46)));
        for (int i = 1; i < sent.frames.size(); i++)
        {
            final byte[] later = sent.frames.get(i);
            assertEquals(hex(new byte[]{ (byte)148, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1 }), hex(slice(later, 34, 46)));
            assertEquals(PacketContext.FRAGMENT, Packets.parse(later).kind);
        }
        assertEquals(2, sent.frames.size());
    }

    @Test
    void shouldCutIpv6LikePcap4jBuildsFragments()
    {
        final byte[] bytes = frame(ipv6(IpNumber.UDP, udp(true, payload(2000))));
        final byte[] datagram = slice(bytes, 54, bytes.length);
        final Wire wire = new Wire(bytes);

        assertTrue(fragmenter.fragmentIpv6(wire.frame, wire.packet.ipOffset, 1280, 5, sent));

        assertEquals(2, sent.frames.size());
        assertSame(fragment6(slice(datagram, 0, 1232), 0, true), 0);
        assertSame(fragment6(slice(datagram, 1232, 2008), 1232, false), 1);
    }

    @Test
    void shouldRefuseMtuWithoutRoomForPayload()
    {
        final byte[] bytes = frame(ipv4(IpNumber.UDP, udp(false, payload(100))));
        final Wire wire = new Wire(frame(ipv6(IpNumber.UDP, udp(true, payload(100)))));

        assertFalse(fragmentIpv4(bytes, 27, false));
        assertFalse(fragmenter.fragmentIpv6(wire.frame, wire.packet.ipOffset, 55, 5, sent));
        assertEquals(0, sent.frames.size());
    }

    @Test
    void shouldStopWhenSinkIsFull()
    {
        sent.room(1);

        assertFalse(fragmentIpv4(frame(ipv4(IpNumber.UDP, udp(false, payload(2000)))), 500, false));
        assertEquals(1, sent.frames.size());
    }

    private boolean fragmentIpv4(final byte[] bytes, final int mtu, final boolean keepsFlag)
    {
        final Wire wire = new Wire(bytes);
        final boolean result = fragmenter.fragmentIpv4(wire.frame, wire.packet.ipOffset, mtu, keepsFlag, 5, sent);
        final byte[] after = new byte[bytes.length];
        wire.frame.buffer().getBytes(wire.frame.offset(), after);
        assertEquals(hex(bytes), hex(after), "the datagram itself");
        return result;
    }

    private static byte[] fragment(
        final byte[] datagram, final int from, final int to, final boolean more, final boolean dontFragment)
    {
        return frame(ipv4(IpNumber.UDP, raw(slice(datagram, from, to)))
            .dontFragmentFlag(dontFragment).moreFragmentFlag(more).fragmentOffset((short)(from >> 3)));
    }

    private static byte[] fragment6(final byte[] data, final int offset, final boolean more)
    {
        return frame(ipv6(IpNumber.IPV6_FRAG, new IpV6ExtFragmentPacket.Builder()
            .nextHeader(IpNumber.UDP).fragmentOffset((short)(offset >> 3)).m(more).identification(0x0102_0304)
            .payloadBuilder(raw(data))));
    }

    private void assertSame(final byte[] expected, final int index)
    {
        assertEquals(hex(expected), hex(sent.frames.get(index)), "fragment " + index);
    }
}
