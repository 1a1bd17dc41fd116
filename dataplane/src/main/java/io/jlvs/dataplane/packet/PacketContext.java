/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

/**
 * What the parser found in one frame: offsets, 5-tuple, flags, fragment, inner packet of an ICMP error.
 * <p>
 * Offsets are absolute in the frame's buffer. Addresses are two longs for both families, numeric value of the
 * network-order bytes; an IPv4 address lies in the low 32 bits of the low long. Ports are numeric. Fields that do not
 * apply to a {@link #kind} hold 0.
 * <p>
 * Fields are written by the parser and read by the steps after it, on the same thread; plain fields,
 * because this is read for every packet. One per worker, reused.
 */
public final class PacketContext
{
    /** Contradictory or truncated; nothing else is valid. */
    public static final int MALFORMED = 0;
    /** Not IPv4 or IPv6. */
    public static final int NOT_IP = 1;
    /** TCP, UDP or SCTP with ports: unfragmented, or the first fragment with a complete transport header. */
    public static final int TRANSPORT = 2;
    /** A fragment other than the first: no ports. */
    public static final int FRAGMENT = 3;
    /** ICMP or ICMPv6 error that quotes a TCP, UDP or SCTP packet with ports; the inner* fields are valid. */
    public static final int ICMP_ERROR = 4;
    /** Any other ICMP or ICMPv6 message. */
    public static final int ICMP_OTHER = 5;
    /** IP with another protocol. */
    public static final int OTHER_IP = 6;

    /** One of the constants above. */
    public int kind;

    /** True for IPv6. */
    public boolean ipv6;
    /** Offset of the IP header. */
    public int ipOffset;
    /** Length of the IP datagram by its own header, in bytes from {@link #ipOffset}. */
    public int ipLength;
    /** Length of the IPv4 header with options, or 40 plus extension headers up to the transport header. */
    public int ipHeaderLength;
    /** TTL or hop limit. */
    public int ttl;
    /** TOS or traffic class. */
    public int tos;
    /** IPv4 DF flag; true for IPv6. */
    public boolean dontFragment;
    /** True for any fragment, the first one too. */
    public boolean fragment;
    /** More fragments follow. */
    public boolean moreFragments;
    /** Offset of the fragment's payload in the datagram, in bytes. */
    public int fragmentOffset;
    /** Identification of the datagram (16 bits, IPv6: 32 bits). */
    public int identification;
    /**
     * Largest IP length among the fragments that a reassembled datagram came in, which is what it is cut to again; 0
     * for what came whole. Written by the reassembler.
     */
    public int largestFragment;
    /** Transport protocol, after IPv6 extension headers. */
    public int protocol;

    /** High 64 bits of the source address; 0 for IPv4. */
    public long sourceHigh;
    /** Low 64 bits of the source address. */
    public long sourceLow;
    /** High 64 bits of the destination address; 0 for IPv4. */
    public long destinationHigh;
    /** Low 64 bits of the destination address. */
    public long destinationLow;
    /** Source port. */
    public int sourcePort;
    /** Destination port. */
    public int destinationPort;

    /** Offset of the transport header. */
    public int transportOffset;
    /** Length of transport header and payload, in bytes. */
    public int transportLength;
    /** TCP flags byte, {@link TcpFlags}. */
    public int tcpFlags;
    /** TCP sequence number, unsigned in the low 32 bits. */
    public long tcpSequence;
    /** TCP acknowledgment number, unsigned in the low 32 bits. */
    public long tcpAcknowledgment;

    /** ICMP or ICMPv6 type. */
    public int icmpType;
    /** ICMP or ICMPv6 code. */
    public int icmpCode;
    /** Offset of the quoted IP header. */
    public int innerIpOffset;
    /** Protocol of the quoted packet. */
    public int innerProtocol;
    /** High 64 bits of the quoted source address. */
    public long innerSourceHigh;
    /** Low 64 bits of the quoted source address. */
    public long innerSourceLow;
    /** High 64 bits of the quoted destination address. */
    public long innerDestinationHigh;
    /** Low 64 bits of the quoted destination address. */
    public long innerDestinationLow;
    /** Quoted source port. */
    public int innerSourcePort;
    /** Quoted destination port. */
    public int innerDestinationPort;

    /**
     * Forget everything: {@link #kind} becomes {@link #MALFORMED}, all else 0 or false.
     */
    public void reset()
    {
        kind = MALFORMED;
        ipv6 = false;
        ipOffset = 0;
        ipLength = 0;
        ipHeaderLength = 0;
        ttl = 0;
        tos = 0;
        dontFragment = false;
        fragment = false;
        moreFragments = false;
        fragmentOffset = 0;
        identification = 0;
        largestFragment = 0;
        protocol = 0;
        sourceHigh = 0;
        sourceLow = 0;
        destinationHigh = 0;
        destinationLow = 0;
        sourcePort = 0;
        destinationPort = 0;
        transportOffset = 0;
        transportLength = 0;
        tcpFlags = 0;
        tcpSequence = 0;
        tcpAcknowledgment = 0;
        icmpType = 0;
        icmpCode = 0;
        innerIpOffset = 0;
        innerProtocol = 0;
        innerSourceHigh = 0;
        innerSourceLow = 0;
        innerDestinationHigh = 0;
        innerDestinationLow = 0;
        innerSourcePort = 0;
        innerDestinationPort = 0;
    }
}
