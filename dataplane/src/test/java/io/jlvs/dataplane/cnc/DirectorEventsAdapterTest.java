/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.engine.EventProxy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DirectorEventsAdapterTest implements DirectorEventListener
{
    private static final int CAPACITY = 16 * 1024;
    private static final int LIMIT = 1_000;

    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + BroadcastBufferDescriptor.TRAILER_LENGTH));
    private final EventProxy proxy = new EventProxy(buffer);
    private final DirectorEventsAdapter adapter = new DirectorEventsAdapter(buffer, this);
    private final List<Object> events = new ArrayList<>();

    @Test
    void shouldBringEveryEventAcrossUnharmed()
    {
        final InetAddress address = InetAddress.getLoopbackAddress();
        final ServiceKey key = new ServiceKey(255, address, 65535, 0xffff_ffffL);
        final ServiceSpec spec = new ServiceSpec("wlc", 7, Integer.MAX_VALUE, -256, true, "sip");
        final TrafficRow traffic = new TrafficRow(1, Long.MAX_VALUE, 3, 4, -5);
        final DestinationRow row = new DestinationRow(
            Integer.MAX_VALUE,
            new DestinationKey(address, 65535),
            new DestinationSpec(3, Integer.MAX_VALUE, 3, 4, 5, 65535, 7),
            false,
            11,
            12,
            13,
            traffic);

        proxy.response(Long.MIN_VALUE, ResponseCode.NO_SPACE, "flow table: \u00fcber 100 %");
        proxy.serviceRow(2, key, spec, false, traffic);
        proxy.serviceRow(3, key, spec, true, TrafficRow.ZERO);
        proxy.destinationRow(4, row);
        proxy.listEnd(5, ListEndFlyweight.DONE, Long.MAX_VALUE);
        proxy.timeouts(6, new TimeoutsRow(1, 2, Integer.MAX_VALUE));

        assertEquals(6, adapter.poll(LIMIT));
        assertEquals(
            List.of(
                Long.MIN_VALUE, ResponseCode.NO_SPACE, "flow table: \u00fcber 100 %",
                2L, key, spec, false, traffic,
                3L, key, spec, true, TrafficRow.ZERO,
                4L, row,
                5L, -1L, Long.MAX_VALUE,
                6L, new TimeoutsRow(1, 2, Integer.MAX_VALUE)),
            events);
        assertEquals(0, adapter.lappedCount());
    }

    @Test
    void shouldCutATextThatIsTooLong()
    {
        proxy.response(1, ResponseCode.INVALID, "x".repeat(5_000));

        adapter.poll(LIMIT);

        assertEquals(List.of(1L, ResponseCode.INVALID, "x".repeat(ResponseFlyweight.MAX_TEXT_LENGTH)), events);
    }

    @Test
    void shouldCountALapAndGoOnWithTheLatestEvent()
    {
        proxy.listEnd(1, 0, 0);
        assertEquals(1, adapter.poll(LIMIT));
        events.clear();

        for (long i = 2; i <= CAPACITY; i++)
        {
            proxy.listEnd(i, 0, 0);
        }
        adapter.poll(LIMIT);

        assertEquals(1, adapter.lappedCount());
        assertEquals(List.of((long)CAPACITY, 0L, 0L), events);

        proxy.listEnd(7, 0, 0);
        adapter.poll(LIMIT);
        assertEquals(List.of((long)CAPACITY, 0L, 0L, 7L, 0L, 0L), events);
        assertEquals(1, adapter.lappedCount());
    }

    @Test
    void shouldPassOverEventsThatItDoesNotKnow()
    {
        final BroadcastTransmitter transmitter = new BroadcastTransmitter(buffer);
        transmitter.transmit(0x7777, new UnsafeBuffer(new byte[8]), 0, 8);
        transmitter.transmit(ControlProtocolEvents.LIST_END, new UnsafeBuffer(new byte[9]), 0, 9);

        assertEquals(2, adapter.poll(LIMIT));
        assertEquals(List.of(), events);
    }

    @Override
    public void onResponse(final long correlationId, final ResponseCode code, final String text)
    {
        events.addAll(List.of(correlationId, code, text));
    }

    @Override
    public void onServiceRow(
        final long correlationId,
        final ServiceKey key,
        final ServiceSpec spec,
        final boolean available,
        final TrafficRow traffic)
    {
        events.addAll(List.of(correlationId, key, spec, available, traffic));
    }

    @Override
    public void onDestinationRow(final long correlationId, final DestinationRow row)
    {
        events.addAll(List.of(correlationId, row));
    }

    @Override
    public void onListEnd(final long correlationId, final long nextCursor, final long configurationVersion)
    {
        events.addAll(List.of(correlationId, nextCursor, configurationVersion));
    }

    @Override
    public void onTimeouts(final long correlationId, final TimeoutsRow timeouts)
    {
        events.addAll(List.of(correlationId, timeouts));
    }
}
