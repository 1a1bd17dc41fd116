/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows the macvlan interfaces above the director's interfaces and the addresses on them, and says which of their
 * hardware addresses are this host's to serve.
 * <p>
 * A backup of VRRP has the macvlan interface too, and a switch may flood frames to it; only the master's holds a
 * virtual address. An IPv6 instance keeps a link-local address on it in any role, to send adverts from, so that one
 * does not count.
 * Conductor only.
 */
final class VirtualMacTable
{
    private final Ports ports;
    private final Map<Integer, LinkInfo> macvlans = new HashMap<>();
    private final Map<Integer, Set<InetAddress>> addresses = new HashMap<>();
    private VirtualMacSnapshot snapshot = VirtualMacSnapshot.EMPTY;
    private boolean isChanged;

    /**
     * Table without links and addresses.
     *
     * @param ports interfaces of the director.
     */
    VirtualMacTable(final Ports ports)
    {
        this.ports = ports;
    }

    /**
     * Whether a link is a macvlan interface whose frames the director takes from the interface below. One that is an
     * interface of the director itself gets them there.
     *
     * @param link  of this host.
     * @param ports interfaces of the director.
     * @return true if it stands above one of the director's interfaces.
     */
    static boolean isAbovePort(final LinkInfo link, final Ports ports)
    {
        return LinkInfo.MACVLAN.equals(link.kind()) && ports.contains(link.parent()) && !ports.contains(link.index());
    }

    /**
     * A link is there, or changed.
     *
     * @param link as it is now.
     */
    void onLink(final LinkInfo link)
    {
        final LinkInfo before =
            isAbovePort(link, ports) ? macvlans.put(link.index(), link) : macvlans.remove(link.index());
        isChanged |= null != before || macvlans.containsKey(link.index());
    }

    /**
     * A link went away, and its addresses with it.
     *
     * @param interfaceIndex of the link.
     */
    void onLinkRemoved(final int interfaceIndex)
    {
        addresses.remove(interfaceIndex);
        isChanged |= null != macvlans.remove(interfaceIndex);
    }

    /**
     * An address is there, or changed.
     *
     * @param address of this host.
     */
    void onAddress(final AddressInfo address)
    {
        if (!address.address().isLinkLocalAddress())
        {
            isChanged |= addresses.computeIfAbsent(address.interfaceIndex(), (index) -> new HashSet<>())
                .add(address.address());
        }
    }

    /**
     * An address went away.
     *
     * @param address that this host had.
     */
    void onAddressRemoved(final AddressInfo address)
    {
        final Set<InetAddress> left = addresses.get(address.interfaceIndex());
        isChanged |= null != left && left.remove(address.address());
    }

    /**
     * Forget all, to be told anew. The snapshot stays until {@link #snapshot} is called.
     */
    void clear()
    {
        macvlans.clear();
        addresses.clear();
        isChanged = true;
    }

    /**
     * What the director's interfaces take now.
     *
     * @return the snapshot returned before as long as nothing is different.
     */
    VirtualMacSnapshot snapshot()
    {
        if (isChanged)
        {
            isChanged = false;
            final SortedMap<Integer, SortedSet<Long>> macs = new TreeMap<>();
            macvlans.values().stream().filter(this::isServing).forEach(
                (link) -> macs.computeIfAbsent(link.parent(), (index) -> new TreeSet<>()).add(link.mac()));
            final VirtualMacSnapshot newest = VirtualMacSnapshot.of(macs);
            snapshot = newest.equals(snapshot) ? snapshot : newest;
        }

        return snapshot;
    }

    private boolean isServing(final LinkInfo macvlan)
    {
        return macvlan.up() && !addresses.getOrDefault(macvlan.index(), Set.of()).isEmpty();
    }
}
