/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.io;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.vrrp.packet.GratuitousArpFrame;
import io.jlvs.vrrp.packet.NeighbourAdvertFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends gratuitous ARP and unsolicited neighbour adverts through libpcap, one handle for each interface. One thread.
 */
public final class NeighbourAnnouncements implements AutoCloseable
{
    private static final int CAPACITY = Math.max(GratuitousArpFrame.LENGTH, NeighbourAdvertFrame.LENGTH);
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv6/conf");

    private final byte[] frame = new byte[CAPACITY];
    private final UnsafeBuffer buffer = new UnsafeBuffer(frame);
    private final GratuitousArpFrame arp = new GratuitousArpFrame();
    private final NeighbourAdvertFrame advert = new NeighbourAdvertFrame();
    private final Map<Integer, PcapHandle> handles = new HashMap<>();

    /**
     * Get ready to send by an interface, so that the first frame does not wait for it.
     *
     * @param link to send by.
     * @return what went wrong, in words for the log.
     */
    public Optional<String> prepare(final LinkInfo link)
    {
        try
        {
            handle(link);
            return Optional.empty();
        }
        catch (final PcapNativeException ex)
        {
            return Optional.of("cannot announce addresses on " + link.name() + ": " + ex.getMessage());
        }
    }

    /**
     * Tell the neighbours that an address is here.
     *
     * @param link    that has it.
     * @param address to tell of.
     * @return what went wrong, in words for the log.
     */
    public Optional<String> send(final LinkInfo link, final InetAddress address)
    {
        final int length = address instanceof final Inet4Address address4 ?
            arp.encode(buffer, 0, link.mac(), address4) :
            advert.encode(buffer, 0, link.mac(), (Inet6Address)address, isForwarding(link));
        try
        {
            handle(link).sendPacket(Arrays.copyOf(frame, length));
            return Optional.empty();
        }
        catch (final PcapNativeException | NotOpenException ex)
        {
            return Optional.of(
                "cannot announce " + address.getHostAddress() + " on " + link.name() + ": " + ex.getMessage());
        }
    }

    private PcapHandle handle(final LinkInfo link) throws PcapNativeException
    {
        PcapHandle handle = handles.get(link.index());
        if (null == handle)
        {
            handle = new PcapHandle.Builder(link.name())
                .snaplen(CAPACITY)
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                .timeoutMillis(1)
                .build();
            handles.put(link.index(), handle);
        }

        return handle;
    }

    private static boolean isForwarding(final LinkInfo link)
    {
        try
        {
            return "1".equals(Files.readString(FORWARDING.resolve(link.name()).resolve("forwarding")).strip());
        }
        catch (final IOException ex)
        {
            // Without IPv6, or gone by now.
            return false;
        }
    }

    @Override
    public void close()
    {
        handles.values().forEach(PcapHandle::close);
        handles.clear();
    }
}
