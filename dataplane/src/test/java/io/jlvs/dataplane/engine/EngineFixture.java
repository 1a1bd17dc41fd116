/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.forward.IpIdentification;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.PersistenceTemplates;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole packet path over memory: real registry, tables, schedulers, forwarding; frames go in as bytes and come out
 * as bytes; the clock is moved by hand.
 */
final class EngineFixture implements RegistryListener
{
    static final int CLIENT_INTERFACE = 2;
    static final int SERVER_INTERFACE = 3;
    static final long DIRECTOR_MAC = 0x0200_0000_0001L;
    private static final int HEADROOM = 128;
    private static final int RING_LENGTH = 1 << 20;

    final DestinationTable destinations = new DestinationTable();
    final ServiceRegistry registry = new ServiceRegistry(1, destinations, this);
    final Timeouts timeouts = new Timeouts();
    final List<byte[]> sent = new ArrayList<>();
    final List<Verdict> lateVerdicts = new ArrayList<>();
    final RingBuffer ring = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH)));
    final Connections connections;
    final PacketProcessor processor;
    boolean isResolving = true;
    private final Frame frame = new Frame();
    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 17));
    private long nowNs = 1_000_000_000_000L;

    EngineFixture(final int capacity)
    {
        final WorkerCounters counters =
            new WorkerCounters(new DirectorCounters(1, WorkerCounters.verdictLabels()), 0);
        connections = new Connections(
            0,
            new Connections.FlowRegions(
                region(false, capacity),
                region(true, capacity),
                PersistenceTemplates.allocateHolds(capacity),
                PersistenceTemplates.allocateHolds(capacity)),
            destinations,
            timeouts,
            new ConnectionLog(ring, counters.notRecorded()),
            counters,
            Ticks.of(nowNs));
        processor = PacketProcessors.create(
            connections,
            destinations,
            lateVerdicts::add,
            this::onTransmit,
            new IpIdentification(1, 1),
            new KernelSettings(64, 1_000_000, 1_000));
        processor.now(nowNs);
    }

    EngineFixture service(final ServiceKey key, final String scheduler, final int persistenceSeconds)
    {
        registry.setService(key, Specs.persistent(scheduler, persistenceSeconds));
        return publish();
    }

    EngineFixture server(final ServiceKey key, final DestinationKey server, final int weight)
    {
        registry.setDestination(key, server, Specs.weight(weight));
        return publish();
    }

    EngineFixture publish()
    {
        processor.services(registry.snapshot());
        return this;
    }

    void advanceSeconds(final double seconds)
    {
        nowNs += (long)(seconds * 1e9);
        processor.now(nowNs);
    }

    Verdict send(final byte[] bytes)
    {
        return processor.onFrame(wrap(bytes));
    }

    Frame wrap(final byte[] bytes)
    {
        memory.putBytes(HEADROOM, bytes);
        return frame.wrap(memory, HEADROOM, bytes.length, HEADROOM, CLIENT_INTERFACE);
    }

    /**
     * Last octet of the server's address by the MAC that the newest frame went to.
     */
    int lastServer()
    {
        return sent.get(sent.size() - 1)[5];
    }

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
        if (isResolving)
        {
            resolve(destination);
        }
    }

    @Override
    public void onDestinationRemoved(final Destination destination)
    {
    }

    /**
     * A server's MAC is 02:00:00:00:00:XX with the last octet of its address.
     */
    static void resolve(final Destination destination)
    {
        destination.nextHop(new NextHop(
            SERVER_INTERFACE,
            DIRECTOR_MAC,
            0x0200_0000_0000L | destination.addressLow() & 0xFF,
            1500,
            0,
            Address.of(Specs.address("10.0.0.1")).low()));
    }

    private boolean onTransmit(final int interfaceIndex, final Frame out)
    {
        final byte[] bytes = new byte[out.length()];
        out.buffer().getBytes(out.offset(), bytes);
        return sent.add(bytes);
    }

    private static UnsafeBuffer region(final boolean isIpv6, final int capacity)
    {
        final UnsafeBuffer region = new UnsafeBuffer(
            ByteBuffer.allocateDirect(FlowTableDescriptor.regionLength(isIpv6, capacity)));
        FlowTableDescriptor.initialise(region, isIpv6, capacity, 1, 1, 0);
        return region;
    }
}
