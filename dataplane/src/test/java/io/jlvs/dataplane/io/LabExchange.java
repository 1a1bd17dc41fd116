/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends one frame through interface v1 and expects it at v2, having come through a forwarder that changes nothing but
 * MAC addresses. Prints what differs, or "same" and how the frame was described.
 * <pre>
 *   LabExchange batch|ring plain|tagged|super|tagged-super
 * </pre>
 */
public final class LabExchange
{
    private static final int MARK = 0x4a4c5653;
    private static final int TAG = 0x81002064;
    private static final int IP_LENGTH = 20;
    private static final int TCP_LENGTH = 20;
    private static final int TCP_CHECKSUM = 16;
    private static final int SEGMENT = 1000;
    private static final int MAC_ADDRESSES = 12;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private LabExchange()
    {
    }

    /**
     * Run to the end.
     *
     * @param args as the class says.
     */
    public static void main(final String[] args)
    {
        final boolean isTagged = args[1].startsWith("tagged");
        final boolean isSuper = args[1].endsWith("super");
        final LinkInfo in;
        final LinkInfo out;
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            in = netlink.link("v1").orElseThrow();
            out = netlink.link("v2").orElseThrow();
        }
        try (AfPacketIo io = new AfPacketIo(
            new AfPacketIo.Context().interfaces(in.index(), out.index()).transmitRing("ring".equals(args[0]))))
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);
            final int length = write(buffer, isTagged, isSuper ? 40 * SEGMENT : 26);
            final Frame frame = new Frame().wrap(buffer, 0, length, 0, in.index());
            final int network = isTagged ? 18 : 14;
            if (isSuper)
            {
                frame.offload(
                    Frame.FLAG_NEEDS_CHECKSUM,
                    Frame.GSO_TCPV4,
                    network + IP_LENGTH + TCP_LENGTH,
                    SEGMENT,
                    network + IP_LENGTH,
                    TCP_CHECKSUM);
            }
            System.out.println(io.transmit(in.index(), frame) ? "sent" : "not sent");
            io.flush();

            final String[] result = new String[1];
            final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
            while (null == result[0] && System.nanoTime() - deadlineNs < 0)
            {
                io.poll(
                    (received) ->
                    {
                        if (out.index() == received.interfaceIndex() && isMarked(received))
                        {
                            result[0] = describe(received, buffer, length);
                        }
                    },
                    64);
                io.awaitFrames(10);
            }
            System.out.println(null == result[0] ? "nothing came" : result[0]);
            System.out.println("transmitDrops " + io.transmitDrops());
        }
    }

    private static int write(final UnsafeBuffer buffer, final boolean isTagged, final int payload)
    {
        // To the forwarder's MAC address at the other end of v1.
        buffer.putShort(0, (short)0x0200, ByteOrder.BIG_ENDIAN);
        buffer.putInt(2, 0x0102, ByteOrder.BIG_ENDIAN);
        buffer.putInt(6, 0x02000000, ByteOrder.BIG_ENDIAN);
        buffer.putShort(10, (short)0x0101, ByteOrder.BIG_ENDIAN);
        int offset = MAC_ADDRESSES;
        if (isTagged)
        {
            buffer.putInt(offset, TAG, ByteOrder.BIG_ENDIAN);
            offset += Integer.BYTES;
        }
        buffer.putShort(offset, (short)EtherType.IPV4, ByteOrder.BIG_ENDIAN);
        final int ip = offset + Short.BYTES;
        buffer.putByte(ip, (byte)0x45);
        buffer.putShort(ip + 2, (short)(IP_LENGTH + TCP_LENGTH + payload), ByteOrder.BIG_ENDIAN);
        buffer.putByte(ip + 8, (byte)64);
        buffer.putByte(ip + 9, (byte)IpProtocol.TCP);
        buffer.putInt(ip + 12, 0x0a090001, ByteOrder.BIG_ENDIAN);
        buffer.putInt(ip + 16, 0x0a090002, ByteOrder.BIG_ENDIAN);
        final int tcp = ip + IP_LENGTH;
        buffer.putByte(tcp + 12, (byte)0x50);
        buffer.putByte(tcp + 13, (byte)0x10);
        for (int i = 0; i < payload; i++)
        {
            buffer.putByte(tcp + TCP_LENGTH + i, (byte)(i * 7));
        }
        buffer.putInt(tcp + TCP_LENGTH, MARK, ByteOrder.BIG_ENDIAN);
        return tcp + TCP_LENGTH + payload;
    }

    private static boolean isMarked(final Frame frame)
    {
        return 66 <= frame.length() && (hasMark(frame, 54) || hasMark(frame, 58));
    }

    private static boolean hasMark(final Frame frame, final int offset)
    {
        return MARK == frame.buffer().getInt(frame.offset() + offset, ByteOrder.BIG_ENDIAN);
    }

    private static String describe(final Frame frame, final UnsafeBuffer expected, final int expectedLength)
    {
        final byte[] bytes = new byte[frame.length()];
        frame.buffer().getBytes(frame.offset(), bytes);
        boolean isSame = bytes.length == expectedLength;
        for (int i = MAC_ADDRESSES; isSame && i < bytes.length; i++)
        {
            isSame = bytes[i] == expected.getByte(i);
        }
        return (isSame ? "same" : "different " + HexFormat.of().formatHex(bytes, 0, Math.min(80, bytes.length))) +
            " length=" + frame.length() +
            " flags=" + frame.flags() +
            " gso=" + frame.gsoType() +
            " size=" + frame.gsoSize() +
            " start=" + frame.checksumStart() +
            " offset=" + frame.checksumOffset();
    }
}
