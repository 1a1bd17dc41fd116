/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static io.jlvs.dataplane.packet.Packets.ethernet;
import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.portUnreachable;
import static io.jlvs.dataplane.packet.Packets.portUnreachable6;
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.pcap4j.packet.IpV4NoOperationOption;
import org.pcap4j.packet.IpV6ExtDestinationOptionsPacket;
import org.pcap4j.packet.IpV6ExtFragmentPacket;
import org.pcap4j.packet.IpV6PadNOption;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

/**
 * Frames that nobody should send: random bytes, and valid frames with random changes, most of them with the checksums
 * put right again, so that they get past the first check.
 */
public final class HostileFrames
{
    private static final int MAX_CHANGES = 6;
    private static final byte[][] VALID = valid();

    private final Random random;

    /**
     * A source of frames.
     *
     * @param seed same seed, same frames.
     */
    public HostileFrames(final long seed)
    {
        random = new Random(seed);
    }

    /**
     * Next frame.
     *
     * @return new bytes.
     */
    public byte[] next()
    {
        if (0 == random.nextInt(10))
        {
            final byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            return bytes;
        }

        final byte[] valid = VALID[random.nextInt(VALID.length)];
        final byte[] bytes = 0 == random.nextInt(4) ?
            Arrays.copyOf(valid, random.nextInt(valid.length + 20)) : valid.clone();
        for (int i = random.nextInt(MAX_CHANGES); i > 0 && bytes.length > 0; i--)
        {
            // Most changes hit the headers, in the first 80 bytes.
            final int limit = 0 == random.nextInt(4) ? bytes.length : Math.min(bytes.length, 80);
            final int at = random.nextInt(limit);
            bytes[at] = (byte)(0 == random.nextInt(2) ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
        }
        if (0 != random.nextInt(5))
        {
            repair(bytes);
        }
        return bytes;
    }

    private static void repair(final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (final int offset : new int[]{ 14, 18, 22 })
        {
            if (offset + Ipv4Flyweight.LENGTH > bytes.length || 4 != bytes[offset] >> 4)
            {
                continue;
            }
            final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(buffer, offset);
            if (offset + ip.headerLength() <= bytes.length)
            {
                ip.putChecksum();
            }
            final int start = offset + ip.headerLength();
            final int length = ip.totalLength() - ip.headerLength();
            if (IpProtocol.ICMP == ip.protocol() && length >= IcmpFlyweight.LENGTH && start + length <= bytes.length)
            {
                new IcmpFlyweight().wrap(buffer, start)
                    .checksum(0).checksum(Checksums.finish(Checksums.sum(buffer, start, length)));
            }
        }
    }

    private static byte[][] valid()
    {
        final byte[] data = payload(40);
        final IpV4NoOperationOption nop = IpV4NoOperationOption.getInstance();
        final EtherType tag = EtherType.DOT1Q_VLAN_TAGGED_FRAMES;
        return new byte[][]
        {
            frame(ipv4(IpNumber.TCP, tcp(false, data))),
            frame(ipv4(IpNumber.UDP, udp(false, data))),
            frame(ipv6(IpNumber.TCP, tcp(true, data))),
            frame(ipv6(IpNumber.UDP, udp(true, data))),
            frame(ipv4(IpNumber.UDP, udp(false, data)).options(List.of(nop, nop, nop, nop))),
            frame(ipv4(IpNumber.UDP, raw(data)).dontFragmentFlag(false).fragmentOffset((short)9)),
            frame(ipv4(IpNumber.ICMPV4, portUnreachable(ipv4(IpNumber.UDP, udp(false, data)).build()))),
            frame(ipv6(IpNumber.ICMPV6, portUnreachable6(ipv6(IpNumber.TCP, tcp(true, data)).build()))),
            frame(ipv6(IpNumber.ICMPV6, portUnreachable6(
                ipv6(IpNumber.IPV6_FRAG, fragment(data)).build()))),
            frame(ipv6(IpNumber.IPV6_FRAG, fragment(data))),
            frame(ipv6(IpNumber.IPV6_DST_OPTS, options(tcp(true, data)))),
            frame(ipv6(IpNumber.ICMPV6, portUnreachable6(
                ipv6(IpNumber.IPV6_DST_OPTS, options(tcp(true, new byte[0]))).build()))),
            ethernet(tag, vlan(100, EtherType.IPV4, ipv4(IpNumber.TCP, tcp(false, data)))),
            ethernet(tag, vlan(100, tag, vlan(7, EtherType.IPV6, ipv6(IpNumber.UDP, udp(true, data))))),
        };
    }

    private static IpV6ExtDestinationOptionsPacket.Builder options(final TcpPacket.Builder segment)
    {
        return new IpV6ExtDestinationOptionsPacket.Builder()
            .nextHeader(IpNumber.TCP).hdrExtLen((byte)0).payloadBuilder(segment)
            .options(List.of(new IpV6PadNOption.Builder().data(new byte[4]).dataLen((byte)4).build()));
    }

    private static IpV6ExtFragmentPacket.Builder fragment(final byte[] data)
    {
        return new IpV6ExtFragmentPacket.Builder()
            .nextHeader(IpNumber.UDP).fragmentOffset((short)0).m(true).identification(1)
            .payloadBuilder(udp(true, data));
    }
}
