/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.AddressSpec;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;
import io.jlvs.dataplane.linux.netlink.NetlinkCommands;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Macvlan interfaces with the virtual MAC, and the settings that they need on themselves and on the interface below.
 * Single writer, the VRRP thread.
 */
final class VirtualMacInterfaces
{
    private static final String IPV4 = "ipv4";
    private static final String IPV6 = "ipv6";
    private static final int ADDRESS_GENERATION_NONE = 1;
    private static final int LINK_LOCAL_LENGTH = 64;
    private static final int MAX_NAMES = 256;

    private final NetlinkCommands commands;
    private final RouteNetlink netlink;
    private final LinkTable links;
    private final InterfaceSettings settings;
    private final Map<VirtualMacSpec, String> names = new LinkedHashMap<>();

    VirtualMacInterfaces(
        final NetlinkCommands commands,
        final RouteNetlink netlink,
        final LinkTable links,
        final InterfaceSettings settings)
    {
        this.commands = commands;
        this.netlink = netlink;
        this.links = links;
        this.settings = settings;
    }

    /**
     * Name of an interface that was made.
     *
     * @param spec of the interface.
     * @return empty before {@link #ensure}.
     */
    Optional<String> name(final VirtualMacSpec spec)
    {
        return Optional.ofNullable(names.get(spec));
    }

    /**
     * Make an interface, or take over what an earlier run left. Does nothing if it is there.
     *
     * @param spec of the interface.
     * @return what was done.
     */
    AddressReport ensure(final VirtualMacSpec spec)
    {
        final Optional<LinkInfo> base = links.named(spec.baseName());
        if (base.isEmpty())
        {
            return failure(spec, "interface " + spec.baseName() + " does not exist");
        }
        final Optional<String> known = name(spec);
        if (known.isPresent() && links.named(known.get()).filter((link) -> isMade(spec, base.get(), link)).isPresent())
        {
            return AddressReport.NONE;
        }
        final Optional<String> name = known.or(() -> chooseName(spec, base.get()));
        if (name.isEmpty())
        {
            return failure(spec, "the name " + spec.candidate(0) + " is taken by another interface");
        }
        try
        {
            final boolean isNew = make(spec, name.get(), base.get());
            names.put(spec, name.get());
            return isNew ? new AddressReport(List.of("macvlan " + name.get()), List.of()) : AddressReport.NONE;
        }
        catch (final IOException | NativeException ex)
        {
            return failure(spec, ex.getMessage());
        }
    }

    /**
     * Remove an interface that was made, and give the interface below its settings back.
     *
     * @param spec of the interface.
     * @return what was done.
     */
    AddressReport remove(final VirtualMacSpec spec)
    {
        final String name = names.remove(spec);
        if (null == name)
        {
            return AddressReport.NONE;
        }
        final List<AddressFailure> failures = new ArrayList<>();
        final List<String> changed = new ArrayList<>();
        try
        {
            final Optional<LinkInfo> link = links.named(name);
            if (link.isPresent() && commands.execute(new NetlinkCommand.DeleteLink(link.get().index())))
            {
                changed.add("macvlan " + name);
            }
            link.ifPresent(links::remove);
        }
        catch (final NativeException ex)
        {
            failures.add(new AddressFailure("macvlan " + name, ex.getMessage()));
        }
        failures.addAll(settings.release(holder(name)));
        return new AddressReport(changed, failures);
    }

    private Optional<String> chooseName(final VirtualMacSpec spec, final LinkInfo base)
    {
        for (int attempt = 0; attempt < (spec.name().isPresent() ? 1 : MAX_NAMES); attempt++)
        {
            final String candidate = spec.candidate(attempt);
            final Optional<LinkInfo> present = links.named(candidate);
            final boolean isUsable = present.isEmpty() || isMade(spec, base, present.get()) ||
                spec.name().isPresent() && LinkInfo.MACVLAN.equals(present.get().kind());
            if (isUsable && !names.containsValue(candidate))
            {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isMade(final VirtualMacSpec spec, final LinkInfo base, final LinkInfo link)
    {
        return LinkInfo.MACVLAN.equals(link.kind()) && base.index() == link.parent() && spec.mac() == link.mac();
    }

    /**
     * Make or take over.
     *
     * @return false if it was taken over.
     */
    private boolean make(final VirtualMacSpec spec, final String name, final LinkInfo base) throws IOException
    {
        final Optional<LinkInfo> present = links.named(name);
        final boolean isNew = present.filter((link) -> isMade(spec, base, link)).isEmpty();
        if (isNew)
        {
            present.ifPresent((link) -> commands.execute(new NetlinkCommand.DeleteLink(link.index())));
            present.ifPresent(links::remove);
            commands.execute(new NetlinkCommand.AddMacvlan(name, base.index(), spec.mac()));
            links.reset(netlink.links());
        }
        final LinkInfo link = links.named(name)
            .orElseThrow(() -> new IOException("interface " + name + " went away as soon as it was made"));
        configure(spec, name, base);
        commands.execute(new NetlinkCommand.SetLink(link.index(), true));
        if (spec.hasLinkLocal())
        {
            commands.execute(new NetlinkCommand.AddAddress(AddressSpec.of(
                link.index(), linkLocal(spec, base), LINK_LOCAL_LENGTH, AddressSpec.IFA_F_NODAD)));
        }
        return isNew;
    }

    private void configure(final VirtualMacSpec spec, final String name, final LinkInfo base) throws IOException
    {
        // It must not answer ARP for addresses of other interfaces; an IPv6 one has the MAC of another virtual router.
        settings.write(InterfaceSettings.path(IPV4, name, "arp_ignore"), 1);
        if (!spec.isIpv6())
        {
            freeReversePathFilter(name);
            // It must hear another master on this host.
            settings.write(InterfaceSettings.path(IPV4, name, "accept_local"), 1);
            settings.write(InterfaceSettings.path(IPV4, name, "rp_filter"), 0);
            settings.write(InterfaceSettings.path(IPV4, name, "promote_secondaries"), 1);
            // The interface below must not answer for the virtual addresses.
            settings.hold(holder(name), InterfaceSettings.path(IPV4, base.name(), "arp_ignore"), 1);
            settings.hold(holder(name), InterfaceSettings.path(IPV4, base.name(), "arp_filter"), 1);
            // Nor ask for the MAC of a client in their name, which would teach it the MAC of this host.
            settings.hold(holder(name), InterfaceSettings.path(IPV4, base.name(), "arp_announce"), 2);
        }
        if (spec.hasIpv6() || settings.isPresent(InterfaceSettings.path(IPV6, name, "disable_ipv6")))
        {
            settings.write(InterfaceSettings.path(IPV6, name, "disable_ipv6"), spec.hasIpv6() ? 0 : 1);
            // RFC 9568 section 7.4: no address may be made from the virtual MAC.
            settings.write(InterfaceSettings.path(IPV6, name, "addr_gen_mode"), ADDRESS_GENERATION_NONE);
        }
    }

    /**
     * The larger of an interface's own rp_filter and that of "all" holds, so that of "all" has to be 0. The other
     * interfaces are raised to it before, and so keep what held for them.
     */
    private void freeReversePathFilter(final String name) throws IOException
    {
        final int all = settings.read(InterfaceSettings.path(IPV4, "all", "rp_filter"));
        if (0 == all)
        {
            settings.join(holder(name), "rp_filter");
            return;
        }
        final List<String> others = new ArrayList<>(List.of("default"));
        links.all().stream().map(LinkInfo::name).filter((other) -> !other.equals(name)).forEach(others::add);
        for (final String other : others)
        {
            final String path = InterfaceSettings.path(IPV4, other, "rp_filter");
            if (settings.read(path) < all)
            {
                settings.hold(holder(name), path, all);
            }
        }
        settings.hold(holder(name), InterfaceSettings.path(IPV4, "all", "rp_filter"), 0);
    }

    /**
     * Adverts come from an address that is not virtual, but by the virtual MAC: the configured source, else that of the
     * interface below, else one made from the MAC of the interface below.
     */
    private InetAddress linkLocal(final VirtualMacSpec spec, final LinkInfo base)
    {
        return spec.source().filter(InetAddress::isLinkLocalAddress).or(() -> netlink.addresses().stream()
            .filter((info) -> base.index() == info.interfaceIndex())
            .map(AddressInfo::address)
            .filter((address) -> address instanceof Inet6Address && address.isLinkLocalAddress())
            .findFirst()).orElseGet(() -> linkLocal(base.mac()));
    }

    /** RFC 4291 appendix A. */
    static InetAddress linkLocal(final long mac)
    {
        final byte[] address = {
            (byte)0xfe, (byte)0x80, 0, 0, 0, 0, 0, 0,
            (byte)(mac >>> 40 ^ 2), (byte)(mac >>> 32), (byte)(mac >>> 24), (byte)0xff,
            (byte)0xfe, (byte)(mac >>> 16), (byte)(mac >>> 8), (byte)mac};
        try
        {
            return InetAddress.getByAddress(address);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("length is that of IPv6", ex);
        }
    }

    private static AddressReport failure(final VirtualMacSpec spec, final String reason)
    {
        return AddressReport.ofFailures(List.of(new AddressFailure(
            "macvlan " + spec.candidate(0) + " on " + spec.baseName(), reason)));
    }

    private static String holder(final String name)
    {
        return "macvlan " + name;
    }
}
