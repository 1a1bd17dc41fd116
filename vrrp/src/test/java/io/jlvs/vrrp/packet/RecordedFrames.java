/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.io.PcapIo;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames of a recording of keepalived.
 */
final class RecordedFrames
{
    private static final int PAYLOAD_OFFSET = EthernetFlyweight.LENGTH;
    private static final int IPV6_LENGTH = 16;

    private RecordedFrames()
    {
    }

    static List<byte[]> read(final String name)
    {
        final List<byte[]> frames = new ArrayList<>();
        try (PcapIo in = new PcapIo(Path.of("src/test/resources/golden/keepalived", name + ".pcap"), null, 1))
        {
            in.poll(
                (frame) ->
                {
                    final byte[] bytes = new byte[frame.length()];
                    frame.buffer().getBytes(frame.offset(), bytes);
                    frames.add(bytes);
                },
                Integer.MAX_VALUE);
        }
        return frames;
    }

    static List<byte[]> adverts(final String name)
    {
        return read(name).stream().filter(RecordedFrames::isAdvert).toList();
    }

    static int type(final byte[] frame)
    {
        return new EthernetFlyweight().wrap(new UnsafeBuffer(frame), 0).type();
    }

    static boolean isAdvert(final byte[] frame)
    {
        final int protocol = protocol(frame);
        return IpProtocol.VRRP == protocol || IpProtocol.AUTHENTICATION == protocol;
    }

    static int protocol(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        return switch (type(frame))
        {
            case EtherType.IPV4 -> new Ipv4Flyweight().wrap(buffer, PAYLOAD_OFFSET).protocol();
            case EtherType.IPV6 -> new Ipv6Flyweight().wrap(buffer, PAYLOAD_OFFSET).nextHeader();
            default -> -1;
        };
    }

    static int identification(final byte[] frame)
    {
        return new Ipv4Flyweight().wrap(new UnsafeBuffer(frame), PAYLOAD_OFFSET).identification();
    }

    static AdvertDatagram datagram(final byte[] frame)
    {
        if (EtherType.IPV4 == type(frame))
        {
            return new AdvertDatagram(
                new UnsafeBuffer(frame),
                PAYLOAD_OFFSET,
                frame.length - PAYLOAD_OFFSET,
                address(frame, PAYLOAD_OFFSET + Ipv4Flyweight.SOURCE_OFFSET, Integer.BYTES),
                address(frame, PAYLOAD_OFFSET + Ipv4Flyweight.DESTINATION_OFFSET, Integer.BYTES),
                frame[PAYLOAD_OFFSET + Ipv4Flyweight.TTL_OFFSET] & 0xFF);
        }
        final int advertOffset = PAYLOAD_OFFSET + Ipv6Flyweight.LENGTH;
        return new AdvertDatagram(
            new UnsafeBuffer(frame),
            advertOffset,
            frame.length - advertOffset,
            address(frame, PAYLOAD_OFFSET + Ipv6Flyweight.SOURCE_OFFSET, IPV6_LENGTH),
            address(frame, PAYLOAD_OFFSET + Ipv6Flyweight.DESTINATION_OFFSET, IPV6_LENGTH),
            frame[PAYLOAD_OFFSET + Ipv6Flyweight.HOP_LIMIT_OFFSET] & 0xFF);
    }

    private static InetAddress address(final byte[] frame, final int offset, final int length)
    {
        try
        {
            return InetAddress.getByAddress(Arrays.copyOfRange(frame, offset, offset + length));
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
