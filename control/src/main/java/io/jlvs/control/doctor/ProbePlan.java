/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where to ask for which virtual address, and with which frames. Pure.
 *
 * @param questions  in the order in which they are asked.
 * @param interfaces to listen on: those of the questions and those of the configured routers.
 */
record ProbePlan(List<Question> questions, Set<String> interfaces)
{
    /**
     * A question.
     *
     * @param probed address and interface.
     * @param frames to be sent.
     */
    record Question(WireFacts.Probed probed, List<byte[]> frames)
    {
    }

    static ProbePlan of(final Host host, final ExaminedConfiguration examined)
    {
        final List<Question> questions = new ArrayList<>();
        final Set<String> interfaces = new LinkedHashSet<>();
        for (final InetAddress address : examined.addresses())
        {
            linkOf(host, examined, address).ifPresent((link) ->
            {
                questions.add(new Question(
                    new WireFacts.Probed(address, link.name()), frames(host, examined, link, address)));
                interfaces.add(link.name());
            });
        }
        examined.routers().forEach((router) -> router.interfaceName()
            .flatMap(host::link).filter(ProbePlan::isEthernet).ifPresent((link) -> interfaces.add(link.name())));

        return new ProbePlan(questions, interfaces);
    }

    /** Where an address is, or would be: its own interface, its network's, or that of its servers. */
    private static Optional<LinkInfo> linkOf(
        final Host host, final ExaminedConfiguration examined, final InetAddress address)
    {
        final Optional<LinkInfo> holder = host.holder(address);
        if (holder.isPresent())
        {
            return holder.filter(ProbePlan::isEthernet);
        }

        return onLink(host, address).or(() -> examined.services().stream()
            .filter((service) -> service.key().address().equals(address))
            .flatMap((service) -> service.servers().stream())
            .map((server) -> onLink(host, server.address()))
            .flatMap(Optional::stream)
            .findFirst());
    }

    private static Optional<LinkInfo> onLink(final Host host, final InetAddress address)
    {
        final RouteInfo route = host.routes().get(address);
        return null == route || !route.isUnicast() || null != route.gateway() ? Optional.empty() :
            host.link(route.interfaceIndex()).filter(ProbePlan::isEthernet);
    }

    private static boolean isEthernet(final LinkInfo link)
    {
        return link.up() && !link.loopback() && 0 != link.mac();
    }

    private static List<byte[]> frames(
        final Host host, final ExaminedConfiguration examined, final LinkInfo link, final InetAddress address)
    {
        final Optional<InetAddress> own = ownAddress(host, examined, link, address);
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
    private static Optional<InetAddress> ownAddress(
        final Host host, final ExaminedConfiguration examined, final LinkInfo link, final InetAddress address)
    {
        return host.addresses().stream()
            .filter((info) -> info.interfaceIndex() == link.index() &&
                info.address().getClass() == address.getClass() && !examined.addresses().contains(info.address()))
            .map(AddressInfo::address)
            .min((left, right) -> Boolean.compare(right.isLinkLocalAddress(), left.isLinkLocalAddress()));
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
