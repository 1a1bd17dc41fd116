/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkListener;
import io.jlvs.dataplane.linux.netlink.NetlinkMonitor;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NeighbourTable;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.text.InetText;
import org.agrona.ErrorHandler;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps {@link Destination#nextHop()} true: asks the kernel's routing table how a server is reached and its neighbour
 * table for the hardware address, follows their changes, and has an unknown address asked for. What it hears of links
 * and addresses on the way also goes into the table of virtual hardware addresses. Owned by the conductor.
 */
final class NextHopResolver implements NetlinkListener, AutoCloseable
{
    private static final long RETRY_MS = 200;
    private static final long REFRESH_MS = 20_000;

    private final RouteNetlink netlink;
    private final NetlinkMonitor monitor;
    private final Ports ports;
    private final ErrorHandler errorHandler;
    private final Consumer<LinkInfo> linkListener;
    private final Map<Integer, LinkInfo> links = new HashMap<>();
    private final VirtualMacTable virtualMacs;
    private final NeighbourTable neighbours = new NeighbourTable();
    private final Set<FixedNeighbour> fixedNeighbours = new HashSet<>();
    private final Map<Integer, Target> targets = new HashMap<>();
    private boolean isRereadDue = true;
    private boolean isResolveDue;
    private int unresolved;
    private long nextRetryMs;
    private long nextRefreshMs;

    /**
     * Resolver that owns its sockets.
     *
     * @param netlink      to ask and to probe.
     * @param monitor      of changes.
     * @param ports        interfaces of the director.
     * @param linkListener hears of interfaces that changed.
     * @param errorHandler for what keeps a server from being reached.
     */
    NextHopResolver(
        final RouteNetlink netlink,
        final NetlinkMonitor monitor,
        final Ports ports,
        final Consumer<LinkInfo> linkListener,
        final ErrorHandler errorHandler)
    {
        this.linkListener = linkListener;
        this.ports = ports;
        this.virtualMacs = new VirtualMacTable(ports);
        this.netlink = netlink;
        this.monitor = monitor;
        this.errorHandler = errorHandler;
    }

    void add(final Destination destination)
    {
        final InetAddress address = new Address(
            destination.ipv6(), destination.addressHigh(), destination.addressLow()).toInetAddress();
        targets.put(destination.id(), new Target(destination, address));
        isResolveDue = true;
    }

    void remove(final Destination destination)
    {
        targets.remove(destination.id());
        destination.nextHop(null);
    }

    /**
     * Take in changes and resolve what is open.
     *
     * @param nowMs monotonic time.
     * @return amount of work done.
     */
    int poll(final long nowMs)
    {
        int work = monitor.poll(this);
        if (isRereadDue)
        {
            reread();
            work++;
        }

        if (isResolveDue)
        {
            isResolveDue = false;
            targets.values().forEach(this::resolve);
            nextRetryMs = nowMs + RETRY_MS;
            work++;
        }
        else if (unresolved > 0 && nowMs - nextRetryMs >= 0)
        {
            nextRetryMs = nowMs + RETRY_MS;
            targets.values().stream().filter((target) -> null == target.destination.nextHop()).forEach(this::resolve);
            work++;
        }

        if (nowMs - nextRefreshMs >= 0)
        {
            nextRefreshMs = nowMs + REFRESH_MS;
            targets.values().forEach(this::refresh);
        }

        if (work > 0)
        {
            unresolved = (int)targets.values().stream()
                .filter((target) -> null == target.destination.nextHop()).count();
        }

        return work;
    }

    /**
     * Destinations without a next hop.
     *
     * @return number of destinations.
     */
    int unresolved()
    {
        return unresolved;
    }

    /**
     * Whether the director can reach anybody.
     *
     * @return true when at least one of its interfaces is there, up and has a carrier.
     */
    boolean isAnyPortUp()
    {
        for (final LinkInfo port : ports.links())
        {
            final LinkInfo link = links.get(port.index());
            if (null != link && link.up() && link.running())
            {
                return true;
            }
        }

        return false;
    }

    /**
     * Hardware addresses besides their own for which the director's interfaces take frames.
     *
     * @return as of the last {@link #poll}; the same object as long as nothing is different.
     */
    VirtualMacSnapshot virtualMacs()
    {
        return virtualMacs.snapshot();
    }

    @Override
    public void close()
    {
        monitor.close();
        netlink.close();
    }

    @Override
    public void onLink(final LinkInfo link)
    {
        final LinkInfo before = links.put(link.index(), link);
        virtualMacs.onLink(link);
        if (!link.equals(before))
        {
            isResolveDue = true;
            linkListener.accept(link);
        }
    }

    @Override
    public void onLinkRemoved(final LinkInfo link)
    {
        isResolveDue |= null != links.remove(link.index());
        virtualMacs.onLinkRemoved(link.index());
    }

    @Override
    public void onNeighbour(final NeighbourInfo neighbour)
    {
        final FixedNeighbour key =
            new FixedNeighbour(neighbour.interfaceIndex(), addressOf(neighbour.address()));
        if (neighbour.isFixed())
        {
            fixedNeighbours.add(key);
        }
        else
        {
            fixedNeighbours.remove(key);
        }

        if (neighbour.isUsable())
        {
            isResolveDue |= neighbours.put(
                neighbour.interfaceIndex(), addressOf(neighbour.address()), neighbour.mac());
        }
        else
        {
            isResolveDue |= neighbours.remove(neighbour.interfaceIndex(), addressOf(neighbour.address()));
        }
    }

    @Override
    public void onNeighbourRemoved(final NeighbourInfo neighbour)
    {
        fixedNeighbours.remove(new FixedNeighbour(neighbour.interfaceIndex(), addressOf(neighbour.address())));
        isResolveDue |= neighbours.remove(neighbour.interfaceIndex(), addressOf(neighbour.address()));
    }

    @Override
    public void onAddress(final AddressInfo address)
    {
        isResolveDue = true;
        virtualMacs.onAddress(address);
    }

    @Override
    public void onAddressRemoved(final AddressInfo address)
    {
        isResolveDue = true;
        virtualMacs.onAddressRemoved(address);
    }

    @Override
    public void onRouteChanged()
    {
        isResolveDue = true;
    }

    @Override
    public void onOverrun()
    {
        isRereadDue = true;
    }

    private void reread()
    {
        isRereadDue = false;
        links.clear();
        virtualMacs.clear();
        netlink.addresses().forEach(virtualMacs::onAddress);
        netlink.links().forEach(this::onLink);
        neighbours.clear();
        fixedNeighbours.clear();
        netlink.neighbours().forEach(this::onNeighbour);
        isResolveDue = true;
    }

    private void resolve(final Target target)
    {
        try
        {
            final NextHop nextHop = nextHop(target);
            if (!Objects.equals(nextHop, target.destination.nextHop()))
            {
                target.destination.nextHop(nextHop);
            }
        }
        catch (final RuntimeException ex)
        {
            target.destination.nextHop(null);
            errorHandler.onError(ex);
        }
    }

    private NextHop nextHop(final Target target)
    {
        final Optional<RouteInfo> answer = netlink.route(target.address);
        final RouteInfo route = answer.orElse(null);
        final LinkInfo link = null == route ? null : links.get(route.interfaceIndex());
        if (null == link || !link.up() || !route.isUnicast())
        {
            return null;
        }

        if (!ports.contains(link.index()))
        {
            throw new IllegalStateException(
                "server " + InetText.of(target.address) + " is reached by interface " + link.name() +
                ", on which this director does not work: start it with --interface " + link.name() + " too");
        }

        target.interfaceIndex = link.index();
        target.neighbour = route.nextHop();
        final long mac = neighbours.mac(link.index(), addressOf(target.neighbour));
        if (NeighbourTable.UNKNOWN == mac)
        {
            netlink.probeNeighbour(link.index(), target.neighbour);
            return null;
        }

        final Address source = null == route.preferredSource() ?
            new Address(false, 0, 0) : Address.of(route.preferredSource());
        final int mtu = 0 == route.mtu() ? link.mtu() : Math.min(route.mtu(), link.mtu());
        return new NextHop(link.index(), link.mac(), mac, mtu, source.high(), source.low());
    }

    /**
     * Frames that bypass the kernel do not keep its neighbour entries alive: ask before they are collected.
     */
    private void refresh(final Target target)
    {
        if (null != target.neighbour &&
            null != target.destination.nextHop() &&
            !fixedNeighbours.contains(new FixedNeighbour(target.interfaceIndex, addressOf(target.neighbour))))
        {
            try
            {
                netlink.probeNeighbour(target.interfaceIndex, target.neighbour);
            }
            catch (final RuntimeException ex)
            {
                errorHandler.onError(ex);
            }
        }
    }

    private static NeighbourTable.Address addressOf(final InetAddress address)
    {
        final Address value = Address.of(address);
        return new NeighbourTable.Address(value.ipv6(), value.high(), value.low());
    }

    private record FixedNeighbour(int interfaceIndex, NeighbourTable.Address address)
    {
    }

    private static final class Target
    {
        private final Destination destination;
        private final InetAddress address;
        private int interfaceIndex;
        private InetAddress neighbour;

        private Target(final Destination destination, final InetAddress address)
        {
            this.destination = destination;
            this.address = address;
        }
    }
}
