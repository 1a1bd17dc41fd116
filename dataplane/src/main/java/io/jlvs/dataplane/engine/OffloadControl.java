/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a {@link FlowOffload} and the director in step: how servers are reached goes down, what was counted comes up.
 * Conductor only.
 */
final class OffloadControl
{
    private static final long COUNT_PAUSE_MS = 100;

    private final FlowOffload offload;
    private final DestinationTable destinations;
    private final AtomicCounter[] outcomes;
    private final int counterLine;
    private final int orphanTicks;
    private final Map<Integer, FlowOffload.Mode> attached = new HashMap<>();
    private boolean isAttached;
    private boolean isAnyNative;
    private Published[] published = new Published[0];
    private VirtualMacSnapshot virtualMacs = VirtualMacSnapshot.EMPTY;
    private long nextCountMs;

    /**
     * Control of an offload.
     *
     * @param offload       attached nowhere yet.
     * @param destinations  of the director.
     * @param outcomes      counters by ordinal of {@link OffloadOutcome}.
     * @param counterLine   line of the traffic counters that this thread writes.
     * @param orphanSeconds how long the offload goes on when the director is silent.
     */
    OffloadControl(
        final FlowOffload offload,
        final DestinationTable destinations,
        final AtomicCounter[] outcomes,
        final int counterLine,
        final int orphanSeconds)
    {
        this.offload = offload;
        this.destinations = destinations;
        this.outcomes = outcomes;
        this.counterLine = counterLine;
        // The conductor may be late: a director that is to stop at once gets a second.
        this.orphanTicks = Math.max(1, orphanSeconds) * Ticks.PER_SECOND;
    }

    /**
     * Serve interfaces from now on.
     *
     * @param ports     of the director.
     * @param preferred best mode to try on an interface.
     * @param nowNs     monotonic clock.
     * @return what it has come to, for each interface.
     */
    List<FlowOffload.Attachment> attach(final Ports ports, final ModePreference preferred, final long nowNs)
    {
        offload.heartbeat(Ticks.of(nowNs) + orphanTicks);
        final List<FlowOffload.Attachment> attachments = new ArrayList<>();
        for (final LinkInfo link : ports.links())
        {
            final FlowOffload.Attachment attachment =
                offload.attach(link.index(), link.mac(), preferred.modeFor(link));
            attachments.add(attachment);
            attached.put(link.index(), attachment.mode());
            isAnyNative |= FlowOffload.Mode.NATIVE == attachment.mode();
        }

        isAttached = true;
        onVirtualMacs(virtualMacs);
        publish();
        offload.detachLeftOvers();
        return attachments;
    }

    /**
     * A turn of the conductor; nothing to do before {@link #attach}.
     *
     * @param nowNs monotonic clock.
     */
    void poll(final long nowNs)
    {
        if (!isAttached)
        {
            return;
        }

        publish();
        final long nowMs = nowNs / 1_000_000L;
        if (nowMs - nextCountMs >= 0)
        {
            nextCountMs = nowMs + COUNT_PAUSE_MS;
            offload.heartbeat(Ticks.of(nowNs) + orphanTicks);
            count();
        }
    }

    /**
     * A destination goes: not one packet more may be sent there, since its id may be another's at once.
     *
     * @param destination removed.
     */
    void onDestinationRemoved(final Destination destination)
    {
        final int id = destination.id();
        offload.destinations().clear(id);
        if (id < published.length && null != published[id])
        {
            count(id, published[id]);
            published[id] = null;
        }
    }

    /**
     * An interface changed.
     *
     * @param link as it is now.
     */
    void onLink(final LinkInfo link)
    {
        if (FlowOffload.Mode.NONE != attached.getOrDefault(link.index(), FlowOffload.Mode.NONE))
        {
            offload.mac(link.index(), link.mac());
        }
    }

    /**
     * Other virtual hardware addresses are this host's.
     *
     * @param newVirtualMacs by interface.
     */
    void onVirtualMacs(final VirtualMacSnapshot newVirtualMacs)
    {
        virtualMacs = newVirtualMacs;
        attached.forEach((interfaceIndex, mode) ->
        {
            if (FlowOffload.Mode.NONE != mode)
            {
                offload.virtualMacs(interfaceIndex, newVirtualMacs.macs(interfaceIndex));
            }
        });
    }

    private void publish()
    {
        final int highestId = destinations.highestId();
        if (highestId >= published.length)
        {
            published = Arrays.copyOf(published, Math.max(highestId + 1, 2 * published.length));
        }

        for (int id = 1; id <= highestId; id++)
        {
            final Destination destination = destinations.get(id);
            final Published before = published[id];
            if (null == destination)
            {
                if (null != before)
                {
                    onDestinationRemoved(before.destination);
                }
                continue;
            }

            final NextHop nextHop = destination.available() ? destination.nextHop() : null;
            if (null == before || before.destination != destination)
            {
                published[id] = new Published(destination, nextHop, offload.packets(id), offload.bytes(id));
                offload.destinations().put(destination, reachable(nextHop));
            }
            else if (before.nextHop != nextHop)
            {
                before.nextHop = nextHop;
                offload.destinations().put(destination, reachable(nextHop));
            }
        }
    }

    /**
     * The next hop if the offload reaches it: by interfaces that take what it sends. A driver that runs no XDP itself
     * would drop that silently.
     */
    private NextHop reachable(final NextHop nextHop)
    {
        if (null == nextHop)
        {
            return null;
        }

        final FlowOffload.Mode mode = attached.getOrDefault(nextHop.interfaceIndex(), FlowOffload.Mode.NONE);
        return FlowOffload.Mode.NONE == mode || isAnyNative && FlowOffload.Mode.NATIVE != mode ? null : nextHop;
    }

    private void count()
    {
        for (final OffloadOutcome outcome : OffloadOutcome.values())
        {
            outcomes[outcome.ordinal()].setRelease(offload.outcomes(outcome));
        }

        for (int id = 1; id < published.length; id++)
        {
            if (null != published[id])
            {
                count(id, published[id]);
            }
        }
    }

    private void count(final int id, final Published destination)
    {
        final long packets = offload.packets(id);
        if (packets != destination.packets)
        {
            final long bytes = offload.bytes(id);
            add(destination.destination.counters(), packets - destination.packets, bytes - destination.bytes);
            add(destination.destination.serviceCounters(), packets - destination.packets, bytes - destination.bytes);
            destination.packets = packets;
            destination.bytes = bytes;
        }

        final TrafficCounters counters = destination.destination.counters();
        offload.counted(
            id,
            counters.sum(TrafficCounters.IN_PACKETS) - packets,
            counters.sum(TrafficCounters.IN_BYTES) - destination.bytes,
            counters.sum(TrafficCounters.CONNECTIONS));
    }

    private void add(final TrafficCounters counters, final long packets, final long bytes)
    {
        counters.add(counterLine, TrafficCounters.IN_PACKETS, packets);
        counters.add(counterLine, TrafficCounters.IN_BYTES, bytes);
    }

    /** Which mode to try first on an interface. */
    @FunctionalInterface
    interface ModePreference
    {
        FlowOffload.Mode modeFor(LinkInfo link);
    }

    /** What the offload was told of a destination, and what it had counted for it when it was last asked. */
    private static final class Published
    {
        private final Destination destination;
        private NextHop nextHop;
        private long packets;
        private long bytes;

        private Published(
            final Destination destination, final NextHop nextHop, final long packets, final long bytes)
        {
            this.destination = destination;
            this.nextHop = nextHop;
            this.packets = packets;
            this.bytes = bytes;
        }
    }
}
