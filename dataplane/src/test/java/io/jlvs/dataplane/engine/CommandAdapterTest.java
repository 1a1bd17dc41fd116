/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.CommandHandler;
import io.jlvs.dataplane.cnc.ControlProtocolEvents;
import io.jlvs.dataplane.cnc.DirectorProxy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CommandAdapterTest
{
    private static final int CAPACITY = 64 * 1024;
    private static final int LIMIT = 10;
    private static final long START_NS = Long.MAX_VALUE - 5;

    private final ManyToOneRingBuffer ring =
        new ManyToOneRingBuffer(buffer(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH));
    private final AtomicCounter commands = new AtomicCounter(buffer(CountersReader.COUNTER_LENGTH), 0);
    private final AtomicCounter invalidCommands = new AtomicCounter(buffer(CountersReader.COUNTER_LENGTH), 0);
    private final List<String> calls = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final CommandHandler handler = (CommandHandler)Proxy.newProxyInstance(
        CommandHandler.class.getClassLoader(),
        new Class<?>[]{ CommandHandler.class },
        (proxy, method, arguments) ->
        {
            calls.add(method.getName());
            return null;
        });
    private final CommandAdapter adapter = new CommandAdapter(
        ring,
        handler,
        new EventProxy(buffer(CAPACITY + BroadcastBufferDescriptor.TRAILER_LENGTH)),
        errors::add,
        commands,
        invalidCommands);

    @Test
    void shouldTakeNoMoreCommandsThanTheLimit()
    {
        final DirectorProxy proxy = new DirectorProxy(ring);
        for (int i = 0; i < LIMIT + 1; i++)
        {
            proxy.flush();
        }

        assertEquals(LIMIT, adapter.poll(START_NS, LIMIT));
        assertEquals(1, adapter.poll(START_NS, LIMIT));
        assertEquals(LIMIT + 1, calls.size());
        assertEquals(LIMIT + 1, commands.get());
    }

    @Test
    void shouldLeaveOutACommandWhoseClientEndedWhileItWrote()
    {
        ring.tryClaim(ControlProtocolEvents.FLUSH, Long.BYTES);
        new DirectorProxy(ring).zeroAll();

        assertEquals(0, adapter.poll(START_NS, LIMIT));
        assertEquals(0, adapter.poll(START_NS + CommandAdapter.UNBLOCK_AFTER_NS - 1, LIMIT));
        assertEquals(List.of(), errors);

        assertEquals(0, adapter.poll(START_NS + CommandAdapter.UNBLOCK_AFTER_NS, LIMIT));
        assertEquals(1, adapter.poll(START_NS + CommandAdapter.UNBLOCK_AFTER_NS, LIMIT));
        assertEquals(List.of("onZeroAll"), calls);
        assertEquals(1, errors.size());
        assertEquals(1, invalidCommands.get());
    }

    @Test
    void shouldGiveASlowClientTheWholeTimeToWriteEachCommand()
    {
        final int first = ring.tryClaim(ControlProtocolEvents.FLUSH, Long.BYTES);
        assertEquals(0, adapter.poll(START_NS, LIMIT));
        ring.commit(first);
        assertEquals(1, adapter.poll(START_NS + CommandAdapter.UNBLOCK_AFTER_NS - 1, LIMIT));

        final int second = ring.tryClaim(ControlProtocolEvents.ZERO_ALL, Long.BYTES);
        assertEquals(0, adapter.poll(START_NS + CommandAdapter.UNBLOCK_AFTER_NS, LIMIT));
        ring.commit(second);
        assertEquals(1, adapter.poll(START_NS + CommandAdapter.UNBLOCK_AFTER_NS, LIMIT));

        assertEquals(List.of("onFlush", "onZeroAll"), calls);
        assertEquals(List.of(), errors);
    }

    private static UnsafeBuffer buffer(final int length)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
    }
}
