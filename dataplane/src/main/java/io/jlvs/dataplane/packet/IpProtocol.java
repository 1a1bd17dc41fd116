/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

/**
 * Values of the IPv4 protocol and IPv6 next header fields (IANA protocol numbers) that a director meets.
 */
public final class IpProtocol
{
    /** IPv6 hop-by-hop options, RFC 8200 section 4.3. */
    public static final int HOP_BY_HOP = 0;
    /** ICMP, RFC 792. */
    public static final int ICMP = 1;
    /** IPv4 in IP, RFC 2003. */
    public static final int IPIP = 4;
    /** TCP, RFC 9293. */
    public static final int TCP = 6;
    /** UDP, RFC 768. */
    public static final int UDP = 17;
    /** IPv6 in IP, RFC 2473. */
    public static final int IPV6 = 41;
    /** IPv6 routing header, RFC 8200 section 4.4. */
    public static final int ROUTING = 43;
    /** IPv6 fragment header, RFC 8200 section 4.5. */
    public static final int FRAGMENT = 44;
    /** GRE, RFC 2784. */
    public static final int GRE = 47;
    /** Authentication header, RFC 4302. */
    public static final int AUTHENTICATION = 51;
    /** ICMPv6, RFC 4443. */
    public static final int ICMPV6 = 58;
    /** IPv6 no next header, RFC 8200 section 4.7. */
    public static final int NO_NEXT_HEADER = 59;
    /** IPv6 destination options, RFC 8200 section 4.6. */
    public static final int DESTINATION_OPTIONS = 60;
    /** VRRP, RFC 9568 section 5.1.1.4. */
    public static final int VRRP = 112;
    /** SCTP, RFC 9260. */
    public static final int SCTP = 132;

    private IpProtocol()
    {
    }

    /**
     * Name of a protocol as ipvsadm prints it.
     *
     * @param protocol IANA protocol number.
     * @return "TCP", "UDP", "SCTP", or "IP" for all else.
     */
    public static String name(final int protocol)
    {
        switch (protocol)
        {
            case TCP:
                return "TCP";

            case UDP:
                return "UDP";

            case SCTP:
                return "SCTP";

            default:
                return "IP";
        }
    }
}
