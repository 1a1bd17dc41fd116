/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.ElectionSettings;

import java.net.InetAddress;

/**
 * Everything that a virtual router remembers between two events. Times are those of the caller's monotonic clock.
 *
 * @param role              now.
 * @param priority          effective.
 * @param source            own address, null until it is known.
 * @param isFaulty          something that it needs has failed.
 * @param isMasterWanted    member of a sync group that waits for the others to be ready for master too.
 * @param hasListenedAgain  the down interval has been begun again because the timer was served too late.
 * @param master            source of the last advert of a master, null if there was none or this one is master.
 * @param masterPriority    in the last advert that counted.
 * @param masterIntervalNs  between adverts of the master; the own one until one was heard.
 * @param timerNs           when the master counts as down (backup), or the next advert is due (master).
 * @param preemptNs         until when a lower master is not preempted, {@link #NEVER} until one was heard.
 * @param startupNs         end of {@code vrrp_startup_delay}: the timer of a backup does not begin before.
 * @param announcements     that are due later.
 * @param rival             who also claims to own the addresses.
 */
public record VrrpState(
    VrrpRole role,
    int priority,
    InetAddress source,
    boolean isFaulty,
    boolean isMasterWanted,
    boolean hasListenedAgain,
    InetAddress master,
    int masterPriority,
    long masterIntervalNs,
    long timerNs,
    long preemptNs,
    long startupNs,
    AnnouncementTimes announcements,
    RivalOwner rival)
{
    /** A time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;
    /** A time that has been. */
    public static final long ALWAYS = Long.MIN_VALUE;

    /**
     * Before the start.
     *
     * @param settings of the instance.
     * @return the state.
     */
    public static VrrpState initial(final ElectionSettings settings)
    {
        return new VrrpState(VrrpRole.INITIALIZE, settings.priority(), null, false, false, false, null, 0,
            settings.advertIntervalNs(), NEVER, NEVER, ALWAYS, AnnouncementTimes.NONE, RivalOwner.NONE);
    }

    /**
     * When the next {@link VrrpEvent.TimerExpired} is due.
     *
     * @return time, or {@link #NEVER}.
     */
    public long deadlineNs()
    {
        return Math.min(timerNs, Math.min(announcements.deadlineNs(), rival.untilNs()));
    }
}
