/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A received frame with its parsed view, and the servers and routes that the tests forward to.
 */
final class Wire
{
    static final int INTERFACE = 2;
    static final int OTHER_INTERFACE = 3;
    static final int HEADROOM = 128;
    static final long SERVER_MAC = 0x02_00_00_00_00_21L;
    static final long NET6 = 0xFD00_0000_0000_0000L;
    static final long SERVER4_ADDRESS = 0x0A00_0015L;
    static final long DIRECTOR4_ADDRESS = 0x0A00_0001L;
    static final long VIP4_ADDRESS = 0x0A00_0064L;
    static final long CLIENT4_ADDRESS = 0x0A00_000AL;
    static final Destination SERVER4 =
        new Destination(1, false, 0, SERVER4_ADDRESS, 80, new TrafficCounters(1), 1);
    static final Destination SERVER6 = new Destination(1, true, NET6, 0x21, 80, new TrafficCounters(1), 1);

    final PacketContext packet = new PacketContext();
    final Frame frame = new Frame();

    Wire(final byte[] bytes)
    {
        this(bytes, HEADROOM);
    }

    Wire(final byte[] bytes, final int headroom)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[headroom + bytes.length]);
        buffer.putBytes(headroom, bytes);
        frame.wrap(buffer, headroom, bytes.length, headroom, INTERFACE);
        PacketParser.parse(buffer, headroom, bytes.length, packet);
    }

    static NextHop nextHop4(final int mtu)
    {
        return new NextHop(INTERFACE, Packets.DIRECTOR_MAC, SERVER_MAC, mtu, 0, DIRECTOR4_ADDRESS);
    }

    static NextHop nextHop6(final int mtu)
    {
        return new NextHop(INTERFACE, Packets.DIRECTOR_MAC, SERVER_MAC, mtu, NET6, 1);
    }

    static NextHop otherInterface(final int mtu)
    {
        return new NextHop(OTHER_INTERFACE, Packets.DIRECTOR_MAC, SERVER_MAC, mtu, 0, DIRECTOR4_ADDRESS);
    }
}
