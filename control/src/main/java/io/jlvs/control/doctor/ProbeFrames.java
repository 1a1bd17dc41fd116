/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6NeighborSolicitationPacket;
import org.pcap4j.packet.IpV6NeighborDiscoverySourceLinkLayerAddressOption;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.util.MacAddress;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Questions "who has this address?" as Ethernet frames. Pure.
 */
final class ProbeFrames
{
    private static final byte MAXIMUM_HOPS = (byte)255;
    private static final int SOLICITED_NODE_BYTES = 3;

    private ProbeFrames()
    {
    }

    /**
     * An ARP request (RFC 826). With the sender 0.0.0.0 it is a probe of RFC 5227, which changes nobody's neighbour
     * table and is answered by every host that has the address; some answer only askers of their network, and some
     * answer for others only such, so the own address is asked with, too.
     *
     * @param mac    of the sending interface, 48 bits.
     * @param sender 0.0.0.0 or an address of the interface.
     * @param target address in question.
     * @return frame to all.
     */
    static byte[] arp(final long mac, final Inet4Address sender, final Inet4Address target)
    {
        final MacAddress own = mac(mac);
        final ArpPacket.Builder arp = new ArpPacket.Builder()
            .hardwareType(ArpHardwareType.ETHERNET)
            .protocolType(EtherType.IPV4)
            .hardwareAddrLength((byte)MacAddress.SIZE_IN_BYTES)
            .protocolAddrLength((byte)Integer.BYTES)
            .operation(ArpOperation.REQUEST)
            .srcHardwareAddr(own)
            .srcProtocolAddr(sender)
            .dstHardwareAddr(mac(0))
            .dstProtocolAddr(target);
        return ethernet(own, MacAddress.ETHER_BROADCAST_ADDRESS, EtherType.ARP, arp);
    }

    /**
     * A neighbour solicitation (RFC 4861, section 4.3). Never with the unspecified sender of duplicate address
     * detection: the answer to that goes to all hosts and would change their neighbour tables.
     *
     * @param mac    of the sending interface, 48 bits.
     * @param sender an address of the interface.
     * @param target address in question.
     * @return frame to the target's solicited-node group.
     */
    static byte[] solicitation(final long mac, final Inet6Address sender, final Inet6Address target)
    {
        final MacAddress own = mac(mac);
        final Inet6Address group = solicitedNode(target);
        final IcmpV6NeighborSolicitationPacket.Builder solicitation = new IcmpV6NeighborSolicitationPacket.Builder()
            .reserved(0)
            .targetAddress(target)
            .options(List.of(new IpV6NeighborDiscoverySourceLinkLayerAddressOption.Builder()
                .linkLayerAddress(own.getAddress())
                .correctLengthAtBuild(true)
                .build()));
        final IcmpV6CommonPacket.Builder icmp = new IcmpV6CommonPacket.Builder()
            .type(IcmpV6Type.NEIGHBOR_SOLICITATION)
            .code(IcmpV6Code.NO_CODE)
            .srcAddr(sender)
            .dstAddr(group)
            .correctChecksumAtBuild(true);
        icmp.payloadBuilder(solicitation);
        final IpV6Packet.Builder ip = new IpV6Packet.Builder()
            .version(IpVersion.IPV6)
            .trafficClass(IpV6SimpleTrafficClass.newInstance((byte)0))
            .flowLabel(IpV6SimpleFlowLabel.newInstance(0))
            .nextHeader(IpNumber.ICMPV6)
            .hopLimit(MAXIMUM_HOPS)
            .srcAddr(sender)
            .dstAddr(group)
            .correctLengthAtBuild(true);
        ip.payloadBuilder(icmp);
        return ethernet(own, groupMac(group), EtherType.IPV6, ip);
    }

    private static byte[] ethernet(
        final MacAddress source, final MacAddress destination, final EtherType type, final Packet.Builder payload)
    {
        return new EthernetPacket.Builder()
            .srcAddr(source)
            .dstAddr(destination)
            .type(type)
            .payloadBuilder(payload)
            .paddingAtBuild(true)
            .build()
            .getRawData();
    }

    /** RFC 4291, section 2.7.1: ff02::1:ff00:0 and the last three bytes. */
    private static Inet6Address solicitedNode(final Inet6Address target)
    {
        try
        {
            final byte[] group = InetAddress.getByName("ff02::1:ff00:0").getAddress();
            final byte[] address = target.getAddress();
            final int offset = group.length - SOLICITED_NODE_BYTES;
            System.arraycopy(address, offset, group, offset, SOLICITED_NODE_BYTES);
            return (Inet6Address)InetAddress.getByAddress(group);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("an address of 16 bytes is always valid", ex);
        }
    }

    /** RFC 2464, section 7: 33:33 and the last four bytes. */
    private static MacAddress groupMac(final Inet6Address group)
    {
        final byte[] address = group.getAddress();
        final byte[] mac = {0x33, 0x33, 0, 0, 0, 0};
        System.arraycopy(address, address.length - Integer.BYTES, mac, 2, Integer.BYTES);
        return MacAddress.getByAddress(mac);
    }

    private static MacAddress mac(final long mac)
    {
        return MacAddress.getByName(Text.mac(mac));
    }
}
