/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.vrrp.packet.AdvertFlyweight;
import io.jlvs.vrrp.packet.AuthenticationHeaderFlyweight;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV6CommonPacket.IpV6NeighborDiscoveryOption;
import org.pcap4j.packet.IcmpV6NeighborAdvertisementPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpV6NeighborDiscoveryTargetLinkLayerAddressOption;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.util.MacAddress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads frames into what was {@link Heard}. Pure.
 */
final class HeardReader
{
    /** Answers to probes, and adverts; the header of AH (protocol 51) may stand before an advert. */
    static final String FILTER = "arp or (icmp6 and ip6[40] == 136) or ip proto 112 or ip proto 51 or ip6 proto 112";

    private static final int VERSION_2 = 2;
    private static final int MS_PER_SECOND = 1_000;
    private static final int MS_PER_CENTISECOND = 10;

    private HeardReader()
    {
    }

    /**
     * Read a frame.
     *
     * @param interfaceName on which it came.
     * @param frame         Ethernet.
     * @return empty if it is nothing that is listened for, or damaged.
     */
    static Optional<Heard> read(final String interfaceName, final byte[] frame)
    {
        try
        {
            final EthernetPacket packet = EthernetPacket.newPacket(frame, 0, frame.length);
            final ArpPacket arp = packet.get(ArpPacket.class);
            final IcmpV6NeighborAdvertisementPacket advertisement =
                packet.get(IcmpV6NeighborAdvertisementPacket.class);
            final IpPacket ip = packet.get(IpPacket.class);
            if (null != arp)
            {
                final ArpPacket.ArpHeader header = arp.getHeader();
                return ArpOperation.REPLY.equals(header.getOperation()) ?
                    Optional.of(new Heard.AddressAnswer(
                        interfaceName, header.getSrcProtocolAddr(), mac(header.getSrcHardwareAddr()))) :
                    Optional.empty();
            }
            if (null != advertisement)
            {
                return Optional.of(new Heard.AddressAnswer(
                    interfaceName,
                    advertisement.getHeader().getTargetAddress(),
                    mac(senderOf(advertisement, packet.getHeader().getSrcAddr()))));
            }

            return null == ip || null == ip.getPayload() ?
                Optional.empty() : advert(interfaceName, mac(packet.getHeader().getSrcAddr()), ip);
        }
        catch (final IllegalRawDataException | IllegalArgumentException | IndexOutOfBoundsException |
            UnknownHostException ex)
        {
            // Anybody can send anything; the sender of a damaged frame is not the doctor's subject.
            return Optional.empty();
        }
    }

    private static MacAddress senderOf(
        final IcmpV6NeighborAdvertisementPacket advertisement, final MacAddress frameSender)
    {
        for (final IpV6NeighborDiscoveryOption option : advertisement.getHeader().getOptions())
        {
            if (option instanceof IpV6NeighborDiscoveryTargetLinkLayerAddressOption target)
            {
                return target.getLinkLayerAddressAsMacAddress();
            }
        }

        return frameSender;
    }

    private static Optional<Heard> advert(final String interfaceName, final long mac, final IpPacket ip)
        throws UnknownHostException
    {
        final MutableDirectBuffer buffer = new UnsafeBuffer(ip.getPayload().getRawData());
        final int protocol = Byte.toUnsignedInt(ip.getHeader().getProtocol().value());
        final boolean isAuthenticated = IpProtocol.AUTHENTICATION == protocol &&
            buffer.capacity() > AuthenticationHeaderFlyweight.LENGTH &&
            IpProtocol.VRRP == new AuthenticationHeaderFlyweight().wrap(buffer, 0).nextHeader();
        final int advertOffset = isAuthenticated ? AuthenticationHeaderFlyweight.LENGTH : 0;
        if (IpProtocol.VRRP != protocol && !isAuthenticated ||
            advertOffset + AdvertFlyweight.HEADER_LENGTH > buffer.capacity())
        {
            return Optional.empty();
        }

        final AdvertFlyweight advert = new AdvertFlyweight().wrap(buffer, advertOffset);
        final boolean isVersion2 = VERSION_2 == advert.version();
        final int addressLength = ip.getHeader().getSrcAddr().getAddress().length;
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        int offset = advertOffset + AdvertFlyweight.ADDRESSES_OFFSET;
        for (int i = 0; i < advert.addressCount(); i++)
        {
            if (offset + addressLength > buffer.capacity())
            {
                return Optional.empty();
            }
            final byte[] address = new byte[addressLength];
            buffer.getBytes(offset, address);
            addresses.add(InetAddress.getByAddress(address));
            offset += addressLength;
        }

        return Optional.of(new Heard.RouterAdvert(
            interfaceName,
            mac,
            ip.getHeader().getSrcAddr(),
            advert.version(),
            advert.virtualRouterId(),
            advert.priority(),
            isVersion2 ? (long)MS_PER_SECOND * advert.intervalS() : (long)MS_PER_CENTISECOND * advert.intervalCs(),
            isAuthenticated ? AdvertFlyweight.AUTHENTICATION_HEADER : isVersion2 ? advert.authenticationType() : 0,
            addresses));
    }

    private static long mac(final MacAddress address)
    {
        long mac = 0;
        for (final byte octet : address.getAddress())
        {
            mac = mac << Byte.SIZE | Byte.toUnsignedInt(octet);
        }

        return mac;
    }
}
