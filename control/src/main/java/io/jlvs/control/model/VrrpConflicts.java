/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Position;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds instances of a file that stand in each other's way.
 */
final class VrrpConflicts
{
    private final List<VrrpInstance> instances = new ArrayList<>();
    private final Map<Place, String> owners = new HashMap<>();
    private final Diagnostics diagnostics;

    VrrpConflicts(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
    }

    /**
     * Compare an instance with those before it.
     *
     * @param instance to compare.
     * @param position of its block.
     * @return false if it cannot run beside them.
     */
    boolean isFree(final VrrpInstance instance, final Position position)
    {
        final Optional<VrrpInstance> rival =
            instances.stream().filter((other) -> isSameRouter(other.adverts(), instance.adverts())).findFirst();
        if (rival.isPresent())
        {
            diagnostics.error(position, "vrrp_instance " + instance.name() + ": virtual_router_id " +
                instance.adverts().virtualRouterId() + " with " + (instance.adverts().isIpv6() ? "IPv6" : "IPv4") +
                " on this interface is that of " + rival.get().name() + " (" + rival.get().place() +
                "); write another number; the instance is left out");
            return false;
        }
        instances.add(instance);
        reportSharedAddresses(instance, position);

        return true;
    }

    private static boolean isSameRouter(final AdvertSettings one, final AdvertSettings other)
    {
        if (one.virtualRouterId() != other.virtualRouterId() || one.isIpv6() != other.isIpv6() ||
            one.peers().isEmpty() != other.peers().isEmpty())
        {
            return false;
        }
        if (one.peers().isEmpty())
        {
            return one.interfaceName().equals(other.interfaceName()) && one.group().equals(other.group());
        }

        final Set<InetAddress> peers = new HashSet<>();
        one.peers().forEach((peer) -> peers.add(peer.address()));
        final boolean isSamePlace = one.interfaceName().isEmpty() || other.interfaceName().isEmpty() ||
            one.interfaceName().equals(other.interfaceName());

        return isSamePlace && one.source().equals(other.source()) &&
            other.peers().stream().anyMatch((peer) -> peers.contains(peer.address()));
    }

    private void reportSharedAddresses(final VrrpInstance instance, final Position position)
    {
        Stream.concat(instance.addresses().addresses().stream(), instance.addresses().excluded().stream())
            .forEach((address) -> reportSharedAddress(instance, address, position));
    }

    private void reportSharedAddress(
        final VrrpInstance instance, final VirtualAddress address, final Position position)
    {
        final Place place = new Place(
            address.address(), address.device().or(() -> instance.adverts().interfaceName()).orElse(""));
        final String owner = owners.putIfAbsent(place, instance.name());
        if (owner != null && !owner.equals(instance.name()))
        {
            diagnostics.warning(position, "vrrp_instance " + instance.name() + ": " +
                InetText.of(address.address()) + " is an address of " + owner +
                " too; when one of them leaves it, the other loses it");
        }
    }

    /**
     * Where an address is.
     *
     * @param address       of an instance.
     * @param interfaceName on which it is.
     */
    private record Place(InetAddress address, String interfaceName)
    {
    }
}
