/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * Ends the entries of one worker whose time is out: a little of the table in each duty cycle, the whole of it in
 * about a second. Ticks are 10 ms of the monotonic clock in 32 bits and compared modulo 2^32, which serves idle times
 * of up to 248 days; time-outs are at most 31 days.
 */
public final class ConnectionExpiry
{
    private static final int PASS_TICKS = Timeouts.TICKS_PER_SECOND;

    private final FlowTable table;
    private final PersistenceTemplates templates;
    private final Timeouts timeouts;
    private final int capacity;
    private int position;
    private int lastTicks;
    private long debt;

    /**
     * Expiry of a worker's entries.
     *
     * @param table     of the worker.
     * @param templates of the worker, over the same table.
     * @param timeouts  in force.
     * @param nowTicks  time now.
     */
    public ConnectionExpiry(
        final FlowTable table, final PersistenceTemplates templates, final Timeouts timeouts, final int nowTicks)
    {
        this.table = table;
        this.templates = templates;
        this.timeouts = timeouts;
        this.capacity = table.capacity();
        this.lastTicks = nowTicks;
    }

    /**
     * Whether an entry's time is out. An entry that was last seen in the future is not expired.
     *
     * @param nowTicks      time now.
     * @param lastSeenTicks time of its last packet.
     * @param timeoutTicks  time-out.
     * @return true when its timer has run out.
     */
    public static boolean isExpired(final int nowTicks, final int lastSeenTicks, final int timeoutTicks)
    {
        // Signed difference modulo 2^32: right over a wrap of the clock.
        return nowTicks - lastSeenTicks >= timeoutTicks;
    }

    /**
     * Time that an entry has left if no packet comes.
     *
     * @param nowTicks      time now.
     * @param lastSeenTicks time of its last packet.
     * @param timeoutTicks  time-out.
     * @return ticks, at most the time-out; 0 or less when its timer has run out.
     */
    public static int remainingTicks(final int nowTicks, final int lastSeenTicks, final int timeoutTicks)
    {
        return timeoutTicks - Math.max(0, nowTicks - lastSeenTicks);
    }

    /**
     * Time of the last packet of an entry that comes back from the record, never in the future.
     *
     * @param nowTicks      time now.
     * @param lastSeenTicks as recorded.
     * @return the recorded time, or now if that lies in the future.
     */
    public static int clamp(final int nowTicks, final int lastSeenTicks)
    {
        return nowTicks - lastSeenTicks < 0 ? nowTicks : lastSeenTicks;
    }

    /**
     * Whether the timer of a connection or template has run out, for lookups between two visits of the scan.
     *
     * @param slot     of a live entry.
     * @param nowTicks time now.
     * @return true when it has.
     */
    public boolean isExpired(final int slot, final int nowTicks)
    {
        return isExpired(nowTicks, table.lastSeenTicks(slot), timeoutTicks(slot));
    }

    /**
     * Visit as much of the table as the time since the last call asks for, and end the entries of this worker whose
     * time is out.
     *
     * @param nowTicks  time now.
     * @param slotLimit slots to visit at most; what is left over is made up for later, up to one whole pass.
     * @param listener  told of each entry that ends.
     * @return number of entries that ended.
     */
    public int expire(final int nowTicks, final int slotLimit, final ExpiryListener listener)
    {
        final int elapsedTicks = nowTicks - lastTicks;
        if (elapsedTicks > 0)
        {
            lastTicks = nowTicks;
            debt = Math.min(debt + (long)capacity * elapsedTicks, (long)capacity * PASS_TICKS);
        }

        final int visits = (int)Math.min(debt / PASS_TICKS, slotLimit);
        debt -= (long)visits * PASS_TICKS;

        int ended = 0;
        int slot = position;
        for (int i = 0; i < visits; i++)
        {
            if (table.isLive(slot) && table.owner(slot) == table.worker() && visit(slot, nowTicks, listener))
            {
                ended++;
            }
            slot = slot + 1 == capacity ? 0 : slot + 1;
        }
        position = slot;

        return ended;
    }

    /**
     * End an entry of this worker now, before its time: a connection that is scheduled anew, or a template that
     * nobody holds. A connection gives up its hold on its template.
     *
     * @param slot     of a live entry of this worker.
     * @param listener told before it is removed.
     * @return false if it is a template that is held, which lives on.
     */
    public boolean end(final int slot, final ExpiryListener listener)
    {
        if (table.isTemplate(slot))
        {
            return templates.end(slot, listener);
        }

        final boolean controlled = 0 != (table.flags(slot) & FlowTable.CONTROLLED);
        final int template = table.link(slot) - 1;
        listener.onExpired(table, slot);
        table.remove(slot);
        if (controlled && template >= 0)
        {
            templates.release(template);
        }
        return true;
    }

    private boolean visit(final int slot, final int nowTicks, final ExpiryListener listener)
    {
        final int lastSeenTicks = table.lastSeenTicks(slot);
        if (nowTicks - lastSeenTicks < 0)
        {
            // The clock never goes back, so this was recorded in another life; or XDP was a tick ahead of this cycle.
            table.lastSeen(slot, nowTicks);
            return false;
        }
        if (!isExpired(nowTicks, lastSeenTicks, timeoutTicks(slot)))
        {
            return false;
        }
        return table.isTemplate(slot) ? templates.onTimeout(slot, nowTicks, listener) : end(slot, listener);
    }

    private int timeoutTicks(final int slot)
    {
        return table.isTemplate(slot) ?
            table.link(slot) : timeouts.timeoutTicks(table.protocol(slot), table.state(slot));
    }
}
