/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.vrrp.model.Authentication;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every advert in the recordings of keepalived is decoded, and written again from its settings, byte by byte.
 */
class RecordedAdvertsTest
{
    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV6_LENGTH = 40;

    static Stream<Arguments> recordings()
    {
        return Stream.of(
            Arguments.of("vrrp-noauth", Instances.v2(Authentication.NONE), Set.of(200, 0), 6),
            Arguments.of("vrrp-pass", Instances.v2(new Authentication.Password("1111")), Set.of(200, 150, 0), 50),
            Arguments.of("vrrp-longpass",
                Instances.v2(new Authentication.Password("12345678901")), Set.of(200, 0), 6),
            Arguments.of("vrrp-ah", Instances.v2(new Authentication.Header("secret12")), Set.of(200, 0), 6),
            Arguments.of("vrrp-prio255", Instances.v2(Authentication.NONE), Set.of(255, 0), 9),
            Arguments.of("vrrp-vmac", Instances.v2(Authentication.NONE), Set.of(200, 0), 6),
            Arguments.of("vrrp-v3", Instances.v3(false), Set.of(200, 0), 4),
            Arguments.of("vrrp-v6",
                Instances.v3(true).virtualRouterId(61).addresses("fe80::100", "fd00::100"), Set.of(120, 0), 8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void shouldWriteTheSameBytes(
        final String name, final Instances instance, final Set<Integer> priorities, final int count)
    {
        final Map<InetAddress, AdvertEncoder> encoders = new HashMap<>();
        final Map<InetAddress, Integer> identifications = new HashMap<>();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AdvertDatagram.MAX_LENGTH]);
        final List<byte[]> frames = RecordedFrames.adverts(name);
        for (final byte[] frame : frames)
        {
            final AdvertDatagram datagram = RecordedFrames.datagram(frame);
            final int headersLength = ETHERNET_LENGTH + (instance.isIpv6() ? IPV6_LENGTH : 0);
            final int identification = instance.isIpv6() ? 0 : RecordedFrames.identification(frame);
            if (1 == identification)
            {
                encoders.remove(datagram.source());
                identifications.remove(datagram.source());
            }
            final AdvertEncoder encoder =
                encoders.computeIfAbsent(datagram.source(), (source) -> instance.encoder());
            final int last = identifications.getOrDefault(datagram.source(), 0);
            identifications.put(datagram.source(), identification);

            // Adverts that were sent while the link was down are not in the recording.
            for (int i = Math.min(last, identification - 1); i < identification; i++)
            {
                encoder.begin(datagram.source(), priority(frame, datagram), 0);
            }
            final int length = encoder.encode(buffer, 0, datagram.destination());

            assertEquals(hex(frame, headersLength, frame.length - headersLength), hex(buffer.byteArray(), 0, length));
        }
        assertEquals(count, frames.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void shouldDecode(
        final String name, final Instances instance, final Set<Integer> priorities, final int count)
    {
        final AdvertDecoder decoder = instance.decoder();
        final List<byte[]> frames = RecordedFrames.adverts(name);
        final Set<Integer> seen = new HashSet<>();
        for (final byte[] frame : frames)
        {
            final AdvertVerdict verdict = decoder.decode(RecordedFrames.datagram(frame), 0);

            final AdvertVerdict.Accepted accepted =
                assertInstanceOf(AdvertVerdict.Accepted.class, verdict, () -> verdict + hex(frame, 0, frame.length));
            assertEquals(List.of(), accepted.remarks());
            assertEquals(instance.addresses(), accepted.advert().addresses());
            assertEquals(instance.intervalNs(), accepted.advert().intervalNs());
            assertEquals(instance.virtualRouterId(), accepted.advert().virtualRouterId());
            seen.add(accepted.advert().priority());
        }
        assertEquals(priorities, seen);
        assertEquals(count, frames.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void shouldTellWhatTheChecksumCovers(
        final String name, final Instances instance, final Set<Integer> priorities, final int count)
    {
        final AdvertDecoder decoder = instance.decoder();

        final Set<ChecksumKind> kinds = RecordedFrames.adverts(name).stream()
            .map((frame) -> decoder.decode(RecordedFrames.datagram(frame), 0))
            .map((verdict) -> ((AdvertVerdict.Accepted)verdict).advert().checksum())
            .collect(Collectors.toSet());

        assertEquals(
            Set.of(name.startsWith("vrrp-v3") || name.startsWith("vrrp-v6") ?
                ChecksumKind.PSEUDO_HEADER : ChecksumKind.ADVERT),
            kinds);
        assertTrue(0 < priorities.size() && 0 < count);
    }

    private static int priority(final byte[] frame, final AdvertDatagram datagram)
    {
        return frame[datagram.advertOffset() + AdvertFlyweight.PRIORITY_OFFSET] & 0xFF;
    }

    private static String hex(final byte[] bytes, final int offset, final int length)
    {
        return HexFormat.of().formatHex(bytes, offset, offset + length);
    }
}
