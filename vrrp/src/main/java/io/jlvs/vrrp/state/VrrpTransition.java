/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.VrrpVersion;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * One step in the making: the state opened for change, and the moves that all steps are made of. Lives for one call.
 */
final class VrrpTransition
{
    private final List<VrrpAction> actions = new ArrayList<>();
    private final ElectionSettings settings;
    private final ElectionTimers timers;
    private final long nowNs;

    private VrrpRole role;
    private int priority;
    private InetAddress source;
    private boolean isFaulty;
    private boolean isMasterWanted;
    private boolean hasListenedAgain;
    private InetAddress master;
    private int masterPriority;
    private long masterIntervalNs;
    private long timerNs;
    private long preemptNs;
    private long startupNs;
    private AnnouncementTimes announcements;
    private RivalOwner rival;

    VrrpTransition(
        final ElectionSettings settings, final ElectionTimers timers, final VrrpState state, final long nowNs)
    {
        this.settings = settings;
        this.timers = timers;
        this.nowNs = nowNs;
        role = state.role();
        priority = state.priority();
        source = state.source();
        isFaulty = state.isFaulty();
        isMasterWanted = state.isMasterWanted();
        hasListenedAgain = state.hasListenedAgain();
        master = state.master();
        masterPriority = state.masterPriority();
        masterIntervalNs = state.masterIntervalNs();
        timerNs = state.timerNs();
        preemptNs = state.preemptNs();
        startupNs = state.startupNs();
        announcements = state.announcements();
        rival = state.rival();
    }

    VrrpStep step()
    {
        return new VrrpStep(
            new VrrpState(role, priority, source, isFaulty, isMasterWanted, hasListenedAgain, master, masterPriority,
                masterIntervalNs, timerNs, preemptNs, startupNs, announcements, rival),
            List.copyOf(actions));
    }

    long nowNs()
    {
        return nowNs;
    }

    VrrpRole role()
    {
        return role;
    }

    int priority()
    {
        return priority;
    }

    InetAddress source()
    {
        return source;
    }

    void source(final InetAddress address)
    {
        source = address;
    }

    boolean isFaulty()
    {
        return isFaulty;
    }

    void isFaulty(final boolean isFaulty)
    {
        this.isFaulty = isFaulty;
    }

    boolean isMasterWanted()
    {
        return isMasterWanted;
    }

    void isMasterWanted(final boolean isMasterWanted)
    {
        this.isMasterWanted = isMasterWanted;
    }

    InetAddress master()
    {
        return master;
    }

    void master(final InetAddress address)
    {
        master = address;
    }

    long preemptNs()
    {
        return preemptNs;
    }

    void preemptNs(final long timeNs)
    {
        preemptNs = timeNs;
    }

    RivalOwner rival()
    {
        return rival;
    }

    void rival(final RivalOwner rival)
    {
        this.rival = rival;
    }

    void delayStartup()
    {
        startupNs = nowNs + settings.startupDelayNs();
    }

    boolean isTimerDue()
    {
        return nowNs >= timerNs;
    }

    void log(final String format, final Object... arguments)
    {
        actions.add(new VrrpAction.Log(0 == arguments.length ? format : String.format(format, arguments)));
    }

    void add(final VrrpAction action)
    {
        actions.add(action);
    }

    void tellPriority(final int priority)
    {
        if (priority != this.priority)
        {
            this.priority = priority;
            actions.add(new VrrpAction.PriorityTold(priority));
        }
    }

    /**
     * Another effective priority: a backup's timer moves by the difference of the skews, but not into the past.
     */
    void changePriority(final int priority)
    {
        final long changeNs =
            timers.skewNs(priority, masterIntervalNs) - timers.skewNs(this.priority, masterIntervalNs);
        if (VrrpRole.BACKUP == role)
        {
            timerNs = Math.max(timerNs + changeNs, Math.min(timerNs, nowNs));
        }
        tellPriority(priority);
    }

    void sendAdvert()
    {
        actions.add(new VrrpAction.SendAdvert(priority));
        timerNs = nowNs + settings.advertIntervalNs();
        rival = rival.afterAdvert(nowNs, settings.advertIntervalNs());
    }

    /**
     * The advert that was due: the next is due an interval after this one was, not after it was served.
     */
    void sendDueAdvert()
    {
        final long onTimeNs = timerNs + settings.advertIntervalNs();
        sendAdvert();
        timerNs = onTimeNs > nowNs ? onTimeNs : timerNs;
    }

    void becomeMaster()
    {
        if (masterIntervalNs != settings.advertIntervalNs())
        {
            log("changing advert interval from %dms to locally configured %dms",
                millis(masterIntervalNs), millis(settings.advertIntervalNs()));
        }
        if (ElectionSettings.OWNER_PRIORITY == settings.priority() && priority != settings.priority())
        {
            log("Restoring our priority to %d since other address owner has disappeared", settings.priority());
            priority = settings.priority();
        }

        leave();
        role = VrrpRole.MASTER;
        master = null;
        masterPriority = 0;
        masterIntervalNs = settings.advertIntervalNs();
        sendAdvert();
        log("Entering MASTER STATE");
        log("setting VIPs.");
        actions.add(new VrrpAction.InstallAddresses());
        AnnouncementTimes.announce(actions, settings.gratuitous().masterRepeat());
        announcements = AnnouncementTimes.asMaster(settings.gratuitous(), nowNs);
        actions.add(new VrrpAction.RoleChanged(role, priority));
    }

    void becomeBackup(final String entering)
    {
        leave();
        log(entering);
        withdrawFrom(VrrpRole.BACKUP);
        restartDownTimer();
        actions.add(new VrrpAction.RoleChanged(role, priority));
    }

    void becomeFault(final String entering)
    {
        leave();
        log(entering);
        if (VrrpRole.MASTER == role)
        {
            cease();
        }
        withdrawFrom(VrrpRole.FAULT);
        timerNs = NEVER;
        masterIntervalNs = settings.advertIntervalNs();
        actions.add(new VrrpAction.RoleChanged(role, priority));
    }

    void becomeStopped()
    {
        leave();
        if (VrrpRole.MASTER == role)
        {
            cease();
        }
        withdrawFrom(VrrpRole.STOPPED);
        timerNs = NEVER;
        actions.add(new VrrpAction.RoleChanged(role, priority));
    }

    void withdraw()
    {
        log("removing VIPs.");
        actions.add(new VrrpAction.WithdrawAddresses());
    }

    /**
     * The down interval begins now, or at the end of the start-up delay.
     */
    void restartDownTimer()
    {
        startTimer(timers.downNs(priority, masterIntervalNs));
    }

    void startTimer(final long delayNs)
    {
        timerNs = Math.max(nowNs, startupNs) + delayNs;
    }

    /**
     * The timer of an owner, who need not wait for adverts: it ends now, or at the end of the start-up delay.
     */
    void endDownTimer()
    {
        startTimer(0);
    }

    /**
     * The master is about to fall silent: the backup of the highest priority follows first.
     */
    void awaitSkew()
    {
        startTimer(timers.skewNs(priority, masterIntervalNs));
    }

    /**
     * The advert counts: its sender is the master.
     */
    void follow(final VrrpEvent.AdvertReceived advert)
    {
        if (VrrpVersion.V3 == settings.version() && advert.advertIntervalNs() != masterIntervalNs)
        {
            log("advertisement interval updated from %dms to %dms by master",
                millis(masterIntervalNs), millis(advert.advertIntervalNs()));
            masterIntervalNs = advert.advertIntervalNs();
        }
        master = advert.source();
        masterPriority = advert.priority();
        hasListenedAgain = false;
        isMasterWanted = false;
    }

    /**
     * Take the interval and the times of announcements from the settings, which are new.
     */
    void reconfigure()
    {
        if (null == master || VrrpVersion.V2 == settings.version())
        {
            masterIntervalNs = settings.advertIntervalNs();
        }
        if (VrrpRole.MASTER == role)
        {
            announcements = announcements.reconfigured(settings.gratuitous(), nowNs);
        }
    }

    /**
     * A backup's timer was served so late that adverts may have been missed: listen for a down interval more, once.
     *
     * @return whether it does.
     */
    boolean listenAgainIfLate()
    {
        final long latenessNs = nowNs - timerNs;
        if (hasListenedAgain || latenessNs <= timers.backupLatenessLimitNs(masterIntervalNs))
        {
            return false;
        }

        hasListenedAgain = true;
        logLateness(latenessNs);
        restartDownTimer();
        return true;
    }

    /**
     * A master has not sent for so long that a backup may have taken over: it gives way.
     *
     * @return whether it does.
     */
    boolean giveWayIfLate()
    {
        final long latenessNs = nowNs - timerNs;
        if (latenessNs <= timers.masterLatenessLimitNs())
        {
            return false;
        }

        logLateness(latenessNs);
        becomeBackup("Entering BACKUP STATE");
        return true;
    }

    void announceToMisled()
    {
        if (settings.gratuitous().lowerPriorityRepeat() > 0)
        {
            AnnouncementTimes.announce(actions, settings.gratuitous().lowerPriorityRepeat());
            announcements = announcements.afterLowerPriority(settings.gratuitous(), nowNs);
        }
    }

    void serveAnnouncements()
    {
        announcements = announcements.serve(settings.gratuitous(), nowNs, actions);
    }

    void expireRival()
    {
        if (nowNs >= rival.untilNs())
        {
            log("rogue address owner appears to have stopped advertising");
            rival = RivalOwner.NONE;
        }
    }

    /**
     * What a role has begun ends with it.
     */
    private void leave()
    {
        announcements = AnnouncementTimes.NONE;
        rival = RivalOwner.NONE;
        isMasterWanted = false;
        hasListenedAgain = false;
        preemptNs = NEVER;
    }

    private void cease()
    {
        actions.add(new VrrpAction.SendAdvert(0));
        log("sent 0 priority");
    }

    private void withdrawFrom(final VrrpRole next)
    {
        if (VrrpRole.MASTER == role)
        {
            withdraw();
        }
        role = next;
    }

    private void logLateness(final long latenessNs)
    {
        log("VRRP thread timer expired %s seconds ago", seconds(latenessNs));
    }

    static String seconds(final long timeNs)
    {
        final long micros = TimeUnit.NANOSECONDS.toMicros(timeNs);
        return String.format("%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    private static long millis(final long timeNs)
    {
        return TimeUnit.NANOSECONDS.toMillis(timeNs);
    }
}
