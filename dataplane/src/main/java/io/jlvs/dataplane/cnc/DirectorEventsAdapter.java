/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.CopyBroadcastReceiver;

/**
 * Takes events off the broadcast and hands them to a {@link DirectorEventListener}. A client that is too slow is
 * lapped: events are lost, {@link #lappedCount()} grows, and it goes on with the latest. Used by one thread.
 */
public final class DirectorEventsAdapter
{
    private static final int NOTHING = -1;

    private final AtomicBuffer toClientsBuffer;
    private final DirectorEventListener listener;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[CopyBroadcastReceiver.SCRATCH_BUFFER_LENGTH]);
    private final MessageHandler copied = this::onCopied;
    private final ResponseFlyweight response = new ResponseFlyweight();
    private final ServiceRowFlyweight serviceRow = new ServiceRowFlyweight();
    private final DestinationRowFlyweight destinationRow = new DestinationRowFlyweight();
    private final ListEndFlyweight listEnd = new ListEndFlyweight();
    private final TimeoutsFlyweight timeouts = new TimeoutsFlyweight();
    private CopyBroadcastReceiver receiver;
    private long lappedCount;
    private int typeId = NOTHING;
    private int length;

    /**
     * An adapter that begins with the latest event.
     *
     * @param toClientsBuffer of a mapped {@code cnc.dat}.
     * @param listener        takes the events.
     */
    public DirectorEventsAdapter(final AtomicBuffer toClientsBuffer, final DirectorEventListener listener)
    {
        this.toClientsBuffer = toClientsBuffer;
        this.listener = listener;
        response.wrap(scratch, 0);
        serviceRow.wrap(scratch, 0);
        destinationRow.wrap(scratch, 0);
        listEnd.wrap(scratch, 0);
        timeouts.wrap(scratch, 0);
        skipToLatest();
    }

    /**
     * Leave out what has gathered while nobody polled.
     */
    public void skipToLatest()
    {
        receiver = new CopyBroadcastReceiver(new BroadcastReceiver(toClientsBuffer), scratch);
    }

    /**
     * Hand over what has come in.
     *
     * @param limit of events.
     * @return number of events taken.
     */
    public int poll(final int limit)
    {
        int count = 0;
        while (count < limit && receiveNext())
        {
            count++;
            dispatch();
        }

        return count;
    }

    /**
     * How often events were lost.
     *
     * @return grows with each loss.
     */
    public long lappedCount()
    {
        return lappedCount;
    }

    private boolean receiveNext()
    {
        typeId = NOTHING;
        try
        {
            return receiver.receive(copied) > 0;
        }
        catch (final IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException ex)
        {
            // Overwritten while it was read: the receiver says so, or the length it read was no length any more.
            lappedCount++;
            skipToLatest();
            return true;
        }
    }

    private void onCopied(final int copiedTypeId, final MutableDirectBuffer buffer, final int offset, final int count)
    {
        typeId = copiedTypeId;
        length = count;
    }

    private void dispatch()
    {
        if (NOTHING == typeId || length < ControlProtocolEvents.minLength(typeId))
        {
            return;
        }

        switch (typeId)
        {
            case ControlProtocolEvents.RESPONSE:
                listener.onResponse(response.correlationId(), response.code(), response.text());
                break;

            case ControlProtocolEvents.SERVICE_ROW:
                listener.onServiceRow(
                    serviceRow.correlationId(),
                    serviceRow.key(),
                    serviceRow.spec(),
                    serviceRow.available(),
                    serviceRow.traffic());
                break;

            case ControlProtocolEvents.DESTINATION_ROW:
                listener.onDestinationRow(destinationRow.correlationId(), destinationRow.row());
                break;

            case ControlProtocolEvents.LIST_END:
                listener.onListEnd(listEnd.correlationId(), listEnd.nextCursor(), listEnd.configurationVersion());
                break;

            case ControlProtocolEvents.TIMEOUTS:
                listener.onTimeouts(timeouts.correlationId(), timeouts.timeouts());
                break;

            default:
                break;
        }
    }
}
