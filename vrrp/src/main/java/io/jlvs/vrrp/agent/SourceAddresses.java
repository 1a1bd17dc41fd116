/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpConfiguration;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses of this host's interfaces, and which of them adverts are sent from: the first one of an interface that
 * no instance owns, link-local for IPv6. Fed by netlink; VRRP thread only.
 */
final class SourceAddresses
{
    private static final int SCOPE_LINK = 253;
    private static final int IFA_F_SECONDARY = 0x01;
    private static final int IFA_F_TENTATIVE = 0x40;

    private final List<AddressInfo> addresses = new ArrayList<>();
    private final Set<InetAddress> owned = new HashSet<>();

    /**
     * Another configuration: addresses that instances own are no source.
     *
     * @param configuration to run.
     */
    void configure(final VrrpConfiguration configuration)
    {
        owned.clear();
        configuration.instances().stream()
            .map((instance) -> instance.addresses())
            .flatMap(SourceAddresses::all)
            .forEach((address) -> owned.add(address.address()));
    }

    private static Stream<VirtualAddress> all(final AddressSettings settings)
    {
        return Stream.concat(settings.addresses().stream(), settings.excluded().stream());
    }

    /**
     * Everything was read anew.
     *
     * @param all addresses of the host.
     */
    void reset(final List<AddressInfo> all)
    {
        addresses.clear();
        addresses.addAll(all);
    }

    void put(final AddressInfo address)
    {
        addresses.replaceAll((known) -> isSame(known, address) ? address : known);
        if (addresses.stream().noneMatch((known) -> isSame(known, address)))
        {
            addresses.add(address);
        }
    }

    void remove(final AddressInfo address)
    {
        addresses.removeIf((known) -> isSame(known, address));
    }

    /**
     * Where adverts of an interface come from.
     *
     * @param interfaceIndex of the interface.
     * @param isIpv6         family.
     * @return address, empty if the interface has none that fits.
     */
    Optional<InetAddress> first(final int interfaceIndex, final boolean isIpv6)
    {
        return addresses.stream()
            .filter((info) -> info.interfaceIndex() == interfaceIndex)
            .filter((info) -> isIpv6 == info.address() instanceof Inet6Address)
            .filter((info) -> 0 == (info.flags() & (IFA_F_TENTATIVE | (isIpv6 ? 0 : IFA_F_SECONDARY))))
            .filter((info) -> !isIpv6 || SCOPE_LINK == info.scope())
            .map(AddressInfo::address)
            .filter((address) -> !owned.contains(address))
            .findFirst();
    }

    /**
     * Whether this host has an address.
     *
     * @param address to look for.
     * @return true if some interface has it.
     */
    boolean contains(final InetAddress address)
    {
        return addresses.stream().anyMatch((info) -> info.address().equals(address));
    }

    private static boolean isSame(final AddressInfo one, final AddressInfo other)
    {
        return one.interfaceIndex() == other.interfaceIndex() && one.prefixLength() == other.prefixLength() &&
            one.address().equals(other.address());
    }
}
