/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.VrrpVersion;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether a datagram is a valid advert for one instance, with keepalived's checks in keepalived's order, and
 * remembers what it needs against repeated adverts. Any bytes give a verdict, never an exception.
 * <p>
 * Over IPv4 both kinds of version 3 checksums are taken, and the verdict tells which one the sender has. One thread.
 */
public final class AdvertDecoder
{
    /** Payload of the shortest Ethernet frame: a shorter datagram comes with padding behind it. */
    private static final int MIN_ETHERNET_PAYLOAD = 46;
    private static final long NANOS_OF_A_HUNDREDTH = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    /** Senders by multicast whose sequence is remembered: more than a few masters at once are not honest. */
    private static final int MULTICAST_SENDERS = 4;

    private final AdvertSettings settings;
    private final List<InetAddress> addresses;
    private final Set<InetAddress> addressSet;
    private final long advertIntervalNs;
    private final PacketAuthentication packetAuthentication;
    private final HmacVerifier hmacVerifier;
    private final AdvertFlyweight header = new AdvertFlyweight();
    private InetAddress lastSource;

    private AdvertDatagram datagram;
    private int advertOffset;
    private int advertLength;
    private int payloadLength;
    private ChecksumKind checksum;

    /**
     * Decode for an instance.
     *
     * @param settings               of the instance.
     * @param addresses              that the adverts should list.
     * @param advertIntervalNs       own one.
     * @param authenticationSequence that the encoder of the instance has, too.
     */
    public AdvertDecoder(
        final AdvertSettings settings,
        final List<InetAddress> addresses,
        final long advertIntervalNs,
        final AuthenticationSequence authenticationSequence)
    {
        this.settings = settings;
        this.addresses = List.copyOf(addresses);
        this.advertIntervalNs = advertIntervalNs;
        addressSet = Set.copyOf(addresses);
        packetAuthentication = new PacketAuthentication(settings, authenticationSequence);
        hmacVerifier = settings.authentication() instanceof final Authentication.Hmac hmac ?
            new HmacVerifier(hmac, isUnicast() ? settings.peers().size() : MULTICAST_SENDERS) : null;
    }

    /**
     * Decode.
     *
     * @param newDatagram of the family of the settings.
     * @param epochNs     wall clock in nanoseconds since 1970; counts for {@code auth_hmac} only.
     * @return advert, or what is wrong with it.
     */
    public AdvertVerdict decode(final AdvertDatagram newDatagram, final long epochNs)
    {
        datagram = newDatagram;
        AdvertVerdict.Rejected rejected = checkFrame();
        rejected = null == rejected ? checkAuthenticity(epochNs) : rejected;
        rejected = null == rejected ? checkContent() : rejected;
        return null == rejected ? accept() : rejected;
    }

    private AdvertVerdict.Rejected checkFrame()
    {
        advertOffset = AdvertDatagram.MAX_LENGTH < datagram.length() ? -1 : datagram.advertOffset();
        if (advertOffset < 0)
        {
            return rejected(AdvertError.LENGTH, datagram.length() + " bytes");
        }
        header.wrap(datagram.buffer(), advertOffset);
        if (settings.virtualRouterId() != header.virtualRouterId())
        {
            return rejected(
                AdvertError.OTHER_ROUTER,
                mismatch("virtual router", header.virtualRouterId(), settings.virtualRouterId()));
        }
        if (packetAuthentication.isWithHeader() != datagram.hasAuthenticationHeader())
        {
            return rejected(AdvertError.AUTHENTICATION_TYPE_MISMATCH, datagram.hasAuthenticationHeader() ?
                "an authentication header that is not configured" : "no authentication header");
        }
        return checkLength().or(this::checkTtl).or(this::checkVersion).orElse(null);
    }

    private Optional<AdvertVerdict.Rejected> checkLength()
    {
        final int headersLength = advertOffset - datagram.offset();
        final int totalLength = datagram.isIpv6() ? datagram.length() : datagram.ipv4().totalLength();
        final int addressLength = datagram.isIpv6() ? IPV6_LENGTH : IPV4_LENGTH;
        final boolean isVersion2 = VrrpVersion.V2.number() == header.version() && !datagram.isIpv6();
        advertLength = AdvertFlyweight.HEADER_LENGTH + header.addressCount() * addressLength +
            (isVersion2 ? AdvertFlyweight.AUTHENTICATION_DATA_LENGTH : 0);
        payloadLength = advertLength;
        if (null != hmacVerifier && headersLength + advertLength + HmacTrailerFlyweight.LENGTH == totalLength)
        {
            payloadLength += HmacTrailerFlyweight.LENGTH;
        }
        final int expectedLength = headersLength + payloadLength;
        return isFramed(totalLength, datagram.length()) && isFramed(expectedLength, totalLength) ?
            Optional.empty() :
            Optional.of(rejected(AdvertError.LENGTH,
                datagram.length() + " bytes, " + totalLength + " by its IP header, expected " + expectedLength));
    }

    /** The shortest datagram of IPv6 fills a frame: there is no padding. */
    private boolean isFramed(final int length, final int outerLength)
    {
        return length == outerLength ||
            !datagram.isIpv6() && length < outerLength && outerLength <= MIN_ETHERNET_PAYLOAD;
    }

    private Optional<AdvertVerdict.Rejected> checkTtl()
    {
        return isUnicast() || AdvertEncoder.MULTICAST_TTL == datagram.ttl() ?
            Optional.empty() :
            Optional.of(rejected(AdvertError.TTL, mismatch("TTL", datagram.ttl(), AdvertEncoder.MULTICAST_TTL)));
    }

    private Optional<AdvertVerdict.Rejected> checkVersion()
    {
        return settings.version().number() == header.version() ?
            Optional.empty() :
            Optional.of(rejected(
                AdvertError.VERSION, mismatch("version", header.version(), settings.version().number())));
    }

    private AdvertVerdict.Rejected checkAuthenticity(final long epochNs)
    {
        if (null != hmacVerifier)
        {
            final boolean hasTrailer = advertLength < payloadLength;
            if (hasTrailer && isUnicast() && peer().isEmpty())
            {
                return rejected(AdvertError.UNKNOWN_PEER, "no peer");
            }
            final AdvertError error = hmacVerifier.check(
                datagram.source(), datagram.buffer(), advertOffset, advertLength, hasTrailer, epochNs);
            if (null != error)
            {
                return rejected(error, hasTrailer ? "trailer" : "no trailer");
            }
        }
        return VrrpVersion.V2 == settings.version() ?
            packetAuthentication.check(datagram, header, advertOffset, advertLength) : null;
    }

    private AdvertVerdict.Rejected checkContent()
    {
        final long intervalNs = intervalNs();
        // An interval of 0 in version 3 would let a backup take over at once, and for ever again.
        if (0 == intervalNs || VrrpVersion.V2 == settings.version() && advertIntervalNs != intervalNs)
        {
            return rejected(AdvertError.INTERVAL, intervals(intervalNs));
        }
        if (AdvertFlyweight.TYPE_ADVERTISEMENT != header.type())
        {
            return rejected(
                AdvertError.TYPE, mismatch("type", header.type(), AdvertFlyweight.TYPE_ADVERTISEMENT));
        }
        checksum = checksumKind();
        if (null == checksum)
        {
            return rejected(AdvertError.CHECKSUM, "checksum 0x" + Integer.toHexString(header.checksum()));
        }
        if (isUnicast() == datagram.destination().isMulticastAddress())
        {
            return rejected(AdvertError.DESTINATION, "to " + InetText.of(datagram.destination()) +
                ", expected " + (isUnicast() ? "unicast" : "multicast"));
        }
        return isUnicast() && settings.isCheckingUnicastSource() ? checkPeer() : null;
    }

    private AdvertVerdict.Rejected checkPeer()
    {
        final Optional<AdvertSettings.UnicastPeer> peer = peer();
        if (peer.isEmpty())
        {
            return rejected(AdvertError.UNKNOWN_PEER, "no peer");
        }
        final int minimum = peer.get().minimumTtl();
        final int maximum = peer.get().maximumTtl();
        return minimum <= datagram.ttl() && datagram.ttl() <= maximum ? null :
            rejected(AdvertError.PEER_TTL, "TTL " + datagram.ttl() + ", expected " + minimum + " to " + maximum);
    }

    private AdvertVerdict accept()
    {
        final Advert advert = new Advert(
            datagram.source(),
            datagram.destination(),
            datagram.ttl(),
            settings.version(),
            header.virtualRouterId(),
            header.priority(),
            intervalNs(),
            listedAddresses(),
            checksum);
        final List<AdvertVerdict.Remark> remarks = new ArrayList<>(0);
        final boolean isCheckingAddresses =
            !settings.isSkippingAddressCheck() || !advert.source().equals(lastSource);
        if (advert.addresses().size() != addresses.size() || isCheckingAddresses && !hasOurAddresses(advert))
        {
            remarks.add(new AdvertVerdict.Remark(
                AdvertError.ADDRESS_LIST, "addresses " + text(advert.addresses()) + ", expected " + text(addresses)));
        }
        if (advertIntervalNs != advert.intervalNs())
        {
            remarks.add(new AdvertVerdict.Remark(AdvertError.INTERVAL_DIFFERS, intervals(advert.intervalNs())));
        }
        lastSource = advert.source();
        return new AdvertVerdict.Accepted(advert, remarks);
    }

    private boolean hasOurAddresses(final Advert advert)
    {
        return addresses.equals(advert.addresses()) || addressSet.equals(new HashSet<>(advert.addresses()));
    }

    private ChecksumKind checksumKind()
    {
        final int coveredLength = datagram.isIpv6() ? payloadLength : advertLength;
        final long sum = Checksums.sum(datagram.buffer(), advertOffset, coveredLength);
        if (!datagram.isIpv6() && Checksums.isIntact(sum))
        {
            return ChecksumKind.ADVERT;
        }
        final boolean mayHavePseudoHeader = VrrpVersion.V3 == settings.version();
        return mayHavePseudoHeader && Checksums.isIntact(
            sum + PseudoHeader.sum(datagram.source(), datagram.destination(), coveredLength)) ?
            ChecksumKind.PSEUDO_HEADER : null;
    }

    private List<InetAddress> listedAddresses()
    {
        final List<InetAddress> listed = new ArrayList<>(header.addressCount());
        final byte[] bytes = new byte[datagram.isIpv6() ? IPV6_LENGTH : IPV4_LENGTH];
        for (int i = 0; i < header.addressCount(); i++)
        {
            datagram.buffer().getBytes(advertOffset + AdvertFlyweight.ADDRESSES_OFFSET + i * bytes.length, bytes);
            listed.add(address(bytes));
        }
        return listed;
    }

    private static InetAddress address(final byte[] bytes)
    {
        try
        {
            // By its class, or a mapped address would come out as one of IPv4.
            return IPV6_LENGTH == bytes.length ?
                Inet6Address.getByAddress(null, bytes, -1) : InetAddress.getByAddress(bytes);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(bytes.length + " bytes are an address", ex);
        }
    }

    private long intervalNs()
    {
        return VrrpVersion.V2 == settings.version() ?
            TimeUnit.SECONDS.toNanos(header.intervalS()) : header.intervalCs() * NANOS_OF_A_HUNDREDTH;
    }

    private boolean isUnicast()
    {
        return !settings.peers().isEmpty();
    }

    private Optional<AdvertSettings.UnicastPeer> peer()
    {
        return settings.peers().stream().filter((peer) -> peer.address().equals(datagram.source())).findFirst();
    }

    private String intervals(final long receivedNs)
    {
        return "advert interval " + seconds(receivedNs) + " s, expected " + seconds(advertIntervalNs) + " s";
    }

    private static String seconds(final long intervalNs)
    {
        final long hundredths = intervalNs / NANOS_OF_A_HUNDREDTH;
        return 0 == hundredths % 100 ? String.valueOf(hundredths / 100) : String.valueOf(hundredths / 100.0);
    }

    private static String text(final List<InetAddress> addresses)
    {
        return addresses.stream().map(InetText::of).toList().toString();
    }

    private static String mismatch(final String what, final int received, final int expected)
    {
        return what + " " + received + ", expected " + expected;
    }

    private static AdvertVerdict.Rejected rejected(final AdvertError error, final String detail)
    {
        return new AdvertVerdict.Rejected(error, detail);
    }
}
