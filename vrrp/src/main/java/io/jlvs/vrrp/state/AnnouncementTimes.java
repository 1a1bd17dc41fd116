/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.GratuitousSettings;

import java.util.List;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * When a master tells the neighbours again where its addresses are; {@link VrrpState#NEVER} for what is not due.
 *
 * @param secondNs        second set after becoming master.
 * @param lowerPriorityNs second set after an advert of a lower priority.
 * @param refreshNs       refresh.
 * @param elsewhereNs     on the other interfaces.
 */
public record AnnouncementTimes(long secondNs, long lowerPriorityNs, long refreshNs, long elsewhereNs)
{
    /** Nothing is due. */
    public static final AnnouncementTimes NONE = new AnnouncementTimes(NEVER, NEVER, NEVER, NEVER);

    static AnnouncementTimes asMaster(final GratuitousSettings settings, final long nowNs)
    {
        return new AnnouncementTimes(
            after(nowNs, settings.masterDelayNs()),
            NEVER,
            after(nowNs, settings.refreshNs()),
            after(nowNs, settings.extraIntervalNs()));
    }

    AnnouncementTimes afterLowerPriority(final GratuitousSettings settings, final long nowNs)
    {
        return new AnnouncementTimes(secondNs, after(nowNs, settings.lowerPriorityDelayNs()), refreshNs, elsewhereNs);
    }

    AnnouncementTimes reconfigured(final GratuitousSettings settings, final long nowNs)
    {
        return new AnnouncementTimes(
            secondNs, lowerPriorityNs, after(nowNs, settings.refreshNs()), after(nowNs, settings.extraIntervalNs()));
    }

    /**
     * What is due is handed out and put off.
     */
    AnnouncementTimes serve(final GratuitousSettings settings, final long nowNs, final List<VrrpAction> actions)
    {
        if (nowNs < deadlineNs())
        {
            return this;
        }

        announce(actions, nowNs >= secondNs ? settings.masterRepeat() : 0);
        announce(actions, nowNs >= lowerPriorityNs ? settings.lowerPriorityRepeat() : 0);
        announce(actions, nowNs >= refreshNs ? settings.refreshRepeat() : 0);
        if (nowNs >= elsewhereNs)
        {
            actions.add(new VrrpAction.AnnounceElsewhere());
        }

        return new AnnouncementTimes(
            nowNs >= secondNs ? NEVER : secondNs,
            nowNs >= lowerPriorityNs ? NEVER : lowerPriorityNs,
            nowNs >= refreshNs ? after(nowNs, settings.refreshNs()) : refreshNs,
            nowNs >= elsewhereNs ? after(nowNs, settings.extraIntervalNs()) : elsewhereNs);
    }

    static void announce(final List<VrrpAction> actions, final int rounds)
    {
        if (rounds > 0)
        {
            actions.add(new VrrpAction.AnnounceAddresses(rounds));
        }
    }

    long deadlineNs()
    {
        return Math.min(Math.min(secondNs, lowerPriorityNs), Math.min(refreshNs, elsewhereNs));
    }

    private static long after(final long nowNs, final long delayNs)
    {
        return 0 == delayNs ? NEVER : nowNs + delayNs;
    }
}
