/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;

import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapNativeException;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks for the virtual addresses on their segments, a few times, and listens meanwhile. Nothing else is sent.
 */
final class WireGatherer
{
    private static final int PROBE_COUNT = 3;
    private static final long PROBE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int POLL_LIMIT = 256;

    private final Host host;
    private final ExaminedConfiguration examined;
    private final List<String> problems = new ArrayList<>();
    private final Set<Heard.AddressAnswer> answers = new LinkedHashSet<>();
    private final List<Heard.RouterAdvert> adverts = new ArrayList<>();
    private final Map<String, WireTap> taps = new LinkedHashMap<>();

    WireGatherer(final Host host, final ExaminedConfiguration examined)
    {
        this.host = host;
        this.examined = examined;
    }

    /**
     * Ask and listen.
     *
     * @param duration how long to listen; adverts of VRRP are heard if it is longer than their interval.
     * @return what was heard.
     */
    WireFacts gather(final Duration duration)
    {
        final List<WireFacts.Probed> probed = new ArrayList<>();
        for (final InetAddress address : examined.addresses())
        {
            interfaceOf(address).ifPresent((name) -> probed.add(new WireFacts.Probed(address, name)));
        }
        final Set<String> names = new LinkedHashSet<>();
        probed.forEach((question) -> names.add(question.interfaceName()));
        examined.routers().forEach((router) -> router.interfaceName()
            .filter((name) -> host.link(name).filter(LinkInfo::up).isPresent()).ifPresent(names::add));
        try
        {
            names.forEach(this::open);
            probed.removeIf((question) -> !taps.containsKey(question.interfaceName()));
            listen(probed, duration);
        }
        catch (final NotOpenException ex)
        {
            throw new IllegalStateException("a tap was closed while it was used", ex);
        }
        finally
        {
            taps.values().forEach(WireTap::close);
        }

        return new WireFacts(duration.toMillis(), probed, answers, adverts, problems);
    }

    private void listen(final List<WireFacts.Probed> probed, final Duration duration) throws NotOpenException
    {
        final long startNs = System.nanoTime();
        int sentCount = 0;
        while (!taps.isEmpty() && System.nanoTime() - startNs < duration.toNanos())
        {
            if (sentCount < PROBE_COUNT && System.nanoTime() - startNs >= sentCount * PROBE_INTERVAL_NS)
            {
                for (final WireFacts.Probed question : probed)
                {
                    ask(question);
                }
                sentCount++;
            }
            int count = 0;
            for (final WireTap tap : taps.values())
            {
                count += poll(tap);
            }
            if (0 == count)
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    private int poll(final WireTap tap) throws NotOpenException
    {
        int count = 0;
        Optional<Optional<Heard>> frame = tap.poll();
        while (frame.isPresent() && count < POLL_LIMIT)
        {
            frame.get().ifPresent(this::onHeard);
            count++;
            frame = tap.poll();
        }

        return count;
    }

    private void onHeard(final Heard heard)
    {
        if (heard instanceof Heard.RouterAdvert advert)
        {
            adverts.add(advert);
        }
        else if (heard instanceof Heard.AddressAnswer answer && examined.addresses().contains(answer.address()))
        {
            answers.add(answer);
        }
    }

    private void open(final String interfaceName)
    {
        try
        {
            taps.put(interfaceName, WireTap.open(interfaceName));
        }
        catch (final PcapNativeException | NotOpenException ex)
        {
            problems.add("cannot listen on " + interfaceName + ": " + ex.getMessage());
        }
    }

    private void ask(final WireFacts.Probed question) throws NotOpenException
    {
        final LinkInfo link = host.link(question.interfaceName()).orElseThrow();
        try
        {
            for (final byte[] frame : questions(link, question.address()))
            {
                taps.get(question.interfaceName()).send(frame);
            }
        }
        catch (final PcapNativeException ex)
        {
            final String problem = "cannot ask for " + Text.address(question.address()) + " on " + link.name() + ": " +
                ex.getMessage();
            if (!problems.contains(problem))
            {
                problems.add(problem);
            }
        }
    }

    private List<byte[]> questions(final LinkInfo link, final InetAddress address)
    {
        final Optional<InetAddress> own = ownAddress(link, address);
        if (address instanceof Inet6Address target)
        {
            return own.map((sender) -> ProbeFrames.solicitation(link.mac(), (Inet6Address)sender, target))
                .map(List::of).orElse(List.of());
        }
        final Inet4Address target = (Inet4Address)address;
        final List<byte[]> frames = new ArrayList<>(List.of(ProbeFrames.arp(link.mac(), nobody(), target)));
        own.ifPresent((sender) -> frames.add(ProbeFrames.arp(link.mac(), (Inet4Address)sender, target)));

        return frames;
    }

    /** An address of the interface that belongs to this host alone; for IPv6 a link-local one if there is one. */
    private Optional<InetAddress> ownAddress(final LinkInfo link, final InetAddress address)
    {
        return host.addresses().stream()
            .filter((info) -> info.interfaceIndex() == link.index() &&
                info.address().getClass().equals(address.getClass()) &&
                !examined.addresses().contains(info.address()))
            .map(AddressInfo::address)
            .min((left, right) -> Boolean.compare(right.isLinkLocalAddress(), left.isLinkLocalAddress()));
    }

    /** Where an address is, or would be: its own interface, its network's, or that of its servers. */
    private Optional<String> interfaceOf(final InetAddress address)
    {
        final Optional<LinkInfo> holder = host.holder(address);
        if (holder.isPresent())
        {
            return holder.filter(WireGatherer::isEthernet).map(LinkInfo::name);
        }
        final Optional<LinkInfo> network = onLink(address);
        return network.or(() -> examined.services().stream()
                .filter((service) -> service.key().address().equals(address))
                .flatMap((service) -> service.servers().stream())
                .map((server) -> onLink(server.address()))
                .flatMap(Optional::stream)
                .findFirst())
            .map(LinkInfo::name);
    }

    private Optional<LinkInfo> onLink(final InetAddress address)
    {
        final RouteInfo route = host.routes().get(address);
        return null == route || !route.isUnicast() || null != route.gateway() ? Optional.empty() :
            host.link(route.interfaceIndex()).filter(WireGatherer::isEthernet);
    }

    private static boolean isEthernet(final LinkInfo link)
    {
        return link.up() && !link.loopback() && 0 != link.mac();
    }

    private static Inet4Address nobody()
    {
        try
        {
            return (Inet4Address)InetAddress.getByAddress(new byte[Integer.BYTES]);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("an address of 4 bytes is always valid", ex);
        }
    }
}
