/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static io.jlvs.vrrp.packet.AdvertFlyweight.AUTHENTICATION_DATA_LENGTH;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.VrrpVersion;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the adverts of one instance as keepalived does: IPv4 datagrams whole, with identifications that count from 1,
 * TOS 0xC0 and no "don't fragment"; of IPv6 ones what is behind the header.
 * <p>
 * {@link #begin} starts an advert, {@link #encode} writes a copy for each destination: all copies have the same
 * identification and sequence number. One thread.
 */
public final class AdvertEncoder
{
    /** TTL of multicasts: who receives another one knows that it came through a router. */
    public static final int MULTICAST_TTL = 255;

    private static final int NETWORK_CONTROL = 0xC0;
    private static final int IDENTIFICATION_MASK = 0xFFFF;
    private static final long NANOS_OF_A_HUNDREDTH = TimeUnit.MILLISECONDS.toNanos(10);

    private final AdvertSettings settings;
    private final long advertIntervalNs;
    private final AuthenticationSequence authenticationSequence;
    private final byte[] addresses;
    private final int addressCount;
    private final byte[] authenticationData;
    private final AuthenticationDigest authenticationDigest;
    private final HmacSigner hmacSigner;
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final AuthenticationHeaderFlyweight authenticationHeader = new AuthenticationHeaderFlyweight();
    private final AdvertFlyweight advert = new AdvertFlyweight();

    private InetAddress source;
    private byte[] sourceBytes;
    private int priority;
    private int identification;
    private int sequence;

    /**
     * Write adverts of an instance.
     *
     * @param settings               of the instance.
     * @param addresses              that the adverts list, in this order; at most 255, of the family of the settings.
     * @param advertIntervalNs       that the adverts tell; whole seconds for version 2, hundredths for version 3.
     * @param authenticationSequence that the decoder of the instance has, too.
     */
    public AdvertEncoder(
        final AdvertSettings settings,
        final List<InetAddress> addresses,
        final long advertIntervalNs,
        final AuthenticationSequence authenticationSequence)
    {
        this.settings = settings;
        this.advertIntervalNs = advertIntervalNs;
        this.authenticationSequence = authenticationSequence;
        this.addresses = concatenated(addresses);
        addressCount = addresses.size();
        final Authentication authentication = settings.authentication();
        authenticationData = AuthenticationDigest.key(
            authentication instanceof final Authentication.Password password ? password.text() : "");
        authenticationDigest = authentication instanceof final Authentication.Header header ?
            new AuthenticationDigest(header.text()) : null;
        hmacSigner = authentication instanceof final Authentication.Hmac hmac &&
            Authentication.HmacMode.RECEIVE_ONLY != hmac.mode() ? new HmacSigner(hmac) : null;
    }

    /**
     * Begin an advert: take the next identification and sequence number.
     *
     * @param newSource   address that it is sent from.
     * @param newPriority 0..255.
     * @param epochNs     wall clock in nanoseconds since 1970; counts for {@code auth_hmac} only.
     */
    public void begin(final InetAddress newSource, final int newPriority, final long epochNs)
    {
        source = newSource;
        sourceBytes = newSource.getAddress();
        priority = newPriority;
        // The kernel would choose one for 0.
        identification = IDENTIFICATION_MASK == identification ? 1 : identification + 1;
        if (null != authenticationDigest)
        {
            sequence = authenticationSequence.next();
        }
        if (null != hmacSigner)
        {
            hmacSigner.advance(epochNs);
        }
    }

    /**
     * Write a copy of the advert begun last.
     *
     * @param buffer      that takes it, at most {@link AdvertDatagram#MAX_LENGTH} bytes.
     * @param offset      of the first byte.
     * @param destination group or peer.
     * @return length in bytes.
     */
    public int encode(final MutableDirectBuffer buffer, final int offset, final InetAddress destination)
    {
        if (settings.isIpv6())
        {
            return encodeAdvert(buffer, offset, destination);
        }
        final boolean isWithHeader = null != authenticationDigest;
        final int headersLength =
            Ipv4Flyweight.LENGTH + (isWithHeader ? AuthenticationHeaderFlyweight.LENGTH : 0);
        final int length = headersLength + encodeAdvert(buffer, offset + headersLength, destination);
        ipv4.wrap(buffer, offset)
            .headerLength(Ipv4Flyweight.LENGTH)
            .tos(NETWORK_CONTROL)
            .totalLength(length)
            .identification(identification)
            .fragment(0)
            .ttl(ttl(destination))
            .protocol(isWithHeader ? IpProtocol.AUTHENTICATION : IpProtocol.VRRP);
        buffer.putBytes(offset + Ipv4Flyweight.SOURCE_OFFSET, sourceBytes);
        buffer.putBytes(offset + Ipv4Flyweight.DESTINATION_OFFSET, destination.getAddress());
        ipv4.putChecksum();
        if (isWithHeader)
        {
            authenticationHeader.wrap(buffer, offset + Ipv4Flyweight.LENGTH).put((int)ipv4.source(), sequence);
            authenticationHeader.data(authenticationDigest.compute(
                buffer, offset, Ipv4Flyweight.LENGTH, length, !destination.isMulticastAddress()));
        }
        return length;
    }

    /**
     * TTL or hop limit of a copy.
     *
     * @param destination group or peer.
     * @return 255 to a group, else as configured.
     */
    public int ttl(final InetAddress destination)
    {
        return destination.isMulticastAddress() ? MULTICAST_TTL : settings.ttl();
    }

    private int encodeAdvert(final MutableDirectBuffer buffer, final int offset, final InetAddress destination)
    {
        int length = AdvertFlyweight.HEADER_LENGTH;
        advert.wrap(buffer, offset)
            .version(settings.version().number(), AdvertFlyweight.TYPE_ADVERTISEMENT)
            .virtualRouterId(settings.virtualRouterId())
            .priority(priority)
            .addressCount(addressCount)
            .checksum(0);
        buffer.putBytes(offset + length, addresses);
        length += addresses.length;
        if (VrrpVersion.V2 == settings.version())
        {
            advert.authenticationType(authenticationType())
                .intervalS((int)TimeUnit.NANOSECONDS.toSeconds(advertIntervalNs));
            buffer.putBytes(offset + length, authenticationData);
            length += AUTHENTICATION_DATA_LENGTH;
        }
        else
        {
            advert.intervalCs((int)(advertIntervalNs / NANOS_OF_A_HUNDREDTH));
        }
        final int trailerLength = null == hmacSigner ? 0 : HmacTrailerFlyweight.LENGTH;
        if (null != hmacSigner)
        {
            hmacSigner.sign(sourceBytes, buffer, offset, length);
        }
        // Over IPv6 the checksum is that of the whole payload, as the kernel would compute it.
        final int coveredLength = settings.isIpv6() ? length + trailerLength : length;
        final long pseudoHeader =
            hasPseudoHeader() ? PseudoHeader.sum(source, destination, coveredLength) : 0;
        advert.checksum(Checksums.finish(pseudoHeader + Checksums.sum(buffer, offset, coveredLength)));
        return length + trailerLength;
    }

    private boolean hasPseudoHeader()
    {
        return settings.isIpv6() || VrrpVersion.V3 == settings.version() && !settings.isWithoutPseudoHeader();
    }

    private int authenticationType()
    {
        return settings.authentication() instanceof Authentication.Password ? AdvertFlyweight.AUTHENTICATION_PASSWORD :
            null != authenticationDigest ? AdvertFlyweight.AUTHENTICATION_HEADER :
            AdvertFlyweight.AUTHENTICATION_NONE;
    }

    private static byte[] concatenated(final List<InetAddress> addresses)
    {
        final int length = addresses.stream().mapToInt((address) -> address.getAddress().length).sum();
        final byte[] bytes = new byte[length];
        int offset = 0;
        for (final InetAddress address : addresses)
        {
            final byte[] one = address.getAddress();
            System.arraycopy(one, 0, bytes, offset, one.length);
            offset += one.length;
        }
        return bytes;
    }
}
