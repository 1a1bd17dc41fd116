/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static io.jlvs.dataplane.packet.Packets.CLIENT_PORT;
import static io.jlvs.dataplane.packet.Packets.VIP_PORT;
import static io.jlvs.dataplane.packet.Packets.ethernet;
import static io.jlvs.dataplane.packet.Packets.frame;
import static io.jlvs.dataplane.packet.Packets.hex;
import static io.jlvs.dataplane.packet.Packets.ipv4;
import static io.jlvs.dataplane.packet.Packets.ipv6;
import static io.jlvs.dataplane.packet.Packets.payload;
import static io.jlvs.dataplane.packet.Packets.portUnreachable;
import static io.jlvs.dataplane.packet.Packets.portUnreachable6;
import static io.jlvs.dataplane.packet.Packets.raw;
import static io.jlvs.dataplane.packet.Packets.slice;
import static io.jlvs.dataplane.packet.Packets.tcp;
import static io.jlvs.dataplane.packet.Packets.udp;
import static io.jlvs.dataplane.packet.Packets.vlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4EchoPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6EchoRequestPacket;
import org.pcap4j.packet.IpV4NoOperationOption;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6ExtDestinationOptionsPacket;
import org.pcap4j.packet.IpV6ExtFragmentPacket;
import org.pcap4j.packet.IpV6ExtHopByHopOptionsPacket;
import org.pcap4j.packet.IpV6ExtRoutingPacket;
import org.pcap4j.packet.IpV6PadNOption;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6RoutingSourceRouteData;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.SctpPacket;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IcmpV4Code;
import org.pcap4j.packet.namednumber.IcmpV4Type;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpV6RoutingType;
import org.pcap4j.packet.namednumber.SctpPort;
import org.pcap4j.util.MacAddress;

class PacketParserTest
{
    private static final int ETHERNET = EthernetFlyweight.LENGTH;
    private static final long CLIENT4 = 0x0A00_000AL;
    private static final long VIP4 = 0x0A00_0064L;
    private static final long NET6 = 0xFD00_0000_0000_0000L;
    private static final byte[] HELLO = payload(5);

    private final PacketContext context = new PacketContext();

    @Test
    void shouldParseTcpOverIpv4()
    {
        final byte[] frame = frame(ipv4(IpNumber.TCP, tcp(false, HELLO).syn(true)));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));

        assertFalse(context.ipv6);
        assertEquals(ETHERNET, context.ipOffset);
        assertEquals(20, context.ipHeaderLength);
        assertEquals(45, context.ipLength);
        assertEquals(64, context.ttl);
        assertTrue(context.dontFragment);
        assertFalse(context.fragment);
        assertEquals(0x1234, context.identification);
        assertEquals(IpProtocol.TCP, context.protocol);
        assertEquals(CLIENT4, context.sourceLow);
        assertEquals(VIP4, context.destinationLow);
        assertPorts();
        assertEquals(ETHERNET + 20, context.transportOffset);
        assertEquals(25, context.transportLength);
        assertEquals(TcpFlags.SYN | TcpFlags.ACK, context.tcpFlags);
        assertEquals(1000, context.tcpSequence);
        assertEquals(2000, context.tcpAcknowledgment);
    }

    @Test
    void shouldParseUdpOverIpv6()
    {
        final byte[] frame = frame(ipv6(IpNumber.UDP, udp(true, HELLO)));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));

        assertTrue(context.ipv6);
        assertEquals(40, context.ipHeaderLength);
        assertEquals(53, context.ipLength);
        assertEquals(NET6, context.sourceHigh);
        assertEquals(0x10, context.sourceLow);
        assertEquals(NET6, context.destinationHigh);
        assertEquals(0x100, context.destinationLow);
        assertTrue(context.dontFragment);
        assertEquals(IpProtocol.UDP, context.protocol);
        assertPorts();
    }

    @Test
    void shouldParseAtAnyOffset()
    {
        final byte[] frame = frame(ipv4(IpNumber.UDP, udp(false, HELLO)));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[frame.length + 77]);
        buffer.putBytes(33, frame);

        assertEquals(PacketContext.TRANSPORT, PacketParser.parse(buffer, 33, frame.length, context));

        assertEquals(33 + ETHERNET, context.ipOffset);
        assertPorts();
    }

    @Test
    void shouldParseIpv4Options()
    {
        final IpV4NoOperationOption nop = IpV4NoOperationOption.getInstance();
        final byte[] frame = frame(ipv4(IpNumber.UDP, udp(false, HELLO)).options(List.of(nop, nop, nop, nop)));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));

        assertEquals(24, context.ipHeaderLength);
        assertPorts();
    }

    @Test
    void shouldSkipOneAndTwoTags()
    {
        final byte[] one = ethernet(
            EtherType.DOT1Q_VLAN_TAGGED_FRAMES, vlan(100, EtherType.IPV4, ipv4(IpNumber.UDP, udp(false, HELLO))));
        assertEquals(PacketContext.TRANSPORT, parse(one), hex(one));
        assertEquals(ETHERNET + 4, context.ipOffset);

        final byte[] two = ethernet(
            EtherType.getInstance((short)0x88A8),
            vlan(7, EtherType.DOT1Q_VLAN_TAGGED_FRAMES,
            vlan(100, EtherType.IPV6, ipv6(IpNumber.TCP, tcp(true, HELLO)))));
        assertEquals(PacketContext.TRANSPORT, parse(two), hex(two));
        assertEquals(ETHERNET + 8, context.ipOffset);
        assertPorts();
    }

    @Test
    void shouldNotLookBehindThirdTag()
    {
        final EtherType tag = EtherType.DOT1Q_VLAN_TAGGED_FRAMES;
        final byte[] frame = ethernet(
            tag, vlan(1, tag, vlan(2, tag, vlan(3, EtherType.IPV4, ipv4(IpNumber.UDP, udp(false, HELLO))))));

        assertEquals(PacketContext.NOT_IP, parse(frame), hex(frame));
    }

    @Test
    void shouldLeaveArpAlone()
    {
        final byte[] frame = ethernet(EtherType.ARP, new ArpPacket.Builder()
            .hardwareType(ArpHardwareType.ETHERNET).protocolType(EtherType.IPV4)
            .hardwareAddrLength((byte)6).protocolAddrLength((byte)4).operation(ArpOperation.REQUEST)
            .srcHardwareAddr(MacAddress.getByName("02:00:00:00:00:10")).srcProtocolAddr(Packets.CLIENT)
            .dstHardwareAddr(MacAddress.ETHER_BROADCAST_ADDRESS).dstProtocolAddr(Packets.VIP));

        assertEquals(PacketContext.NOT_IP, parse(frame), hex(frame));
    }

    @Test
    void shouldIgnorePaddingBehindDatagram()
    {
        final byte[] frame = frame(ipv4(IpNumber.UDP, udp(false, HELLO)));
        final byte[] padded = java.util.Arrays.copyOf(frame, 60);

        assertEquals(PacketContext.TRANSPORT, parse(padded), hex(padded));

        assertEquals(33, context.ipLength);
        assertEquals(13, context.transportLength);
    }

    @Test
    void shouldParseSctpPorts()
    {
        final byte[] frame = frame(ipv4(IpNumber.SCTP, new SctpPacket.Builder()
            .srcPort(SctpPort.getInstance((short)CLIENT_PORT)).dstPort(SctpPort.getInstance((short)VIP_PORT))
            .verificationTag(7).correctChecksumAtBuild(true)));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));

        assertEquals(IpProtocol.SCTP, context.protocol);
        assertPorts();
    }

    @Test
    void shouldParseFragments()
    {
        final IpV4Packet datagram = ipv4(IpNumber.UDP, udp(false, payload(100))).dontFragmentFlag(false).build();
        final byte[] bytes = datagram.getPayload().getRawData();
        final IpV4Packet.Builder first =
            ipv4(IpNumber.UDP, raw(slice(bytes, 0, 64))).dontFragmentFlag(false).moreFragmentFlag(true);
        final IpV4Packet.Builder last =
            ipv4(IpNumber.UDP, raw(slice(bytes, 64, 108))).dontFragmentFlag(false).fragmentOffset((short)8);

        assertEquals(PacketContext.TRANSPORT, parse(frame(first)));
        assertTrue(context.fragment);
        assertTrue(context.moreFragments);
        assertEquals(0, context.fragmentOffset);
        assertPorts();

        assertEquals(PacketContext.FRAGMENT, parse(frame(last)));
        assertTrue(context.fragment);
        assertFalse(context.moreFragments);
        assertEquals(64, context.fragmentOffset);
        assertEquals(0x1234, context.identification);
        assertEquals(0, context.sourcePort);
    }

    @Test
    void shouldRefuseFirstFragmentWithoutWholeTcpHeader()
    {
        final byte[] bytes = slice(tcp(false, HELLO).build().getRawData(), 0, 16);

        assertMalformed(frame(ipv4(IpNumber.TCP, raw(bytes)).dontFragmentFlag(false).moreFragmentFlag(true)));
    }

    @Test
    void shouldTakeFirstFragmentWithEightBytesOfUdp()
    {
        final byte[] bytes = slice(udp(false, payload(100)).build().getRawData(), 0, 8);
        final byte[] frame = frame(ipv4(IpNumber.UDP, raw(bytes)).dontFragmentFlag(false).moreFragmentFlag(true));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));
        assertPorts();
    }

    @Test
    void shouldRefuseFragmentBeyondLargestDatagram()
    {
        assertMalformed(frame(ipv4(IpNumber.UDP, raw(payload(100))).fragmentOffset((short)0x1FFF)));
    }

    @Test
    void shouldWalkIpv6ExtensionHeaders()
    {
        final List<org.pcap4j.packet.IpV6ExtOptionsPacket.IpV6Option> padding = List.of(
            new IpV6PadNOption.Builder().data(new byte[4]).dataLen((byte)4).build());
        final Packet.Builder chain = new IpV6ExtHopByHopOptionsPacket.Builder()
            .nextHeader(IpNumber.IPV6_ROUTE).hdrExtLen((byte)0).options(padding)
            .payloadBuilder(new IpV6ExtRoutingPacket.Builder()
            .nextHeader(IpNumber.IPV6_DST_OPTS).routingType(IpV6RoutingType.SOURCE_ROUTE).segmentsLeft((byte)0)
            .data(new IpV6RoutingSourceRouteData(0, List.of())).correctLengthAtBuild(true)
            .payloadBuilder(new IpV6ExtDestinationOptionsPacket.Builder()
            .nextHeader(IpNumber.TCP).hdrExtLen((byte)0).options(padding).payloadBuilder(tcp(true, HELLO))));
        final byte[] frame = frame(ipv6(IpNumber.IPV6_HOPOPT, chain));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));

        assertEquals(IpProtocol.TCP, context.protocol);
        assertEquals(64, context.ipHeaderLength);
        assertEquals(ETHERNET + 64, context.transportOffset);
        assertPorts();
    }

    @Test
    void shouldRefuseExtensionHeaderThatReachesBeyondEnd()
    {
        // Next header "none": nothing else would notice that the options are cut.
        for (final IpNumber header : List.of(IpNumber.IPV6_HOPOPT, IpNumber.IPV6_ROUTE, IpNumber.IPV6_DST_OPTS))
        {
            final byte[] options = { (byte)IpProtocol.NO_NEXT_HEADER, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
            final byte[] whole = frame(ipv6(header, raw(options)));
            assertEquals(PacketContext.OTHER_IP, parse(whole), hex(whole));
            for (int length = 1; length < options.length; length++)
            {
                assertMalformed(frame(ipv6(header, raw(slice(options, 0, length)))));
            }
        }
        final byte[] authentication = { (byte)IpProtocol.NO_NEXT_HEADER, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        assertMalformed(frame(ipv6(IpNumber.AH, raw(authentication))));
        assertMalformed(frame(ipv6(IpNumber.IPV6_FRAG, raw(slice(authentication, 0, 7)))));
    }

    @Test
    void shouldSkipAuthenticationHeader()
    {
        // pcap4j has no AH builder: next header UDP, length 4 (24 bytes), SPI, sequence number, 12 bytes of ICV.
        final byte[] udp = udp(true, HELLO).build().getRawData();
        final byte[] bytes = new byte[24 + udp.length];
        bytes[0] = (byte)IpProtocol.UDP;
        bytes[1] = 4;
        System.arraycopy(udp, 0, bytes, 24, udp.length);
        final byte[] frame = frame(ipv6(IpNumber.AH, raw(bytes)));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));
        assertEquals(64, context.ipHeaderLength);
        assertPorts();
    }

    @Test
    void shouldParseIpv6Fragments()
    {
        final byte[] bytes = udp(true, payload(100)).build().getRawData();

        assertEquals(PacketContext.TRANSPORT, parse(ipv6Fragment(0, true, slice(bytes, 0, 64))));
        assertTrue(context.fragment);
        assertTrue(context.moreFragments);
        assertEquals(0xCAFE_BABE, context.identification);
        assertPorts();

        assertEquals(PacketContext.FRAGMENT, parse(ipv6Fragment(64, false, slice(bytes, 64, 108))));
        assertTrue(context.fragment);
        assertFalse(context.moreFragments);
        assertEquals(64, context.fragmentOffset);
        assertEquals(IpProtocol.UDP, context.protocol);
    }

    @Test
    void shouldTakeAtomicIpv6FragmentAsWholeDatagram()
    {
        assertEquals(PacketContext.TRANSPORT, parse(ipv6Fragment(0, false, udp(true, HELLO).build().getRawData())));

        assertFalse(context.fragment);
        assertPorts();
    }

    @Test
    void shouldFindConnectionInIcmpError()
    {
        final byte[] frame = frame(ipv4(
            IpNumber.ICMPV4, portUnreachable(ipv4(IpNumber.TCP, tcp(false, new byte[0])).build())));

        assertEquals(PacketContext.ICMP_ERROR, parse(frame), hex(frame));

        assertEquals(IcmpFlyweight.DESTINATION_UNREACHABLE, context.icmpType);
        assertEquals(IcmpFlyweight.PORT_UNREACHABLE, context.icmpCode);
        assertEquals(ETHERNET + 28, context.innerIpOffset);
        assertEquals(IpProtocol.TCP, context.innerProtocol);
        assertEquals(CLIENT4, context.innerSourceLow);
        assertEquals(VIP4, context.innerDestinationLow);
        assertEquals(CLIENT_PORT, context.innerSourcePort);
        assertEquals(VIP_PORT, context.innerDestinationPort);
    }

    @Test
    void shouldFindConnectionInIcmpv6Error()
    {
        final byte[] frame = frame(ipv6(
            IpNumber.ICMPV6, portUnreachable6(ipv6(IpNumber.UDP, udp(true, HELLO)).build())));

        assertEquals(PacketContext.ICMP_ERROR, parse(frame), hex(frame));

        assertEquals(Icmpv6Flyweight.DESTINATION_UNREACHABLE, context.icmpType);
        assertEquals(IpProtocol.UDP, context.innerProtocol);
        assertEquals(NET6, context.innerSourceHigh);
        assertEquals(0x10, context.innerSourceLow);
        assertEquals(0x100, context.innerDestinationLow);
        assertEquals(CLIENT_PORT, context.innerSourcePort);
        assertEquals(VIP_PORT, context.innerDestinationPort);
    }

    @Test
    void shouldRefuseIcmpErrorWithWrongChecksum()
    {
        final byte[] frame = frame(ipv4(
            IpNumber.ICMPV4, portUnreachable(ipv4(IpNumber.TCP, tcp(false, new byte[0])).build())));
        frame[frame.length - 1] ^= 1;

        assertMalformed(frame);
    }

    @Test
    void shouldTakeErrorAboutLaterFragmentAsOtherIcmp()
    {
        final Packet later = ipv4(IpNumber.UDP, raw(payload(8))).fragmentOffset((short)10).build();
        final byte[] frame = frame(ipv4(IpNumber.ICMPV4, portUnreachable(later)));

        assertEquals(PacketContext.ICMP_OTHER, parse(frame), hex(frame));
    }

    @Test
    void shouldTakeErrorAboutPingAsOtherIcmp()
    {
        final Packet ping = ipv4(IpNumber.ICMPV4, raw(payload(8))).build();
        final byte[] frame = frame(ipv4(IpNumber.ICMPV4, portUnreachable(ping)));

        assertEquals(PacketContext.ICMP_OTHER, parse(frame), hex(frame));
    }

    @Test
    void shouldTakePingsAsOtherIcmp()
    {
        final byte[] ping = frame(ipv4(IpNumber.ICMPV4, new IcmpV4CommonPacket.Builder()
            .type(IcmpV4Type.ECHO).code(IcmpV4Code.NO_CODE)
            .payloadBuilder(new IcmpV4EchoPacket.Builder()).correctChecksumAtBuild(true)));
        assertEquals(PacketContext.ICMP_OTHER, parse(ping), hex(ping));
        assertEquals(8, context.icmpType);

        final byte[] ping6 = frame(ipv6(IpNumber.ICMPV6, new IcmpV6CommonPacket.Builder()
            .type(IcmpV6Type.ECHO_REQUEST).code(IcmpV6Code.NO_CODE)
            .srcAddr(Packets.CLIENT6).dstAddr(Packets.VIP6)
            .payloadBuilder(new IcmpV6EchoRequestPacket.Builder()).correctChecksumAtBuild(true)));
        assertEquals(PacketContext.ICMP_OTHER, parse(ping6), hex(ping6));
        assertEquals(128, context.icmpType);
    }

    @Test
    void shouldTakeOtherProtocolsAsOtherIp()
    {
        assertEquals(PacketContext.OTHER_IP, parse(frame(ipv4(IpNumber.GRE, raw(payload(8))))));
        assertEquals(PacketContext.OTHER_IP, parse(frame(ipv6(IpNumber.IPV6_NONXT, raw(payload(8))))));
        assertEquals(PacketContext.OTHER_IP, parse(frame(ipv4(IpNumber.ICMPV6, raw(payload(8))))));
    }

    @Test
    void shouldRefuseEveryTruncationOfDatagram()
    {
        final byte[] v4 = frame(ipv4(IpNumber.TCP, tcp(false, HELLO)));
        final byte[] v6 = frame(ipv6(IpNumber.TCP, tcp(true, HELLO)));

        for (int length = 0; length < v4.length; length++)
        {
            assertMalformed(slice(v4, 0, length));
        }
        for (int length = 0; length < v6.length; length++)
        {
            assertMalformed(slice(v6, 0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 4, 15 })
    void shouldRefuseTcpDataOffsetThatDoesNotFit(final int words)
    {
        assertMalformed(frame(ipv4(
            IpNumber.TCP, tcp(false, HELLO).correctLengthAtBuild(false).dataOffset((byte)words))));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 7, 14, 0xFFFF })
    void shouldLeaveUdpLengthToServer(final int length)
    {
        final byte[] frame = frame(ipv4(
            IpNumber.UDP, udp(false, HELLO).correctLengthAtBuild(false).length((short)length)));

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));
        assertFalse(Checksums.isTransportIntact(new UnsafeBuffer(frame), context));
    }

    @Test
    void shouldNotForwardParameterProblemButSourceQuench()
    {
        final byte[] frame = frame(ipv4(
            IpNumber.ICMPV4, portUnreachable(ipv4(IpNumber.UDP, udp(false, HELLO)).build())));
        final int icmp = ETHERNET + Ipv4Flyweight.LENGTH;
        for (final int type : new int[]{ 3, 4, 5, 11, 12 })
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(frame);
            new IcmpFlyweight().wrap(buffer, icmp).type(type, 0).checksum(0)
                .checksum(Checksums.finish(Checksums.sum(buffer, icmp, frame.length - icmp)));

            final int expected = 5 == type || 12 == type ? PacketContext.ICMP_OTHER : PacketContext.ICMP_ERROR;
            assertEquals(expected, parse(frame), () -> "type " + type + hex(frame));
        }
    }

    @Test
    void shouldRefuseWrongIpv4HeaderChecksum()
    {
        final byte[] frame = frame(ipv4(IpNumber.UDP, udp(false, HELLO)));
        frame[ETHERNET + Ipv4Flyweight.CHECKSUM_OFFSET] ^= 1;

        assertMalformed(frame);
    }

    @Test
    void shouldForwardWrongTransportChecksum()
    {
        final byte[] frame = frame(ipv4(IpNumber.UDP, udp(false, HELLO)));
        frame[ETHERNET + 20 + UdpFlyweight.CHECKSUM_OFFSET] ^= 1;

        assertEquals(PacketContext.TRANSPORT, parse(frame), hex(frame));
    }

    @Test
    void shouldRefuseContradictingIpv4Header()
    {
        final IpV4Packet.Builder zeroLength =
            ipv4(IpNumber.UDP, udp(false, HELLO)).correctLengthAtBuild(false).ihl((byte)5).totalLength((short)0);
        assertMalformed(frame(zeroLength));

        final IpV4Packet.Builder shortHeader =
            ipv4(IpNumber.UDP, udp(false, HELLO)).correctLengthAtBuild(false).ihl((byte)4).totalLength((short)33);
        assertMalformed(frame(shortHeader));

        final byte[] versionSix = frame(ipv6(IpNumber.UDP, udp(true, HELLO)));
        versionSix[12] = 0x08;
        versionSix[13] = 0x00;
        assertMalformed(versionSix);
    }

    @Test
    void shouldClearWhatWasThereBefore()
    {
        parse(frame(ipv6(IpNumber.ICMPV6, portUnreachable6(ipv6(IpNumber.UDP, udp(true, HELLO)).build()))));

        parse(frame(ipv4(IpNumber.UDP, udp(false, HELLO))));

        assertFalse(context.ipv6);
        assertEquals(0, context.sourceHigh);
        assertEquals(0, context.innerSourcePort);
        assertEquals(0, context.icmpType);
    }

    private byte[] ipv6Fragment(final int offset, final boolean more, final byte[] bytes)
    {
        final IpV6Packet.Builder packet = ipv6(IpNumber.IPV6_FRAG, new IpV6ExtFragmentPacket.Builder()
            .nextHeader(IpNumber.UDP).fragmentOffset((short)(offset >> 3)).m(more).identification(0xCAFE_BABE)
            .payloadBuilder(raw(bytes)));
        return frame(packet);
    }

    private int parse(final byte[] frame)
    {
        return PacketParser.parse(new UnsafeBuffer(frame), 0, frame.length, context);
    }

    private void assertMalformed(final byte[] frame)
    {
        assertEquals(PacketContext.MALFORMED, parse(frame), () -> hex(frame));
    }

    private void assertPorts()
    {
        assertEquals(CLIENT_PORT, context.sourcePort);
        assertEquals(VIP_PORT, context.destinationPort);
    }
}
