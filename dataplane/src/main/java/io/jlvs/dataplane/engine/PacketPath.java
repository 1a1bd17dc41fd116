/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.forward.IpIdentification;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.PersistenceTemplates;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a worker does with frames, without interfaces, threads and files: services and destinations are set by calls,
 * the next hop of a server is given, time is told, frames leave through a {@link FrameSink}. For dry runs and
 * measurements. One thread.
 */
public final class PacketPath
{
    private static final int RING_LENGTH = 1 << 20;
    private static final int DEFAULT_TTL = 64;

    private final DestinationTable destinations = new DestinationTable();
    private final RingBuffer record = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH)));
    private final MessageHandler forget = (typeId, buffer, index, length) ->
    {
    };
    private final WorkerCounters counters =
        new WorkerCounters(new DirectorCounters(1, WorkerCounters.verdictLabels()), 0);
    private final ServiceRegistry registry;
    private final Connections connections;
    private final PacketProcessor processor;

    /**
     * A path without services, at time 0.
     *
     * @param slots    of each family's flow table.
     * @param nextHops how frames reach a destination.
     * @param sink     takes what leaves.
     */
    public PacketPath(final int slots, final Function<Destination, NextHop> nextHops, final FrameSink sink)
    {
        registry = new ServiceRegistry(1, destinations, new Effects(nextHops));
        connections = new Connections(
            0,
            new Connections.FlowRegions(
                region(false, slots), region(true, slots),
                PersistenceTemplates.allocateHolds(slots), PersistenceTemplates.allocateHolds(slots)),
            destinations,
            new Timeouts(),
            new ConnectionLog(record, counters.notRecorded()),
            counters,
            0);
        processor = PacketProcessors.create(
            connections,
            destinations,
            counters::onVerdict,
            sink,
            new IpIdentification(1, 1),
            new KernelSettings(DEFAULT_TTL, KernelSettings.UNLIMITED, KernelSettings.UNLIMITED));
    }

    /**
     * Add a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return as a running director would answer.
     */
    public CommandResponse addService(final ServiceKey key, final ServiceSpec spec)
    {
        return publish(registry.addService(key, spec));
    }

    /**
     * Add a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return as a running director would answer.
     */
    public CommandResponse addDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return publish(registry.addDestination(service, key, spec));
    }

    /**
     * Take the frames to a virtual hardware address, and to no other one.
     *
     * @param interfaceIndex by which they come.
     * @param mac            48 bits.
     */
    public void virtualMac(final int interfaceIndex, final long mac)
    {
        processor.virtualMacs(VirtualMacSnapshot.of(
            new TreeMap<>(Map.of(interfaceIndex, new TreeSet<>(Set.of(mac))))));
    }

    /**
     * The time for what follows.
     *
     * @param nanoTime does not go back.
     */
    public void now(final long nanoTime)
    {
        processor.now(nanoTime);
    }

    /**
     * Decide about a frame and act.
     *
     * @param frame borrowed; may be rewritten and given to the sink.
     * @return what became of it.
     */
    public Verdict onFrame(final Frame frame)
    {
        final Verdict verdict = processor.onFrame(frame);
        counters.onVerdict(verdict);
        return verdict;
    }

    /**
     * The parser's view of the last frame.
     *
     * @return borrowed until the next frame.
     */
    public PacketContext packet()
    {
        return processor.packet();
    }

    /**
     * What time brings, as in a worker's duty cycle: end some of the connections whose time is out. What is to be
     * recorded is thrown away.
     *
     * @return number of connections and templates that ended.
     */
    public int expire()
    {
        final int expired = connections.expire();
        record.read(forget);
        return expired;
    }

    private CommandResponse publish(final Outcome outcome)
    {
        processor.services(registry.snapshot());
        return new CommandResponse(outcome.code(), outcome.text());
    }

    private static UnsafeBuffer region(final boolean isIpv6, final int slots)
    {
        final UnsafeBuffer region = new UnsafeBuffer(
            ByteBuffer.allocateDirect(FlowTableDescriptor.regionLength(isIpv6, slots)));
        FlowTableDescriptor.initialise(region, isIpv6, slots, 1, 1, 0);
        return region;
    }

    private record Effects(Function<Destination, NextHop> nextHops) implements RegistryListener
    {
        @Override
        public void onServiceAdded(final ServiceKey key)
        {
        }

        @Override
        public void onServiceDeleted(final ServiceKey key)
        {
        }

        @Override
        public void onDestinationAdded(final Destination destination)
        {
            destination.nextHop(nextHops.apply(destination));
        }

        @Override
        public void onDestinationRemoved(final Destination destination)
        {
        }
    }
}
