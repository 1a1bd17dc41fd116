/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.util.ByteArrays;

class ChecksumsTest
{
    @Test
    void shouldAgreeWithPcap4jForEveryLengthAndOffset()
    {
        final long seed = System.nanoTime();
        System.out.println("ChecksumsTest seed " + seed);
        final Random random = new Random(seed);
        final byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

        for (int length = 0; length < 280; length++)
        {
            final int offset = random.nextInt(16);
            final byte[] range = Packets.slice(bytes, offset, offset + length);

            final int expected = ByteArrays.calcChecksum(range) & 0xFFFF;
            assertEquals(expected, Checksums.finish(Checksums.sum(buffer, offset, length)), "length " + length);
        }
    }

    @Test
    void shouldSumAllOnes()
    {
        final byte[] bytes = new byte[65535];
        java.util.Arrays.fill(bytes, (byte)0xFF);

        assertEquals(0xFF00, Checksums.sum(new UnsafeBuffer(bytes), 0, bytes.length));
        assertEquals(0xFFFF, Checksums.sum(new UnsafeBuffer(bytes), 0, bytes.length - 1));
    }

    @Test
    void shouldUpdateLikeFullComputation()
    {
        final long seed = System.nanoTime();
        System.out.println("ChecksumsTest seed " + seed);
        final Random random = new Random(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[20]);
        for (int i = 0; i < 10_000; i++)
        {
            random.nextBytes(buffer.byteArray());
            buffer.putShort(10, (short)0);
            final int before = buffer.getShort(8, java.nio.ByteOrder.BIG_ENDIAN) & 0xFFFF;
            final int after = random.nextInt(0x10000);
            final int checksum = Checksums.finish(Checksums.sum(buffer, 0, 20));

            buffer.putShort(8, (short)after, java.nio.ByteOrder.BIG_ENDIAN);

            final int expected = Checksums.finish(Checksums.sum(buffer, 0, 20));
            assertEquals(expected, Checksums.update(checksum, before, after));
        }
    }

    @Test
    void shouldReproduceExampleOfRfc1624()
    {
        // RFC 1624 section 4: HC 0xDD2F, m 0x5555, m' 0x3285 gives 0x0000.
        assertEquals(0x0000, Checksums.update(0xDD2F, 0x5555, 0x3285));
    }

    @Test
    void shouldDecrementTtlAndKeepChecksumRight()
    {
        final byte[] frame = frame(ipv4(IpNumber.UDP, udp(false, payload(5))));
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(buffer, EthernetFlyweight.LENGTH);
        for (int ttl = 63; ttl >= 0; ttl--)
        {
            ip.decrementTtl();

            assertEquals(ttl, ip.ttl());
            assertTrue(Checksums.isIntact(Checksums.sum(buffer, EthernetFlyweight.LENGTH, 20)), () -> hex(frame));
        }
    }

    @Test
    void shouldAcceptIntactTransportAndRefuseBroken()
    {
        final byte[][] frames =
        {
            frame(ipv4(IpNumber.TCP, tcp(false, payload(7)))),
            frame(ipv4(IpNumber.UDP, udp(false, payload(7)))),
            frame(ipv6(IpNumber.TCP, tcp(true, payload(8)))),
            frame(ipv6(IpNumber.UDP, udp(true, payload(9)))),
        };
        for (final byte[] frame : frames)
        {
            final PacketContext packet = Packets.parse(frame);
            final UnsafeBuffer buffer = new UnsafeBuffer(frame);
            assertTrue(Checksums.isTransportIntact(buffer, packet), () -> hex(frame));

            frame[frame.length - 1] ^= 0x40;
            assertFalse(Checksums.isTransportIntact(buffer, packet), () -> hex(frame));
        }
    }

    @Test
    void shouldTakeUdpWithoutChecksumOverIpv4Only()
    {
        final byte[] v4 = frame(ipv4(IpNumber.UDP, udp(false, payload(7)).correctChecksumAtBuild(false)));
        final byte[] v6 = frame(ipv6(IpNumber.UDP, udp(true, payload(7)).correctChecksumAtBuild(false)));

        assertTrue(Checksums.isTransportIntact(new UnsafeBuffer(v4), Packets.parse(v4)));
        assertFalse(Checksums.isTransportIntact(new UnsafeBuffer(v6), Packets.parse(v6)));
    }

    @Test
    void shouldCompleteUnfinishedChecksum()
    {
        final byte[] frame = frame(ipv6(IpNumber.TCP, tcp(true, payload(33))));
        final byte[] expected = frame.clone();
        final PacketContext packet = Packets.parse(frame);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int field = packet.transportOffset + TcpFlyweight.CHECKSUM_OFFSET;
        final int pseudo = Checksums.fold(Checksums.pseudoHeader(packet, packet.transportLength));
        buffer.putShort(field, (short)pseudo, java.nio.ByteOrder.BIG_ENDIAN);

        Checksums.complete(buffer, packet.transportOffset, frame.length, field);

        assertEquals(hex(expected), hex(frame));
    }
}
