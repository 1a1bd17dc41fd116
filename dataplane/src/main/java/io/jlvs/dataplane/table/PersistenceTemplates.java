/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Persistence templates: entries of the flow table that tie a client to a server, as ip_vs_sched_persist and
 * ip_vs_conn_expire in net/netfilter/ipvs do it.
 * <ul>
 * <li>The key is protocol, client address, port 0, virtual address, virtual port; the link is the time-out.</li>
 * <li>The timer restarts when a new connection is made under the template, not by data.</li>
 * <li>When it runs out while a connection made under it exists, the template lives on with a time-out of 60 s (and
 * keeps that time-out); otherwise it ends.</li>
 * <li>A TCP template is ASSURED once a connection under it was established.</li>
 * <li>When the server is gone, the template is retired: lookups pass it over, it stays until its time is out.</li>
 * </ul>
 * One instance for each worker and family. The holds on a template (one for each connection under it) are counted in
 * memory that the workers share, because the connections of a client may be spread over them. A template that is
 * held is never removed. Only the owner removes: it turns a count of 0 into {@link #ENDING}, retires the entry, and
 * then sets the count back; who took a hold in between sees that the entry is retired.
 */
public final class PersistenceTemplates
{
    /** Time-out of a template that outlived its own because of its connections. */
    public static final int RENEWED_TICKS = 60 * Timeouts.TICKS_PER_SECOND;

    private static final int ENDING = -1;

    private final FlowTable table;
    private final UnsafeBuffer holds;

    /**
     * Templates in a worker's table.
     *
     * @param table of the worker.
     * @param holds as {@link #allocateHolds} made it, one for all workers on the same flow table.
     */
    public PersistenceTemplates(final FlowTable table, final UnsafeBuffer holds)
    {
        if (holds.capacity() < table.capacity() * Integer.BYTES)
        {
            throw new IllegalArgumentException(
                "holds of " + table.capacity() + " slots need " + table.capacity() * Integer.BYTES + " bytes, not " +
                holds.capacity());
        }
        this.table = table;
        this.holds = holds;
    }

    /**
     * Memory for the counts of holds of a flow table.
     *
     * @param capacity of the table in slots.
     * @return zeroed memory, 4 bytes for each slot.
     */
    public static UnsafeBuffer allocateHolds(final int capacity)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * Integer.BYTES));
    }

    /**
     * Take hold of the template of a client, for a new connection. One whose time is out and that nobody holds is not
     * found; it ends at once if this worker owns it.
     *
     * @param protocol    TCP or UDP.
     * @param clientHigh  high 64 bits of the client's address, 0 for IPv4.
     * @param clientLow   low 64 bits.
     * @param virtualHigh high 64 bits of the virtual address, 0 for IPv4.
     * @param virtualLow  low 64 bits.
     * @param virtualPort port of the service.
     * @param nowTicks    time now.
     * @param listener    told if a template ends.
     * @return slot, held: give it to a connection as link, or {@link #release} or {@link #retire} it; or
     *     {@link FlowTable#NOT_FOUND}.
     */
    public int acquire(
        final int protocol,
        final long clientHigh,
        final long clientLow,
        final long virtualHigh,
        final long virtualLow,
        final int virtualPort,
        final int nowTicks,
        final ExpiryListener listener)
    {
        final int slot = adopt(protocol, clientHigh, clientLow, virtualHigh, virtualLow, virtualPort);
        if (FlowTable.NOT_FOUND == slot ||
            !ConnectionExpiry.isExpired(nowTicks, table.lastSeenTicks(slot), table.link(slot)))
        {
            return slot;
        }

        if (holds(slot) > 1)
        {
            // Its timer would have renewed it; the connection to come restarts it.
            table.link(slot, RENEWED_TICKS);
            return slot;
        }

        table.retire(slot);
        release(slot);
        if (table.owner(slot) == table.worker())
        {
            end(slot, listener);
        }
        return FlowTable.NOT_FOUND;
    }

    /**
     * Take hold of the template of a client, whatever the time: for connections that come back after a restart.
     *
     * @param protocol    as in {@link #acquire}.
     * @param clientHigh  as in {@link #acquire}.
     * @param clientLow   as in {@link #acquire}.
     * @param virtualHigh as in {@link #acquire}.
     * @param virtualLow  as in {@link #acquire}.
     * @param virtualPort as in {@link #acquire}.
     * @return slot, held; or {@link FlowTable#NOT_FOUND}.
     */
    public int adopt(
        final int protocol,
        final long clientHigh,
        final long clientLow,
        final long virtualHigh,
        final long virtualLow,
        final int virtualPort)
    {
        final int key = protocol | FlowTable.TEMPLATE;
        final int slot = table.find(key, clientHigh, clientLow, 0, virtualHigh, virtualLow, virtualPort);
        if (FlowTable.NOT_FOUND == slot || !hold(slot))
        {
            return FlowTable.NOT_FOUND;
        }
        if (table.isLive(slot, key, clientHigh, clientLow, 0, virtualHigh, virtualLow, virtualPort))
        {
            return slot;
        }

        // It ended, and its slot may even serve another flow, between the lookup and the hold.
        release(slot);
        return FlowTable.NOT_FOUND;
    }

    /**
     * Make a template, to be called when {@link #acquire} found none. Two workers that do so for the same client at the
     * same moment make two, as two CPUs of IPVS may; lookups find one of them from then on.
     *
     * @param protocol      as in {@link #acquire}.
     * @param clientHigh    as in {@link #acquire}.
     * @param clientLow     as in {@link #acquire}.
     * @param virtualHigh   as in {@link #acquire}.
     * @param virtualLow    as in {@link #acquire}.
     * @param virtualPort   as in {@link #acquire}.
     * @param destinationId of the server that was scheduled.
     * @param flags         {@link ForwardingCode}.
     * @param nowTicks      time now.
     * @param timeoutTicks  of the service.
     * @return slot, held; or {@link FlowTable#NOT_FOUND} when there is no room.
     */
    public int create(
        final int protocol,
        final long clientHigh,
        final long clientLow,
        final long virtualHigh,
        final long virtualLow,
        final int virtualPort,
        final int destinationId,
        final int flags,
        final int nowTicks,
        final int timeoutTicks)
    {
        final int key = protocol | FlowTable.TEMPLATE;
        final int slot = table.insert(
            key,
            clientHigh,
            clientLow,
            0,
            virtualHigh,
            virtualLow,
            virtualPort,
            ConnectionState.NONE,
            flags & FlowTable.FORWARDING_MASK,
            destinationId,
            nowTicks,
            timeoutTicks);
        if (FlowTable.NOT_FOUND != slot)
        {
            hold(slot);
        }
        return slot;
    }

    /**
     * Restart the timer: a connection was made under the template.
     *
     * @param slot     of a held template.
     * @param nowTicks time now.
     */
    public void renew(final int slot, final int nowTicks)
    {
        table.lastSeen(slot, nowTicks);
    }

    /**
     * A TCP connection under the template was established.
     *
     * @param slot of a held template.
     */
    public void assure(final int slot)
    {
        if (ConnectionState.ASSURED != table.state(slot) && IpProtocol.TCP == table.protocol(slot))
        {
            table.state(slot, ConnectionState.ASSURED);
        }
    }

    /**
     * Give up a hold: a connection under the template ended, or did not come about.
     *
     * @param slot of a held template.
     */
    public void release(final int slot)
    {
        holds.getAndAddInt(slot * Integer.BYTES, -1);
    }

    /**
     * Give up a hold on a template whose server takes no connection any more. Lookups pass the template over from now
     * on; its timer runs on.
     *
     * @param slot of a held template.
     */
    public void retire(final int slot)
    {
        table.retire(slot);
        release(slot);
    }

    /**
     * Connections under a template.
     *
     * @param slot of a template.
     * @return number of holds.
     */
    public int holds(final int slot)
    {
        return holds.getIntVolatile(slot * Integer.BYTES);
    }

    /**
     * The time of a template is out: it ends if nobody holds it, else it lives on for another 60 s from the moment at
     * which its time was out. Owner only.
     *
     * @param slot     of a template of this worker.
     * @param nowTicks time now.
     * @param listener told if the template ends, before it is removed.
     * @return true if it ended.
     */
    boolean onTimeout(final int slot, final int nowTicks, final ExpiryListener listener)
    {
        if (end(slot, listener))
        {
            return true;
        }

        final int timeoutTicks = table.link(slot);
        final int overdueTicks = nowTicks - table.lastSeenTicks(slot) - timeoutTicks;
        if (overdueTicks >= 0)
        {
            table.link(slot, RENEWED_TICKS);
            table.lastSeen(slot, nowTicks - overdueTicks % RENEWED_TICKS);
        }
        return false;
    }

    /**
     * End a template that nobody holds. Owner only.
     *
     * @param slot     of a template of this worker.
     * @param listener told before it is removed.
     * @return false if it is held.
     */
    boolean end(final int slot, final ExpiryListener listener)
    {
        final int index = slot * Integer.BYTES;
        if (!holds.compareAndSetInt(index, 0, ENDING))
        {
            return false;
        }

        listener.onExpired(table, slot);
        table.retire(slot);
        // Retired before the count is back: pairs with adopt(), which looks at the entry after it took its hold.
        holds.putIntVolatile(index, 0);
        table.remove(slot);
        return true;
    }

    private boolean hold(final int slot)
    {
        final int index = slot * Integer.BYTES;
        int count;
        do
        {
            count = holds.getIntVolatile(index);
            if (count < 0)
            {
                return false;
            }
        }
        while (!holds.compareAndSetInt(index, count, count + 1));

        return true;
    }
}
