/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.agrona.MutableDirectBuffer;

/**
 * A datagram that may hold an advert, as a raw socket hands it over: IPv4 with its header, IPv6 without.
 *
 * @param buffer      that holds it; borrowed, and not changed.
 * @param offset      of the IPv4 header, or of what is behind the IPv6 header.
 * @param length      that is there, in bytes.
 * @param source      address.
 * @param destination address.
 * @param ttl         TTL or hop limit.
 */
public record AdvertDatagram(
    MutableDirectBuffer buffer, int offset, int length, InetAddress source, InetAddress destination, int ttl)
{
    /** Longest advert, with 255 addresses of IPv6 and all that can be around it. */
    public static final int MAX_LENGTH = 8192;

    private static final int UNKNOWN = -1;

    /**
     * Family.
     *
     * @return false for IPv4.
     */
    public boolean isIpv6()
    {
        return source instanceof Inet6Address;
    }

    /**
     * The virtual router that it is for, to choose the instance that decodes it.
     *
     * @return 0..255, or -1 if it is too short to tell.
     */
    public int virtualRouterId()
    {
        final int advertOffset = advertOffset();
        return UNKNOWN == advertOffset ?
            UNKNOWN : buffer.getByte(advertOffset + AdvertFlyweight.VIRTUAL_ROUTER_ID_OFFSET) & 0xFF;
    }

    /**
     * Where the advert begins.
     *
     * @return absolute offset, or -1 if there is no room for the header of an advert.
     */
    int advertOffset()
    {
        int headersLength = 0;
        if (!isIpv6())
        {
            headersLength = ipHeaderLength();
            if (headersLength < Ipv4Flyweight.LENGTH || length < headersLength)
            {
                return UNKNOWN;
            }
            headersLength += hasAuthenticationHeader() ? AuthenticationHeaderFlyweight.LENGTH : 0;
        }
        return headersLength + AdvertFlyweight.HEADER_LENGTH <= length ? offset + headersLength : UNKNOWN;
    }

    /**
     * Length of the IPv4 header, 0 if there is none.
     */
    int ipHeaderLength()
    {
        return isIpv6() || length < Ipv4Flyweight.LENGTH ? 0 : ipv4().headerLength();
    }

    /**
     * Whether an IPv4 header that is there says so.
     */
    boolean hasAuthenticationHeader()
    {
        return !isIpv6() && IpProtocol.AUTHENTICATION == ipv4().protocol();
    }

    Ipv4Flyweight ipv4()
    {
        return new Ipv4Flyweight().wrap(buffer, offset);
    }
}
