/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.vrrp.model.AdvertSettings.UnicastPeer;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.Authentication.HmacMode;
import io.jlvs.vrrp.model.VrrpVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdvertDecoderTest
{
    private static final Authentication AH = new Authentication.Header("secret12");
    private static final Authentication PASS = new Authentication.Password("1111");
    private static final Instances V2 = Instances.v2(Authentication.NONE);
    private static final Instances V3 = Instances.v3(false);
    private static final Instances V6 = Instances.v3(true);
    private static final Instances UNICAST = V3.peers(new UnicastPeer(Instances.ip("10.0.0.1"), 0, 255));
    private static final Instances HMAC = V3.authentication(HmacVectorsTest.hmac(HmacMode.ENFORCE));
    private static final long EPOCH_NS = TimeUnit.SECONDS.toNanos(1_000_000_000);
    private static final int AH_OFFSET = Ipv4Flyweight.LENGTH;
    private static final int TRAILER_OFFSET = Ipv4Flyweight.LENGTH + AdvertFlyweight.HEADER_LENGTH + Integer.BYTES;

    @Test
    void shouldTellWhatIsInTheAdvert()
    {
        final Advert advert = assertAccepted(V3, Datagrams.of(V3));

        assertEquals(new Advert(
            Instances.ip("10.0.0.1"),
            Instances.ip("224.0.0.18"),
            255,
            VrrpVersion.V3,
            51,
            200,
            TimeUnit.SECONDS.toNanos(1),
            Instances.ips("10.0.0.100"),
            ChecksumKind.PSEUDO_HEADER), advert);
    }

    @Test
    void shouldRejectWhatIsTooShortForItsHeaders()
    {
        assertRejected(AdvertError.LENGTH, V2, Datagrams.of(V2).length(19));
        assertRejected(AdvertError.LENGTH, V2, Datagrams.of(V2).length(27));
        assertRejected(AdvertError.LENGTH, V6, Datagrams.of(V6).length(7));
        assertRejected(AdvertError.LENGTH, ah(), Datagrams.of(ah()).length(51));
    }

    @Test
    void shouldRejectALengthThatIsNotThatOfTheAddresses()
    {
        assertRejected(AdvertError.LENGTH, V2, Datagrams.of(V2).forged((advert) -> advert.addressCount(9)));
        assertRejected(AdvertError.LENGTH, V6, Datagrams.of(V6).forged((advert) -> advert.addressCount(0)));
        assertRejected(AdvertError.LENGTH, V2, Datagrams.of(V2.addresses("10.0.0.1", "10.0.0.2", "10.0.0.3"))
            .forged((advert) -> advert.addressCount(1)));
    }

    @Test
    void shouldRejectADatagramShorterThanItsIpHeaderSays()
    {
        assertRejected(AdvertError.LENGTH, V2, Datagrams.of(V2).length(39));
    }

    @Test
    void shouldTolerateThePaddingOfAnEthernetFrame()
    {
        assertAccepted(V2, Datagrams.of(V2).length(46));
        assertAccepted(V3, Datagrams.of(V3).length(46));
        assertRejected(AdvertError.LENGTH, V2, Datagrams.of(V2).length(47));
    }

    @Test
    void shouldLeaveAdvertsOfOtherRoutersAlone()
    {
        assertRejected(AdvertError.OTHER_ROUTER, V2, Datagrams.of(V2.virtualRouterId(52)));
        assertEquals(52, Datagrams.of(V2.virtualRouterId(52)).datagram().virtualRouterId());
        assertEquals(52, Datagrams.of(ah().virtualRouterId(52)).datagram().virtualRouterId());
        assertEquals(52, Datagrams.of(V6.virtualRouterId(52)).datagram().virtualRouterId());
        assertEquals(-1, Datagrams.of(V6).length(7).datagram().virtualRouterId());
    }

    @Test
    void shouldRejectAMulticastThatCameThroughARouter()
    {
        assertRejected(AdvertError.TTL, V2, Datagrams.of(V2).ttl(254));
        assertRejected(AdvertError.TTL, V6, Datagrams.of(V6).ttl(254));
        assertAccepted(UNICAST, Datagrams.of(UNICAST).ttl(254));
    }

    @Test
    void shouldRejectAnotherVersion()
    {
        assertRejected(AdvertError.VERSION, V3, Datagrams.of(V2));
        assertRejected(AdvertError.VERSION, V2, Datagrams.of(V3));
    }

    @Test
    void shouldRejectAnAuthenticationHeaderWhereNoneIsConfiguredAndTheReverse()
    {
        assertRejected(AdvertError.AUTHENTICATION_TYPE_MISMATCH, V2, Datagrams.of(ah()));
        assertRejected(AdvertError.AUTHENTICATION_TYPE_MISMATCH, ah(), Datagrams.of(V2));
    }

    @Test
    void shouldRejectAnotherAuthenticationTypeThanConfigured()
    {
        assertRejected(AdvertError.AUTHENTICATION_TYPE_MISMATCH, pass(), Datagrams.of(V2));
        assertRejected(AdvertError.AUTHENTICATION_TYPE_MISMATCH, V2, Datagrams.of(pass()));
    }

    @Test
    void shouldRejectAnUnknownAuthenticationType()
    {
        assertRejected(AdvertError.AUTHENTICATION_TYPE, V2,
            Datagrams.of(V2).forged((advert) -> advert.authenticationType(3)));
    }

    @Test
    void shouldRejectAnotherPassword()
    {
        assertRejected(AdvertError.PASSWORD, pass(), Datagrams.of(Instances.v2(new Authentication.Password("1112"))));
    }

    @Test
    void shouldRejectAnAuthenticationHeaderOfAnotherKey()
    {
        assertRejected(
            AdvertError.HEADER_DIGEST, ah(), Datagrams.of(Instances.v2(new Authentication.Header("secret13"))));
    }

    @Test
    void shouldNoticeWhateverIsChangedBelowAnAuthenticationHeader()
    {
        final Datagrams advert = Datagrams.of(ah());
        // TOS, fragment field and header checksum are not covered.
        final Set<Integer> uncovered = Set.of(1, 6, 7, 10, 11);
        for (int i = 0; i < advert.bytes().length; i++)
        {
            final int offset = i;
            final AdvertVerdict verdict = decode(
                ah(), advert.changed((buffer) -> buffer.putByte(offset, (byte)(1 ^ buffer.getByte(offset)))));

            assertEquals(
                uncovered.contains(i), verdict instanceof AdvertVerdict.Accepted, "byte " + i + ": " + verdict);
        }
    }

    @Test
    void shouldPassOverAnAuthenticationHeaderOfSomethingElse()
    {
        assertRejected(AdvertError.FOREIGN_HEADER, ah(),
            Datagrams.of(ah()).changed((buffer) -> buffer.putByte(AH_OFFSET, (byte)IpProtocol.TCP)));
    }

    @Test
    void shouldRejectASecurityParametersIndexOtherThanTheSource()
    {
        final Datagrams advert = Datagrams.of(ah()).changed((buffer) ->
        {
            buffer.putByte(AH_OFFSET + AuthenticationHeaderFlyweight.SPI_OFFSET, (byte)11);
            new AuthenticationHeaderFlyweight().wrap(buffer, AH_OFFSET).data(new AuthenticationDigest("secret12")
                .compute(buffer, 0, Ipv4Flyweight.LENGTH, buffer.capacity(), false));
        });

        assertRejected(AdvertError.HEADER_SPI, ah(), advert);
    }

    @Test
    void shouldRejectASequenceNumberThatDoesNotGrow()
    {
        final AdvertDecoder decoder = ah().decoder();
        final Datagrams first = Datagrams.of(ah());
        final Datagrams second = first.next(0);

        assertInstanceOf(AdvertVerdict.Accepted.class, decoder.decode(first.datagram(), 0));
        assertInstanceOf(AdvertVerdict.Accepted.class, decoder.decode(second.datagram(), 0));
        assertError(AdvertError.HEADER_REPLAY, decoder.decode(second.datagram(), 0));
        assertError(AdvertError.HEADER_REPLAY, decoder.decode(first.datagram(), 0));
    }

    @Test
    void shouldGoOnFromTheSequenceNumberThatWasHeard()
    {
        final AuthenticationSequence sequence = new AuthenticationSequence();
        final Instances instance = ah();
        final AdvertDecoder decoder =
            new AdvertDecoder(instance.settings(), instance.addresses(), instance.intervalNs(), sequence);
        Datagrams advert = Datagrams.of(instance);
        for (int i = 0; i < 41; i++)
        {
            advert = advert.next(0);
        }

        decoder.decode(advert.datagram(), 0);

        assertEquals(43, sequence.next());
    }

    @Test
    void shouldDropAnotherIntervalInVersion2WithoutACounter()
    {
        assertRejected(AdvertError.INTERVAL, V2, Datagrams.of(V2.interval(TimeUnit.SECONDS.toNanos(2))));
        assertEquals(Optional.empty(), AdvertError.INTERVAL.statistic());
    }

    @Test
    void shouldRemarkAnotherIntervalInVersion3()
    {
        final Instances faster = V3.interval(TimeUnit.MILLISECONDS.toNanos(10));

        final AdvertVerdict verdict = decode(V3, Datagrams.of(faster));

        final AdvertVerdict.Accepted accepted = assertInstanceOf(AdvertVerdict.Accepted.class, verdict);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(10), accepted.advert().intervalNs());
        assertEquals(
            List.of(new AdvertVerdict.Remark(
                AdvertError.INTERVAL_DIFFERS, "advert interval 0.01 s, expected 1 s")),
            accepted.remarks());
    }

    @Test
    void shouldRejectAnIntervalOfNothing()
    {
        assertRejected(AdvertError.INTERVAL, V3, Datagrams.of(V3.interval(0)));
    }

    @Test
    void shouldIgnoreTheReservedBits()
    {
        final Datagrams advert = Datagrams.of(V3.withoutPseudoHeader()).forged(
            (flyweight) -> flyweight.authenticationType(0xF0));

        assertEquals(TimeUnit.SECONDS.toNanos(1), assertAccepted(V3, advert).intervalNs());
    }

    @Test
    void shouldRejectAnotherType()
    {
        assertRejected(AdvertError.TYPE, V2, Datagrams.of(V2).forged((advert) -> advert.version(2, 2)));
    }

    @Test
    void shouldRejectAWrongChecksum()
    {
        for (final Instances instance : List.of(V2, pass(), V3, V3.withoutPseudoHeader(), V6))
        {
            final int lastByte = Datagrams.of(instance).datagram().advertOffset() + AdvertFlyweight.PRIORITY_OFFSET;

            assertRejected(AdvertError.CHECKSUM, instance,
                Datagrams.of(instance).changed((buffer) -> buffer.putByte(lastByte, (byte)1)));
        }
    }

    @Test
    void shouldTakeBothKindsOfChecksumAndTellWhich()
    {
        final Instances plain = V3.withoutPseudoHeader();

        assertEquals(ChecksumKind.ADVERT, assertAccepted(V3, Datagrams.of(plain)).checksum());
        assertEquals(ChecksumKind.ADVERT, assertAccepted(plain, Datagrams.of(plain)).checksum());
        assertEquals(ChecksumKind.PSEUDO_HEADER, assertAccepted(V3, Datagrams.of(V3)).checksum());
        assertEquals(ChecksumKind.PSEUDO_HEADER, assertAccepted(plain, Datagrams.of(V3)).checksum());
    }

    @Test
    void shouldRejectAMulticastWhereUnicastIsConfiguredAndTheReverse()
    {
        assertRejected(AdvertError.DESTINATION, UNICAST, Datagrams.of(V3));
        assertRejected(AdvertError.DESTINATION, V3, Datagrams.of(V3).to(Instances.ip("10.0.0.2")));
        assertRejected(AdvertError.DESTINATION, V6, Datagrams.of(V6).to(Instances.ip("fe80::2")));
    }

    @Test
    void shouldRejectUnicastOfStrangersWhereThatIsChecked()
    {
        final Datagrams stranger = Datagrams.of(UNICAST).from(Instances.ip("10.0.0.9"));

        assertAccepted(UNICAST, stranger);
        assertRejected(AdvertError.UNKNOWN_PEER, UNICAST.checkingUnicastSource(), stranger);
        assertAccepted(UNICAST.checkingUnicastSource(), Datagrams.of(UNICAST));
    }

    @Test
    void shouldHoldAPeerToItsTtl()
    {
        final Instances near =
            V3.peers(new UnicastPeer(Instances.ip("10.0.0.1"), 253, 254)).checkingUnicastSource();

        assertRejected(AdvertError.PEER_TTL, near, Datagrams.of(near).ttl(252));
        assertAccepted(near, Datagrams.of(near).ttl(253));
        assertAccepted(near, Datagrams.of(near).ttl(254));
        assertRejected(AdvertError.PEER_TTL, near, Datagrams.of(near).ttl(255));
    }

    @Test
    void shouldRemarkOtherAddresses()
    {
        final Instances two = V3.addresses("10.0.0.100", "10.0.0.101");

        assertRemark(AdvertError.ADDRESS_LIST, decode(two, Datagrams.of(V3)));
        assertRemark(AdvertError.ADDRESS_LIST, decode(V3, Datagrams.of(two)));
        assertRemark(AdvertError.ADDRESS_LIST, decode(V3, Datagrams.of(V3.addresses("10.0.0.99"))));
        assertRemark(AdvertError.ADDRESS_LIST,
            decode(two, Datagrams.of(V3.addresses("10.0.0.100", "10.0.0.100"))));
        assertAccepted(two, Datagrams.of(V3.addresses("10.0.0.101", "10.0.0.100")));
    }

    @Test
    void shouldNotLookAtTheAddressesOfTheSameSenderAgainIfToldSo()
    {
        final Datagrams advert = Datagrams.of(V3.addresses("10.0.0.99"));
        final AdvertDecoder skipping = V3.skippingAddressCheck().decoder();
        final AdvertDecoder checking = V3.decoder();

        assertRemark(AdvertError.ADDRESS_LIST, skipping.decode(advert.datagram(), 0));
        assertEquals(List.of(), ((AdvertVerdict.Accepted)skipping.decode(advert.datagram(), 0)).remarks());
        assertRemark(AdvertError.ADDRESS_LIST, checking.decode(advert.datagram(), 0));
        assertRemark(AdvertError.ADDRESS_LIST, checking.decode(advert.datagram(), 0));
    }

    @Test
    void shouldDemandATrailerOnlyWhenEnforced()
    {
        final Authentication.Hmac permissive = HmacVectorsTest.hmac(HmacMode.PERMISSIVE);

        assertRejected(AdvertError.HMAC_MISSING, HMAC, Datagrams.of(V3));
        assertAccepted(V3.authentication(permissive), Datagrams.of(V3));
        assertAccepted(V3.authentication(HmacVectorsTest.hmac(HmacMode.RECEIVE_ONLY)),
            Datagrams.of(V3.authentication(HmacVectorsTest.hmac(HmacMode.RECEIVE_ONLY))));
        assertRejected(AdvertError.LENGTH, V3, Datagrams.of(HMAC, EPOCH_NS));
    }

    @Test
    void shouldRejectAnUnknownTrailer()
    {
        final Datagrams signed = Datagrams.of(HMAC, EPOCH_NS);

        assertRejected(AdvertError.HMAC_MALFORMED, HMAC,
            signed.changed((buffer) -> buffer.putByte(TRAILER_OFFSET, (byte)2)));
        assertRejected(AdvertError.HMAC_MALFORMED, HMAC, signed.changed((buffer) ->
            buffer.putByte(TRAILER_OFFSET + HmacTrailerFlyweight.RESERVED_OFFSET, (byte)1)));
    }

    @Test
    void shouldRejectATrailerOfAnUnknownKey()
    {
        final Authentication.Hmac other = new Authentication.Hmac(
            Map.of(2, new byte[32]), 2, false, TimeUnit.SECONDS.toNanos(5), HmacMode.ENFORCE);

        assertRejected(
            AdvertError.HMAC_UNKNOWN_KEY, HMAC, Datagrams.of(V3.authentication(other), EPOCH_NS));
    }

    @Test
    void shouldRejectATrailerOfAnotherKeyUnderTheSameId()
    {
        final Authentication.Hmac other = new Authentication.Hmac(
            Map.of(1, new byte[32]), 1, false, TimeUnit.SECONDS.toNanos(5), HmacMode.ENFORCE);

        assertRejected(AdvertError.HMAC_INVALID, HMAC, Datagrams.of(V3.authentication(other), EPOCH_NS));
    }

    @Test
    void shouldRejectAStaleTrailer()
    {
        assertRejected(
            AdvertError.HMAC_STALE, HMAC, Datagrams.of(HMAC, EPOCH_NS - TimeUnit.SECONDS.toNanos(6)));
    }

    @Test
    void shouldRejectARepeatedTrailer()
    {
        final AdvertDecoder decoder = HMAC.decoder();
        final Datagrams first = Datagrams.of(HMAC, EPOCH_NS);
        final Datagrams second = first.next(EPOCH_NS);

        assertInstanceOf(AdvertVerdict.Accepted.class, decoder.decode(first.datagram(), EPOCH_NS));
        assertInstanceOf(AdvertVerdict.Accepted.class, decoder.decode(second.datagram(), EPOCH_NS));
        assertError(AdvertError.HMAC_REPLAY, decoder.decode(first.datagram(), EPOCH_NS));
    }

    @Test
    void shouldTakeSignedUnicastOfPeersOnly()
    {
        final Instances signedUnicast = UNICAST.authentication(HmacVectorsTest.hmac(HmacMode.ENFORCE));

        assertAccepted(signedUnicast, Datagrams.of(signedUnicast, EPOCH_NS));
        assertRejected(AdvertError.UNKNOWN_PEER, signedUnicast,
            Datagrams.of(signedUnicast, EPOCH_NS).from(Instances.ip("10.0.0.9")));
    }

    @Test
    void shouldCountIntoEveryCounterOfKeepalived()
    {
        final Set<AdvertStatistic> fed = EnumSet.noneOf(AdvertStatistic.class);
        for (final AdvertError error : AdvertError.values())
        {
            error.statistic().ifPresent(fed::add);
        }

        assertEquals(EnumSet.allOf(AdvertStatistic.class), fed);
    }

    private static Instances ah()
    {
        return Instances.v2(AH);
    }

    private static Instances pass()
    {
        return Instances.v2(PASS);
    }

    private static AdvertVerdict decode(final Instances instance, final Datagrams advert)
    {
        return instance.decoder().decode(advert.datagram(), EPOCH_NS);
    }

    private static Advert assertAccepted(final Instances instance, final Datagrams advert)
    {
        final AdvertVerdict verdict = decode(instance, advert);
        final AdvertVerdict.Accepted accepted =
            assertInstanceOf(AdvertVerdict.Accepted.class, verdict, verdict::toString);
        assertEquals(List.of(), accepted.remarks());
        return accepted.advert();
    }

    private static void assertRejected(
        final AdvertError error, final Instances instance, final Datagrams advert)
    {
        assertError(error, decode(instance, advert));
    }

    private static void assertError(final AdvertError error, final AdvertVerdict verdict)
    {
        assertEquals(
            error, assertInstanceOf(AdvertVerdict.Rejected.class, verdict, verdict::toString).error(),
            verdict::toString);
    }

    private static void assertRemark(final AdvertError error, final AdvertVerdict verdict)
    {
        final AdvertVerdict.Accepted accepted =
            assertInstanceOf(AdvertVerdict.Accepted.class, verdict, verdict::toString);
        assertEquals(
            List.of(error), accepted.remarks().stream().map(AdvertVerdict.Remark::error).toList());
    }
}
