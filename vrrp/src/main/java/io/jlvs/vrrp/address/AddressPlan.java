/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.netlink.AddressSpec;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;
import io.jlvs.dataplane.linux.netlink.RouteSpec;
import io.jlvs.dataplane.linux.netlink.RuleSpec;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualRoute;
import io.jlvs.vrrp.model.VirtualRule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an instance owns with the interfaces that there are now: the order is that of keepalived, addresses, excluded
 * addresses, routes, rules; it is taken down in the reverse order. Immutable, pure.
 *
 * @param objects  in the order in which they are added.
 * @param failures objects whose interface does not exist.
 */
record AddressPlan(List<OwnedObject> objects, List<AddressFailure> failures)
{
    private static final int HOST_LENGTH_IPV6 = 128;
    private static final long DEPRECATED = 0;
    private static final Map<VirtualAddress.Flag, Integer> FLAGS = Map.of(
        VirtualAddress.Flag.HOME, AddressSpec.IFA_F_HOMEADDRESS,
        VirtualAddress.Flag.MANAGE_TEMPORARY, AddressSpec.IFA_F_MANAGETEMPADDR,
        VirtualAddress.Flag.NO_PREFIX_ROUTE, AddressSpec.IFA_F_NOPREFIXROUTE,
        VirtualAddress.Flag.AUTO_JOIN, AddressSpec.IFA_F_MCAUTOJOIN);

    /**
     * Keep copies.
     */
    AddressPlan
    {
        objects = List.copyOf(objects);
        failures = List.copyOf(failures);
    }

    /**
     * Plan for what is configured.
     *
     * @param settings what is owned.
     * @param devices  where addresses belong.
     * @param links    interfaces that there are.
     * @return the plan.
     */
    static AddressPlan of(final AddressSettings settings, final AddressDevices devices, final LinkTable links)
    {
        final List<OwnedObject> objects = new ArrayList<>();
        final List<AddressFailure> failures = new ArrayList<>();
        for (final List<VirtualAddress> addresses : List.of(settings.addresses(), settings.excluded()))
        {
            for (final VirtualAddress address : addresses)
            {
                final String device = devices.of(address);
                final String text = text(address, device);
                links.named(device).ifPresentOrElse(
                    (link) -> objects.add(object(text, device, spec(address, link))),
                    () -> failures.add(OwnedObject.missing(text, device)));
            }
        }
        for (final VirtualRoute route : settings.routes())
        {
            final String text = text(route);
            final Optional<LinkInfo> link = route.device().flatMap(links::named);
            if (route.device().isPresent() && link.isEmpty())
            {
                failures.add(OwnedObject.missing(text, route.device().get()));
            }
            else
            {
                final RouteSpec spec = spec(route, link);
                objects.add(new OwnedObject(text, route.device(),
                    new NetlinkCommand.AddRoute(spec), new NetlinkCommand.DeleteRoute(spec)));
            }
        }
        for (final VirtualRule rule : settings.rules())
        {
            final RuleSpec spec = spec(rule);
            objects.add(new OwnedObject("rule " + spec, Optional.empty(),
                new NetlinkCommand.AddRule(spec), new NetlinkCommand.DeleteRule(spec)));
        }
        return new AddressPlan(objects, failures);
    }

    private static OwnedObject object(final String text, final String device, final AddressSpec spec)
    {
        return new OwnedObject(text, Optional.of(device),
            new NetlinkCommand.AddAddress(spec), new NetlinkCommand.DeleteAddress(spec));
    }

    private static AddressSpec spec(final VirtualAddress address, final LinkInfo link)
    {
        final boolean isIpv6 = VirtualMacSpec.isIpv6(address);
        int flags = isIpv6 && !address.flags().contains(VirtualAddress.Flag.DUPLICATE_DETECTION) ?
            AddressSpec.IFA_F_NODAD : 0;
        for (final VirtualAddress.Flag flag : address.flags())
        {
            flags |= FLAGS.getOrDefault(flag, 0);
        }
        return new AddressSpec(
            link.index(),
            address.address(),
            address.prefixLength(),
            address.scope(),
            flags,
            address.label(),
            address.broadcast(),
            address.peer(),
            isIpv6 ? preferredLifetime(address) : OptionalLong.empty());
    }

    /** As keepalived: a /128 is not to become the source of this host's own packets, unless it says so. */
    private static OptionalLong preferredLifetime(final VirtualAddress address)
    {
        return address.preferredLifetimeS().isEmpty() && HOST_LENGTH_IPV6 == address.prefixLength() ?
            OptionalLong.of(DEPRECATED) : address.preferredLifetimeS();
    }

    private static RouteSpec spec(final VirtualRoute route, final Optional<LinkInfo> link)
    {
        return new RouteSpec(
            route.type().number(),
            route.destination(),
            route.prefixLength(),
            route.gateway(),
            link.isPresent() ? OptionalInt.of(link.get().index()) : OptionalInt.empty(),
            route.preferredSource(),
            route.table(),
            route.metric(),
            route.scope(),
            route.protocol(),
            route.metrics(),
            route.isOnLink());
    }

    private static RuleSpec spec(final VirtualRule rule)
    {
        return new RuleSpec(
            rule.isIpv6(),
            rule.isInverted(),
            rule.source(),
            rule.sourceLength(),
            rule.destination(),
            rule.destinationLength(),
            rule.inputDevice(),
            rule.outputDevice(),
            rule.mark(),
            rule.markMask(),
            rule.typeOfService(),
            rule.priority(),
            rule.action().number(),
            rule.table(),
            RouteSpec.RTPROT_KEEPALIVED);
    }

    private static String text(final VirtualAddress address, final String device)
    {
        return "address " + network(address.address(), address.prefixLength()) + " dev " + device;
    }

    private static String text(final VirtualRoute route)
    {
        return "route " + network(route.destination(), route.prefixLength()) +
            route.gateway().map((gateway) -> " via " + InetText.of(gateway)).orElse("") +
            route.device().map((device) -> " dev " + device).orElse("") +
            " table " + route.table();
    }

    private static String network(final InetAddress address, final int prefixLength)
    {
        return InetText.of(address) + "/" + prefixLength;
    }
}
