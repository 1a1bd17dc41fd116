/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import java.security.MessageDigest;

/**
 * Checks the authentication of version 2: none, password, authentication header.
 * <p>
 * One thread.
 */
final class PacketAuthentication
{
    private final int type;
    private final boolean isUnicast;
    private final byte[] password;
    private final AuthenticationDigest digest;
    private final AuthenticationSequence sequence;
    private final AuthenticationHeaderFlyweight authenticationHeader = new AuthenticationHeaderFlyweight();

    PacketAuthentication(final AdvertSettings settings, final AuthenticationSequence sequence)
    {
        this.sequence = sequence;
        isUnicast = !settings.peers().isEmpty();
        final Authentication authentication = settings.authentication();
        password = authentication instanceof final Authentication.Password configured ?
            AuthenticationDigest.key(configured.text()) : null;
        digest = authentication instanceof final Authentication.Header configured ?
            new AuthenticationDigest(configured.text()) : null;
        type = null != digest ? AdvertFlyweight.AUTHENTICATION_HEADER :
            null != password ? AdvertFlyweight.AUTHENTICATION_PASSWORD :
            AdvertFlyweight.AUTHENTICATION_NONE;
    }

    /**
     * Whether datagrams must have an authentication header.
     */
    boolean isWithHeader()
    {
        return null != digest;
    }

    /**
     * Check an advert whose lengths have been checked.
     *
     * @param datagram     that holds it.
     * @param advert       view of it.
     * @param advertOffset absolute.
     * @param advertLength with authentication data.
     * @return what is wrong, null if nothing.
     */
    AdvertVerdict.Rejected check(
        final AdvertDatagram datagram, final AdvertFlyweight advert, final int advertOffset, final int advertLength)
    {
        final int received = advert.authenticationType();
        if (AdvertFlyweight.AUTHENTICATION_HEADER < received)
        {
            return new AdvertVerdict.Rejected(
                AdvertError.AUTHENTICATION_TYPE, "authentication type " + received + ", expected " + type);
        }
        if (type != received)
        {
            return new AdvertVerdict.Rejected(
                AdvertError.AUTHENTICATION_TYPE_MISMATCH, "authentication type " + received + ", expected " + type);
        }
        if (null != password)
        {
            return checkPassword(datagram, advertOffset + advertLength);
        }
        return null == digest ? null : checkHeader(datagram);
    }

    private AdvertVerdict.Rejected checkPassword(final AdvertDatagram datagram, final int endOffset)
    {
        final byte[] received = new byte[AdvertFlyweight.AUTHENTICATION_DATA_LENGTH];
        datagram.buffer().getBytes(endOffset - received.length, received);
        return MessageDigest.isEqual(password, received) ?
            null : new AdvertVerdict.Rejected(AdvertError.PASSWORD, "another password");
    }

    private AdvertVerdict.Rejected checkHeader(final AdvertDatagram datagram)
    {
        final int ipHeaderLength = datagram.ipHeaderLength();
        authenticationHeader.wrap(datagram.buffer(), datagram.offset() + ipHeaderLength);
        if (IpProtocol.VRRP != authenticationHeader.nextHeader())
        {
            return new AdvertVerdict.Rejected(
                AdvertError.FOREIGN_HEADER,
                "authentication header before protocol " + authenticationHeader.nextHeader());
        }
        final byte[] expected = digest.compute(
            datagram.buffer(), datagram.offset(), ipHeaderLength, datagram.ipv4().totalLength(), isUnicast);
        if (!MessageDigest.isEqual(expected, authenticationHeader.data()))
        {
            return new AdvertVerdict.Rejected(
                AdvertError.HEADER_DIGEST, "integrity check value of the authentication header");
        }
        if ((int)datagram.ipv4().source() != authenticationHeader.spi())
        {
            return new AdvertVerdict.Rejected(
                AdvertError.HEADER_SPI, "SPI 0x" + Integer.toHexString(authenticationHeader.spi()));
        }
        final int highest = sequence.highest();
        return sequence.accept(authenticationHeader.sequence()) ? null : new AdvertVerdict.Rejected(
            AdvertError.HEADER_REPLAY,
            "sequence number " + Integer.toUnsignedString(authenticationHeader.sequence()) + ", expected more than " +
            Integer.toUnsignedString(highest));
    }
}
