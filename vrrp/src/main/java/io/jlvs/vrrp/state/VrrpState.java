/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.net.InetAddress;

/**
 * Everything that a virtual router remembers between two events. Times are those of the caller's monotonic clock.
 *
 * @param role              now.
 * @param priority          effective.
 * @param source            own address, null until it is known.
 * @param isFaulty          something that it needs has failed.
 * @param master            source of the last advert that counted, null if there was none.
 * @param masterPriority    in that advert.
 * @param masterIntervalNs  between adverts of the master; the own one until one was heard.
 * @param timerNs           when the master counts as down (backup), or the next advert is due (master).
 * @param preemptNs         until when a lower master is not preempted.
 * @param announceNs        when the second set of announcements is due, {@link #NEVER} if none is.
 * @param announceRounds    of that set.
 * @param refreshNs         when the announcements are refreshed, {@link #NEVER} if they are not.
 */
public record VrrpState(
    VrrpRole role,
    int priority,
    InetAddress source,
    boolean isFaulty,
    InetAddress master,
    int masterPriority,
    long masterIntervalNs,
    long timerNs,
    long preemptNs,
    long announceNs,
    int announceRounds,
    long refreshNs)
{
    /** A time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * When the next {@link VrrpEvent.TimerExpired} is due.
     *
     * @return time, or {@link #NEVER}.
     */
    public long deadlineNs()
    {
        return Math.min(timerNs, Math.min(announceNs, refreshNs));
    }
}
