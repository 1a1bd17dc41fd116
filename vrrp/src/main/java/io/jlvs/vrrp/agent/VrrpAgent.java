/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.linux.EventFd;
import io.jlvs.dataplane.linux.Poller;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkListener;
import io.jlvs.dataplane.linux.netlink.NetlinkMonitor;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.address.AddressReport;
import io.jlvs.vrrp.address.VirtualAddresses;
import io.jlvs.vrrp.io.AdvertChannel;
import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.notice.Notices;
import io.jlvs.vrrp.notice.Notifier;
import io.jlvs.vrrp.packet.AdvertDatagram;
import io.jlvs.vrrp.state.VrrpEvent;
import io.jlvs.vrrp.state.VrrpRole;
import io.jlvs.vrrp.state.VrrpState;
import io.jlvs.vrrp.track.InterfaceTracker;
import io.jlvs.vrrp.track.PriorityTally;
import io.jlvs.vrrp.track.TrackedChange;
import io.jlvs.vrrp.track.TrackedFacts;
import org.agrona.CloseHelper;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * All virtual routers of this process. {@link #doWork()} is its duty cycle: what others have to say, what the kernel
 * and the wire have to say, and only then what time it is, so that an overdue timer never overrules an advert that has
 * already arrived.
 *
 * <p>All methods on one thread, but {@link #execute} and {@link #onTracked}.
 */
final class VrrpAgent implements AutoCloseable, NetlinkListener
{
    /** Instances that are warmed up: after some of them the code is compiled. */
    private static final int WARM_UPS = 8;

    private final EventFd wakeUp = new EventFd();
    private final Poller poller = new Poller();
    private final Queue<Runnable> inbox = new ManyToOneConcurrentLinkedQueue<>();
    private final Lateness lateness = new Lateness();
    private final Map<String, VirtualRouter> routers = new LinkedHashMap<>();
    private final Map<String, Synchronised> groups = new LinkedHashMap<>();
    private final Map<String, PriorityTally> tallies = new HashMap<>();
    private final SourceAddresses sources = new SourceAddresses();
    private final DirectorGuard guard;
    private final Consumer<String> log;
    private final NetlinkMonitor monitor;
    private final RouteNetlink netlink;
    private final VirtualAddresses addresses;
    private final AdvertSockets sockets;
    private final Announcer announcer;
    private final RouterContext context;
    private InterfaceTracker links = new InterfaceTracker(Map.of());
    private VrrpConfiguration configuration = VrrpConfiguration.NONE;
    private TrackedFacts facts = TrackedFacts.NONE;
    private ForwardingHealth health = ForwardingHealth.FORWARDING;
    private boolean isDirectorNeeded;
    private boolean isLinkChanged;
    private boolean isAddressChanged;
    private long nowNs;

    /**
     * Open what it needs of the kernel.
     *
     * @param guard    the director beside this process; stays the caller's.
     * @param notifier tells scripts and FIFOs; stays the caller's.
     * @param log      of lines, without a time.
     */
    VrrpAgent(final DirectorGuard guard, final Notifier notifier, final Consumer<String> log)
    {
        this.guard = guard;
        this.log = log;
        monitor = NetlinkMonitor.open();
        netlink = RouteNetlink.open();
        addresses = VirtualAddresses.open();
        sockets = new AdvertSockets(poller, this::onDatagram);
        announcer = new Announcer(addresses, log);
        context = new RouterContext(
            sockets, addresses, announcer, new AddressCustody(guard, addresses), sources, notifier, log);
        poller.add(wakeUp);
        poller.add(monitor);
        nowNs = System.nanoTime();
        onOverrun();
    }

    /**
     * Have something done by the VRRP thread; any thread.
     *
     * @param task to run in the next duty cycle.
     */
    void execute(final Runnable task)
    {
        inbox.add(task);
        wakeUp.signal();
    }

    /**
     * Something that is tracked has changed; any thread.
     *
     * @param change to take into account.
     */
    void onTracked(final TrackedChange change)
    {
        execute(() -> onChange(change));
    }

    /**
     * Wait until there is something to do.
     *
     * @param deadlineNs when to return at the latest.
     */
    void await(final long deadlineNs)
    {
        poller.poll(Math.max(0, deadlineNs - System.nanoTime()));
    }

    /**
     * Do what is to be done.
     *
     * @return time when {@link #doWork()} is due again, if nothing happens before.
     */
    long doWork()
    {
        nowNs = System.nanoTime();
        wakeUp.clear();
        stepDownIfExpired();
        for (Runnable task = inbox.poll(); null != task; task = inbox.poll())
        {
            task.run();
        }
        monitor.poll(this);
        if (isLinkChanged || isAddressChanged)
        {
            routers.values().forEach(isLinkChanged ? this::prepare : this::refreshSource);
            isLinkChanged = false;
            isAddressChanged = false;
            tally();
        }
        links.onTime(nowNs).forEach(this::onChange);
        lookAtDirector();
        // A timer has only expired if it is due at a time before all that has come by then was heard: whatever delays
        // this thread, and where, a master that speaks is not taken for silent.
        nowNs = System.nanoTime();
        sockets.receive();
        serveTimers();
        report(addresses.restore(nowNs));

        return deadlineNs();
    }

    private void stepDownIfExpired()
    {
        if (guard.isExpired(nowNs))
        {
            routers.values().stream()
                .filter((router) -> VrrpRole.MASTER == router.state().role())
                .forEach((router) -> deliver(router, new VrrpEvent.Outrun(
                    "this process was silent for too long, and the director has taken the addresses off")));
            guard.release(nowNs);
        }
    }

    private void lookAtDirector()
    {
        final ForwardingHealth looked = guard.health(nowNs);
        final ForwardingHealth seen = isDirectorNeeded ? looked : ForwardingHealth.FORWARDING;
        if (!seen.equals(health))
        {
            log.accept(seen.isForwarding() ? "The director forwards" :
                "The director does not forward, priorities are lowered: " + seen.text());
            onChange(new TrackedChange.OfDirector(seen.isForwarding(), seen.text()));
        }
        health = seen;
    }

    private void serveTimers()
    {
        for (final VirtualRouter router : routers.values())
        {
            final long dueNs = router.state().deadlineNs();
            if (VrrpState.NEVER != dueNs && nowNs - dueNs >= 0)
            {
                lateness.record(System.nanoTime() - dueNs);
                deliver(router, new VrrpEvent.TimerExpired());
            }
        }
        announcer.doWork(nowNs);
    }

    private long deadlineNs()
    {
        long waitNs = guard.deadlineNs() - nowNs;
        for (final VirtualRouter router : routers.values())
        {
            waitNs = earlier(waitNs, router.state().deadlineNs());
        }
        waitNs = earlier(waitNs, links.deadlineNs());
        waitNs = earlier(waitNs, announcer.deadlineNs());

        return nowNs + waitNs;
    }

    private long earlier(final long waitNs, final long dueNs)
    {
        return VrrpState.NEVER == dueNs ? waitNs : Math.min(waitNs, dueNs - nowNs);
    }

    /**
     * Run a configuration, the first one or another one. Instances that differ in nothing that the wire needs keep
     * their role.
     *
     * @param newConfiguration    to run.
     * @param newIsDirectorNeeded whether a master that does not forward is worse than a backup.
     */
    void configure(final VrrpConfiguration newConfiguration, final boolean newIsDirectorNeeded)
    {
        isDirectorNeeded = newIsDirectorNeeded;
        final VrrpConfiguration old = configuration;
        configuration = newConfiguration;
        sources.configure(configuration);
        links = new InterfaceTracker(configuration.globals().linkDelays());
        addresses.links().all().forEach(this::track);
        report(addresses.installStatic(configuration.globals()));
        stopMissing();
        configureGroups();
        tallies.clear();
        for (final VrrpInstance instance : configuration.instances())
        {
            tallies.put(instance.name(), new PriorityTally(configuration, instance));
            configure(instance);
        }
        closeSockets();
        // Making ready takes a while, and times are counted from the start.
        nowNs = System.nanoTime();
        lookAtDirector();
        tally();
        if (!old.equals(VrrpConfiguration.NONE) && configuration.globals().isWritingStatesOnReload())
        {
            tellKept();
        }
    }

    private void tellKept()
    {
        routers.values().forEach((router) -> context.notifier().tell(Notices.ofKeptInstance(
            router.name(), router.state().role(), router.state().priority())));
        groups.forEach((name, group) -> context.notifier().tell(Notices.ofKeptGroup(name, group.role())));
    }

    private void stopMissing()
    {
        for (final VirtualRouter router : List.copyOf(routers.values()))
        {
            final Optional<VrrpInstance> kept = configuration.instances().stream()
                .filter((instance) -> instance.name().equals(router.name()))
                .filter((instance) -> isSameOnTheWire(instance, router.instance()))
                .findFirst();
            if (kept.isEmpty())
            {
                router.delete(nowNs);
                router.report(addresses.release(router.instance()));
                routers.remove(router.name());
            }
        }
    }

    private static boolean isSameOnTheWire(final VrrpInstance one, final VrrpInstance other)
    {
        return one.adverts().virtualRouterId() == other.adverts().virtualRouterId() &&
            one.adverts().isIpv6() == other.adverts().isIpv6() &&
            one.adverts().interfaceName().equals(other.adverts().interfaceName()) &&
            one.adverts().virtualMac().equals(other.adverts().virtualMac());
    }

    private void configureGroups()
    {
        final Map<String, Synchronised> old = new HashMap<>(groups);
        groups.clear();
        for (final SyncGroup group : configuration.groups())
        {
            final Synchronised synchronised = old.getOrDefault(
                group.name(), new Synchronised(group, routers, context.notifier(), log));
            synchronised.reconfigure(group);
            groups.put(group.name(), synchronised);
        }
    }

    private void configure(final VrrpInstance instance)
    {
        final boolean isGrouped = group(instance.name()).isPresent();
        final VirtualRouter known = routers.get(instance.name());
        if (null != known)
        {
            known.reconfigure(instance, isGrouped, tallies.get(instance.name()).tally(facts).priority(), nowNs);
            onStep(known);
        }
        else
        {
            final VirtualRouter router = new VirtualRouter(context, instance, isGrouped);
            if (routers.size() < WARM_UPS)
            {
                new WarmUp().run(instance);
            }
            routers.put(instance.name(), router);
            prepare(router);
        }
    }

    private void closeSockets()
    {
        final List<AdvertChannel> used = new ArrayList<>();
        routers.values().forEach((router) -> router.channel().ifPresent(used::add));
        sockets.retain(used);
    }

    private void prepare(final VirtualRouter router)
    {
        router.prepare();
        refreshSource(router);
    }

    private void refreshSource(final VirtualRouter router)
    {
        facts = facts.with(new TrackedChange.OfSource(router.name(), router.refreshSource(nowNs)));
    }

    private void onChange(final TrackedChange change)
    {
        facts = facts.with(change);
        tally();
    }

    private void tally()
    {
        for (final VirtualRouter router : routers.values())
        {
            router.onTally(tallies.get(router.name()).tally(facts), nowNs);
            onStep(router);
        }
    }

    private void deliver(final VirtualRouter router, final VrrpEvent event)
    {
        router.deliver(event, nowNs);
        onStep(router);
    }

    private void onStep(final VirtualRouter router)
    {
        group(router.name()).ifPresent((group) -> group.onStep(router.name(), nowNs));
    }

    private Optional<Synchronised> group(final String member)
    {
        return groups.values().stream().filter((group) -> group.group().members().contains(member)).findFirst();
    }

    private void onDatagram(final AdvertChannel channel, final AdvertDatagram datagram)
    {
        final int virtualRouterId = datagram.virtualRouterId();
        boolean isKnown = false;
        for (final VirtualRouter router : routers.values())
        {
            if (router.isListening(channel, virtualRouterId))
            {
                router.onDatagram(datagram, nowNs);
                onStep(router);
                isKnown = true;
            }
        }
        if (!isKnown && configuration.globals().isLoggingUnknownRouters())
        {
            log.accept("Unknown VRID(" + virtualRouterId + ") received on interface(" +
                channel.interfaceName().orElse("-") + ") from " + InetText.of(datagram.source()));
        }
    }

    /**
     * End in order: adverts with priority 0, addresses away.
     *
     * @param isKeepingAddresses whether the addresses stay where they are.
     */
    void stop(final boolean isKeepingAddresses)
    {
        nowNs = System.nanoTime();
        for (final VirtualRouter router : routers.values())
        {
            router.stop(isKeepingAddresses, nowNs);
            onStep(router);
        }
        if (!isKeepingAddresses)
        {
            routers.values().forEach((router) -> router.report(addresses.release(router.instance())));
            report(addresses.withdrawStatic());
        }
        routers.clear();
    }

    /**
     * What each instance is and has.
     *
     * @return text of several lines.
     */
    String data()
    {
        final StringBuilder text = new StringBuilder();
        routers.values().forEach((router) -> text.append(router.data()));
        groups.forEach((name, group) -> text.append(" VRRP Group = ").append(name).append("\n   State = ")
            .append(group.role()).append('\n'));

        return text.toString();
    }

    /**
     * Counters of all instances and the lateness of their timers.
     *
     * @return text of several lines.
     */
    String statistics()
    {
        final StringBuilder text = new StringBuilder();
        routers.values().forEach((router) -> text.append(router.statistics().text(router.name())));

        return text.append("VRRP thread: ").append(lateness.text()).append('\n').toString();
    }

    private void report(final AddressReport report)
    {
        report.failures().forEach((failure) -> log.accept(failure.toString()));
    }

    private void track(final LinkInfo link)
    {
        links.onLink(link.name(), link.up(), link.running(), nowNs).ifPresent(this::onChange);
    }

    @Override
    public void onLink(final LinkInfo link)
    {
        final Optional<LinkInfo> before = addresses.links().at(link.index());
        addresses.onLink(link);
        // A link that comes up is prepared again: libpcap opens no other.
        isLinkChanged |= before.isEmpty() || !before.get().name().equals(link.name()) ||
            link.up() && !before.get().up();
        track(link);
    }

    @Override
    public void onLinkRemoved(final LinkInfo link)
    {
        addresses.onLinkRemoved(link);
        isLinkChanged = true;
        links.onLink(link.name(), false, false, nowNs).ifPresent(this::onChange);
    }

    @Override
    public void onAddress(final AddressInfo address)
    {
        addresses.onAddress(address);
        sources.put(address);
        isAddressChanged = true;
    }

    @Override
    public void onAddressRemoved(final AddressInfo address)
    {
        addresses.onAddressRemoved(address);
        sources.remove(address);
        isAddressChanged = true;
    }

    @Override
    public void onNeighbour(final NeighbourInfo neighbour)
    {
        addresses.onNeighbour(neighbour);
    }

    @Override
    public void onNeighbourRemoved(final NeighbourInfo neighbour)
    {
        addresses.onNeighbourRemoved(neighbour);
    }

    @Override
    public void onRouteChanged()
    {
        addresses.onRouteChanged();
    }

    @Override
    public void onOverrun()
    {
        addresses.onOverrun();
        sources.reset(netlink.addresses());
        isLinkChanged = true;
        netlink.links().forEach(this::track);
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(sockets, announcer, addresses, netlink, monitor, wakeUp);
    }
}
