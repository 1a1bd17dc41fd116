/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.table.ConnectionFlyweight;
import io.jlvs.dataplane.table.ConnectionStore;
import org.agrona.ErrorHandler;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.List;

/**
 * Writes connections and templates behind the workers into the connection store, of which it is the sole owner: takes
 * {@link ConnectionLog} messages off one ring for each worker. When it falls behind, workers count what they could not
 * hand over and go on; a connection that still lives is recorded at its next refresh.
 */
final class RecorderAgent implements Agent
{
    private static final int MESSAGES_LIMIT = 4096;

    private final List<RingBuffer> rings;
    private final ConnectionStore store;
    private final AtomicCounter recorded;
    private final AtomicCounter storeFull;
    private final MaximumCounter cycle;
    private final ErrorHandler errorHandler;
    private final ConnectionFlyweight connection = new ConnectionFlyweight();
    private final MessageHandler handler = this::onMessage;

    RecorderAgent(
        final List<RingBuffer> rings,
        final ConnectionStore store,
        final AtomicCounter recorded,
        final AtomicCounter storeFull,
        final AtomicCounter cycleMaxNs,
        final ErrorHandler errorHandler)
    {
        this.rings = rings;
        this.store = store;
        this.recorded = recorded;
        this.storeFull = storeFull;
        this.cycle = new MaximumCounter(cycleMaxNs);
        this.errorHandler = errorHandler;
    }

    @Override
    public int doWork()
    {
        final long startNs = System.nanoTime();
        int count = 0;
        for (int i = 0; i < rings.size(); i++)
        {
            count += rings.get(i).read(handler, MESSAGES_LIMIT);
        }

        cycle.propose(System.nanoTime() - startNs);
        return count;
    }

    @Override
    public void onClose()
    {
        while (doWork() > 0)
        {
            Thread.onSpinWait();
        }

        store.close();
    }

    @Override
    public String roleName()
    {
        return "recorder";
    }

    private void onMessage(final int typeId, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        connection.wrap(buffer, offset);
        try
        {
            if (ConnectionLog.PUT == typeId)
            {
                (store.put(connection) ? recorded : storeFull).incrementRelease();
            }
            else
            {
                store.remove(connection);
            }
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
        }
    }
}
