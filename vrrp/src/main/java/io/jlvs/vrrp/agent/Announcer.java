/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.vrrp.address.VirtualAddresses;
import io.jlvs.vrrp.io.NeighbourAnnouncements;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.state.VrrpState;

import java.net.Inet6Address;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells the neighbours where addresses are: at once, or, with {@code garp_interval} and {@code gna_interval}, one frame
 * after the other on each interface. VRRP thread only.
 */
final class Announcer implements AutoCloseable
{
    private final VirtualAddresses addresses;
    private final Consumer<String> log;
    private final NeighbourAnnouncements announcements = new NeighbourAnnouncements();
    private final Map<Lane, Queue<Pending>> lanes = new HashMap<>();
    private final Map<Lane, Long> nextNs = new HashMap<>();

    private record Lane(String interfaceName, boolean isIpv6)
    {
    }

    private record Pending(VrrpInstance instance, VirtualAddress address, long intervalNs)
    {
    }

    Announcer(final VirtualAddresses addresses, final Consumer<String> log)
    {
        this.addresses = addresses;
        this.log = log;
    }

    /**
     * Get ready to send by the interfaces of an instance, so that becoming master does not wait for it.
     *
     * @param instance that was prepared.
     */
    void prepare(final VrrpInstance instance)
    {
        owned(instance)
            .flatMap((address) -> link(instance, address).stream())
            .forEach((link) -> announcements.prepare(link).ifPresent(log));
    }

    /**
     * Tell of all addresses of an instance.
     *
     * @param instance that is master.
     * @param rounds   over all of them.
     * @param nowNs    time.
     */
    void announce(final VrrpInstance instance, final int rounds, final long nowNs)
    {
        final List<VirtualAddress> owned = owned(instance).toList();
        for (int round = 0; round < rounds; round++)
        {
            owned.forEach((address) -> add(instance, address));
        }
        doWork(nowNs);
    }

    /**
     * Tell of the addresses of an instance that are on other interfaces than that on which it speaks.
     *
     * @param instance that is master.
     * @param nowNs    time.
     */
    void announceElsewhere(final VrrpInstance instance, final long nowNs)
    {
        final Optional<String> own =
            addresses.virtualMacDevice(instance).or(() -> instance.adverts().interfaceName());
        owned(instance)
            .filter((address) -> !Optional.of(addresses.device(instance, address)).equals(own))
            .forEach((address) -> add(instance, address));
        doWork(nowNs);
    }

    /**
     * Tell no more of an instance.
     *
     * @param instance that is no more master.
     */
    void forget(final VrrpInstance instance)
    {
        lanes.values().forEach((lane) ->
            lane.removeIf((pending) -> pending.instance().name().equals(instance.name())));
    }

    private static Stream<VirtualAddress> owned(final VrrpInstance instance)
    {
        return Stream.concat(
            instance.addresses().addresses().stream(), instance.addresses().excluded().stream());
    }

    private void add(final VrrpInstance instance, final VirtualAddress address)
    {
        final boolean isIpv6 = address.address() instanceof Inet6Address;
        final GratuitousSettings settings = instance.election().gratuitous();
        lanes.computeIfAbsent(new Lane(addresses.device(instance, address), isIpv6), (lane) -> new ArrayDeque<>())
            .add(new Pending(
                instance, address, isIpv6 ? settings.neighbourIntervalNs() : settings.arpIntervalNs()));
    }

    /**
     * Send what is due.
     *
     * @param nowNs time.
     */
    void doWork(final long nowNs)
    {
        lanes.forEach((lane, queue) ->
        {
            while (!queue.isEmpty() && nowNs - nextNs.getOrDefault(lane, nowNs) >= 0)
            {
                final Pending pending = queue.remove();
                link(pending.instance(), pending.address()).ifPresent(
                    (link) -> announcements.send(link, pending.address().address()).ifPresent(log));
                nextNs.put(lane, nowNs + pending.intervalNs());
            }
        });
    }

    private Optional<LinkInfo> link(final VrrpInstance instance, final VirtualAddress address)
    {
        return addresses.links().named(addresses.device(instance, address));
    }

    /**
     * When {@link #doWork} is due.
     *
     * @return time, or {@link VrrpState#NEVER}.
     */
    long deadlineNs()
    {
        return lanes.entrySet().stream()
            .filter((entry) -> !entry.getValue().isEmpty())
            .mapToLong((entry) -> nextNs.getOrDefault(entry.getKey(), VrrpState.NEVER))
            .min().orElse(VrrpState.NEVER);
    }

    @Override
    public void close()
    {
        announcements.close();
    }
}
