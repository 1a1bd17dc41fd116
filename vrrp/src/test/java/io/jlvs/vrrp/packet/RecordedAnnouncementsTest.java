/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.IpProtocol;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gratuitous ARP and neighbour adverts equal those in the recordings of keepalived.
 */
class RecordedAnnouncementsTest
{
    private static final int ROUNDS = 5;
    private static final int NEIGHBOUR_FLAGS_OFFSET = 14 + 40 + NeighbourAdvertFrame.FLAGS_OFFSET;
    private static final int NEIGHBOUR_CHECKSUM_OFFSET = 14 + 40 + 2;
    private static final String VIP = "10.0.0.100";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[NeighbourAdvertFrame.LENGTH]);

    @ParameterizedTest
    @CsvSource({
        "vrrp-noauth,020000000001,5",
        "vrrp-pass,020000000001,30",
        "vrrp-pass,020000000002,30",
        "vrrp-ah,020000000001,5",
        "vrrp-longpass,020000000001,5",
        "vrrp-prio255,020000000001,10",
        "vrrp-unicast,020000000001,5",
        "vrrp-v3,020000000001,5",
        "vrrp-vmac,00005e000133,5"})
    void shouldWriteTheSameGratuitousArp(final String name, final String mac, final int count)
    {
        final int length = new GratuitousArpFrame()
            .encode(buffer, 0, Long.parseLong(mac, 16), (Inet4Address)Instances.ip(VIP));

        final String expected = HexFormat.of().formatHex(buffer.byteArray(), 0, length);
        final List<String> recorded = RecordedFrames.read(name).stream()
            .filter((frame) -> EtherType.ARP == RecordedFrames.type(frame))
            .map((frame) -> HexFormat.of().formatHex(frame))
            .filter((frame) -> frame.startsWith(mac, 12) && frame.endsWith("0a000064"))
            .toList();
        assertEquals(count, recorded.size());
        recorded.forEach((frame) -> assertEquals(expected, frame));
    }

    @Test
    void shouldWriteTheSameNeighbourAdverts()
    {
        final List<String> recorded = RecordedFrames.read("vrrp-v6").stream()
            .filter((frame) -> IpProtocol.ICMPV6 == RecordedFrames.protocol(frame))
            .map((frame) -> HexFormat.of().formatHex(frame))
            .toList();

        assertEquals(4 * ROUNDS, recorded.size());
        for (int i = 0; i < recorded.size(); i++)
        {
            final String address = List.of("fe80::100", "fd00::100").get(i % 2);
            assertEquals(recorded.get(i), HexFormat.of().formatHex(neighbourAdvert(address, false)));
        }
    }

    @Test
    void shouldTellThatTheHostRoutes()
    {
        final byte[] host = neighbourAdvert("fd00::100", false);
        final byte[] router = neighbourAdvert("fd00::100", true);

        assertEquals(0x20, host[NEIGHBOUR_FLAGS_OFFSET]);
        assertEquals((byte)0xA0, router[NEIGHBOUR_FLAGS_OFFSET]);
        // The checksum of the recording, 0x589d, less the one bit more.
        assertEquals("d89c", HexFormat.of().formatHex(
            router, NEIGHBOUR_CHECKSUM_OFFSET, NEIGHBOUR_CHECKSUM_OFFSET + 2));
    }

    @Test
    void shouldKnowTheMacsOfVirtualRouters()
    {
        assertEquals(0x00005E000133L, VirtualMacs.of(false, 0x33));
        assertEquals(0x00005E0002FFL, VirtualMacs.of(true, 0xFF));
    }

    private byte[] neighbourAdvert(final String address, final boolean isRouter)
    {
        final int length = new NeighbourAdvertFrame()
            .encode(buffer, 0, 0x020000000001L, (Inet6Address)Instances.ip(address), isRouter);
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
