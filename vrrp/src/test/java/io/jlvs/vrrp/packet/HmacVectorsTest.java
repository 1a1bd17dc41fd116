/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.Authentication.HmacMode;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The two images of draft-cassen-vrrp-auth-hmac: key 00 01 .. 1f, virtual router 51, priority 200, 1 s. IPv4 from
 * 198.51.100.10 for 192.0.2.100, with a checksum over the advert alone; IPv6 from fe80::10 to fe80::20 for fe80::100.
 */
class HmacVectorsTest
{
    private static final String IPV4 =
        "3133c80100644402c0000264" + "010100006800000080000000" + "1b84bc4e8e43892dc6d98448f8ee2265";
    private static final String IPV6 =
        "3133c8010064a2e9" + "fe800000000000000000000000000100" +
        "010100006800000080000000" + "c8c56146ebfd66ee10ec4d8186461b78";
    private static final int IPV4_ADVERT_LENGTH = 12;
    private static final int IPV6_ADVERT_LENGTH = 24;
    private static final int IPV4_HEADER_LENGTH = 20;
    private static final long EPOCH_NS =
        TimeUnit.SECONDS.toNanos(0x68000000L) + TimeUnit.SECONDS.toNanos(1) / 2;

    @Test
    void shouldVerifyTheImageOverIpv4()
    {
        assertNull(check(verifier(), "198.51.100.10", HexFormat.of().parseHex(IPV4), IPV4_ADVERT_LENGTH, EPOCH_NS));
    }

    @Test
    void shouldVerifyTheImageOverIpv6()
    {
        assertNull(check(verifier(), "fe80::10", HexFormat.of().parseHex(IPV6), IPV6_ADVERT_LENGTH, EPOCH_NS));
    }

    @Test
    void shouldWriteTheImageOverIpv4()
    {
        final Instances instance = Instances.v3(false).addresses("192.0.2.100").withoutPseudoHeader()
            .authentication(hmac(HmacMode.ENFORCE));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AdvertDatagram.MAX_LENGTH]);
        final AdvertEncoder encoder = instance.encoder();

        encoder.begin(Instances.ip("198.51.100.10"), 200, EPOCH_NS);
        final int length = encoder.encode(buffer, 0, Instances.GROUP_V4);

        assertEquals(IPV4, HexFormat.of().formatHex(buffer.byteArray(), IPV4_HEADER_LENGTH, length));
    }

    @Test
    void shouldWriteTheImageOverIpv6()
    {
        final Instances instance = Instances.v3(true).authentication(hmac(HmacMode.ENFORCE));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AdvertDatagram.MAX_LENGTH]);
        final AdvertEncoder encoder = instance.encoder();

        encoder.begin(Instances.ip("fe80::10"), 200, EPOCH_NS);
        final int length = encoder.encode(buffer, 0, Instances.ip("fe80::20"));

        assertEquals(IPV6, HexFormat.of().formatHex(buffer.byteArray(), 0, length));
    }

    @Test
    void shouldNoticeEveryChangedBitButThoseOfTheChecksum()
    {
        final byte[] image = HexFormat.of().parseHex(IPV6);
        for (int bit = 0; bit < image.length * Byte.SIZE; bit++)
        {
            final int offset = bit / Byte.SIZE;
            final byte[] changed = image.clone();
            changed[offset] ^= (byte)(1 << bit % Byte.SIZE);

            final AdvertError error = check(verifier(), "fe80::10", changed, IPV6_ADVERT_LENGTH, EPOCH_NS);

            final boolean isChecksum = 6 == offset || 7 == offset;
            assertEquals(isChecksum, null == error, "bit " + bit + ": " + error);
        }
    }

    @Test
    void shouldBindTheSource()
    {
        assertEquals(AdvertError.HMAC_INVALID,
            check(verifier(), "fe80::20", HexFormat.of().parseHex(IPV6), IPV6_ADVERT_LENGTH, EPOCH_NS));
    }

    @Test
    void shouldTakeASequenceOnceFromEachSender()
    {
        final HmacVerifier verifier = verifier();
        final byte[] image = HexFormat.of().parseHex(IPV6);

        assertNull(check(verifier, "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS));
        assertEquals(AdvertError.HMAC_REPLAY,
            check(verifier, "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS));
    }

    @Test
    void shouldTakeWhatIsInTheWindowOnly()
    {
        final byte[] image = HexFormat.of().parseHex(IPV6);
        final long second = TimeUnit.SECONDS.toNanos(1);

        assertNull(check(verifier(), "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS + 5 * second));
        assertNull(check(verifier(), "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS - 5 * second));
        assertEquals(AdvertError.HMAC_STALE,
            check(verifier(), "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS + 6 * second));
        assertEquals(AdvertError.HMAC_STALE,
            check(verifier(), "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS - 6 * second));
    }

    @Test
    void shouldGrowWhenTheClockDoesNot()
    {
        final byte[] first = new byte[IPV6_ADVERT_LENGTH + HmacTrailerFlyweight.LENGTH];
        final byte[] second = first.clone();
        final HmacSigner signer = new HmacSigner(hmac(HmacMode.ENFORCE));

        sign(signer, first, EPOCH_NS);
        sign(signer, second, EPOCH_NS);

        assertEquals(sequence(first) + 1, sequence(second));
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void shouldStartAnewAfterTheClockWasSetBackBeyondTheWindow()
    {
        final byte[] image = new byte[IPV6_ADVERT_LENGTH + HmacTrailerFlyweight.LENGTH];
        final HmacSigner signer = new HmacSigner(hmac(HmacMode.ENFORCE));
        final HmacSigner monotonic = new HmacSigner(new Authentication.Hmac(
            keys(), 1, true, TimeUnit.SECONDS.toNanos(5), HmacMode.ENFORCE));
        final long earlierNs = EPOCH_NS - TimeUnit.SECONDS.toNanos(3600);
        sign(signer, image, EPOCH_NS);
        sign(monotonic, image, EPOCH_NS);

        sign(signer, image, earlierNs);
        assertEquals(0x68000000L - 3600, sequence(image) >>> Integer.SIZE);
        sign(monotonic, image, earlierNs);
        assertEquals(0x6800000080000001L, sequence(image));
    }

    @Test
    void shouldHearASenderAgainWhoseClockWasSetBackBeyondTheWindow()
    {
        final HmacVerifier verifier = verifier();
        final byte[] image = new byte[IPV6_ADVERT_LENGTH + HmacTrailerFlyweight.LENGTH];
        final HmacSigner signer = new HmacSigner(hmac(HmacMode.ENFORCE));
        final long laterNs = EPOCH_NS + TimeUnit.SECONDS.toNanos(3600);
        sign(signer, image, laterNs);
        assertNull(check(verifier, "fe80::10", image, IPV6_ADVERT_LENGTH, laterNs));

        sign(signer, image, EPOCH_NS);

        assertNull(check(verifier, "fe80::10", image, IPV6_ADVERT_LENGTH, EPOCH_NS));
    }

    @Test
    void shouldOrderTimesAcrossTheWrapOfTheSeconds()
    {
        final long beforeNs = TimeUnit.SECONDS.toNanos(0xFFFF_FFFFL);
        final long afterNs = TimeUnit.SECONDS.toNanos(0x1_0000_0000L);

        assertTrue(HmacTime.isAfter(HmacTime.sequence(afterNs), HmacTime.sequence(beforeNs)));
        assertEquals(1, HmacTime.ageS(HmacTime.sequence(beforeNs), afterNs));
        assertEquals(-1, HmacTime.ageS(HmacTime.sequence(afterNs), beforeNs));
    }

    @Test
    void shouldSignFirstWithTheClockAlsoAfter2038()
    {
        final byte[] image = new byte[IPV6_ADVERT_LENGTH + HmacTrailerFlyweight.LENGTH];
        final long epochNs = TimeUnit.SECONDS.toNanos(0x9000_0000L);

        sign(new HmacSigner(hmac(HmacMode.ENFORCE)), image, epochNs);

        assertEquals(0x9000_0000L, sequence(image) >>> Integer.SIZE);
        assertArrayEquals(new byte[IPV6_ADVERT_LENGTH], Arrays.copyOf(image, IPV6_ADVERT_LENGTH));
    }

    static Authentication.Hmac hmac(final HmacMode mode)
    {
        return new Authentication.Hmac(keys(), 1, false, TimeUnit.SECONDS.toNanos(5), mode);
    }

    private static Map<Integer, byte[]> keys()
    {
        final byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++)
        {
            key[i] = (byte)i;
        }
        return Map.of(1, key);
    }

    private static HmacVerifier verifier()
    {
        return new HmacVerifier(hmac(HmacMode.ENFORCE), 4);
    }

    private static AdvertError check(
        final HmacVerifier verifier, final String source, final byte[] image, final int length, final long epochNs)
    {
        final InetAddress address = Instances.ip(source);
        return verifier.check(address, new UnsafeBuffer(image), 0, length, true, epochNs);
    }

    private static void sign(final HmacSigner signer, final byte[] image, final long epochNs)
    {
        signer.advance(epochNs);
        signer.sign(Instances.ip("fe80::10").getAddress(), new UnsafeBuffer(image), 0, IPV6_ADVERT_LENGTH);
    }

    private static long sequence(final byte[] image)
    {
        return new HmacTrailerFlyweight().wrap(new UnsafeBuffer(image), IPV6_ADVERT_LENGTH).sequence();
    }
}
