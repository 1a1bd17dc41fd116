/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.io;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.packet.GratuitousArpFrame;
import io.jlvs.vrrp.packet.NeighbourAdvertFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.pcap4j.core.PcapNativeException;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends gratuitous ARP and unsolicited neighbour adverts, by one {@link FrameSender} for each interface. One thread.
 */
public final class NeighbourAnnouncements implements AutoCloseable
{
    private static final int CAPACITY = Math.max(GratuitousArpFrame.LENGTH, NeighbourAdvertFrame.LENGTH);
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv6/conf");

    private final byte[] frame = new byte[CAPACITY];
    private final UnsafeBuffer buffer = new UnsafeBuffer(frame);
    private final GratuitousArpFrame arp = new GratuitousArpFrame();
    private final NeighbourAdvertFrame advert = new NeighbourAdvertFrame();
    private final Map<Integer, FrameSender> senders = new HashMap<>();

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
            sender(link);
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
            sender(link).send(frame, length);
            return Optional.empty();
        }
        catch (final PcapNativeException ex)
        {
            return Optional.of(
                "cannot announce " + InetText.of(address) + " on " + link.name() + ": " + ex.getMessage());
        }
    }

    private FrameSender sender(final LinkInfo link) throws PcapNativeException
    {
        FrameSender sender = senders.get(link.index());
        if (null == sender)
        {
            forgetFormer(link);
            sender = FrameSender.open(link.name());
            senders.put(link.index(), sender);
        }

        return sender;
    }

    /** An interface that was made anew under the same name has another index, and needs another sender. */
    private void forgetFormer(final LinkInfo link)
    {
        senders.values().removeIf((sender) ->
        {
            final boolean isFormer = sender.interfaceName().equals(link.name());
            if (isFormer)
            {
                sender.close();
            }
            return isFormer;
        });
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
        senders.values().forEach(FrameSender::close);
        senders.clear();
    }
}
