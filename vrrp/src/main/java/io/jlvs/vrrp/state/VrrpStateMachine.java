/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.ElectionSettings;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

import static io.jlvs.vrrp.model.ElectionSettings.OWNER_PRIORITY;
import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * Who is master: a virtual router of RFC 3768 section 6.4 and RFC 9568 section 6.4 with keepalived's extensions. Pure:
 * no clock, socket or thread; immutable, so any thread may use it. Texts for the log are keepalived's, without the name
 * of the instance.
 *
 * <p>To take another configuration over, make a machine of the new settings and give it the old state with
 * {@link VrrpEvent.Reconfigured}: the role stays.
 */
public final class VrrpStateMachine
{
    private static final String ENTERING_BACKUP = "Entering BACKUP STATE";
    private static final String ENTERING_FAULT = "Entering FAULT STATE";

    private final ElectionSettings settings;
    private final ElectionTimers timers;
    private final boolean isGrouped;

    /**
     * Machine of an instance that decides for itself.
     *
     * @param settings of the instance.
     */
    public VrrpStateMachine(final ElectionSettings settings)
    {
        this(settings, false);
    }

    /**
     * Machine of an instance.
     *
     * @param settings  of the instance.
     * @param isGrouped whether it is member of a sync group: then it does not become master or leave a fault by itself,
     *                  but waits for {@link VrrpEvent.GroupMoved}.
     */
    public VrrpStateMachine(final ElectionSettings settings, final boolean isGrouped)
    {
        this.settings = settings;
        this.timers = new ElectionTimers(settings);
        this.isGrouped = isGrouped;
    }

    /**
     * Before the start.
     *
     * @return the state.
     */
    public VrrpState initialState()
    {
        return VrrpState.initial(settings);
    }

    /**
     * What follows from an event.
     *
     * @param state before.
     * @param event that happened.
     * @param nowNs time by the caller's monotonic clock, not before that of any earlier step.
     * @return state after, and actions.
     */
    public VrrpStep step(final VrrpState state, final VrrpEvent event, final long nowNs)
    {
        final VrrpTransition step = new VrrpTransition(settings, timers, state, nowNs);
        if (event instanceof VrrpEvent.AdvertReceived advert)
        {
            onAdvert(step, advert);
        }
        else if (event instanceof VrrpEvent.TimerExpired)
        {
            onTimer(step);
        }
        else if (VrrpRole.STOPPED != state.role())
        {
            onChange(step, event);
        }

        return step.step();
    }

    private void onChange(final VrrpTransition step, final VrrpEvent event)
    {
        if (event instanceof VrrpEvent.Started)
        {
            onStarted(step);
        }
        else if (event instanceof VrrpEvent.Stopped)
        {
            step.becomeStopped();
        }
        else if (event instanceof VrrpEvent.PriorityChanged change)
        {
            onPriority(step, change.priority());
        }
        else if (event instanceof VrrpEvent.FaultChanged change)
        {
            onFault(step, change);
        }
        else if (event instanceof VrrpEvent.SourceChanged change)
        {
            step.source(change.source());
        }
        else if (event instanceof VrrpEvent.GroupMoved move)
        {
            onGroup(step, move.role());
        }
        else if (event instanceof VrrpEvent.AddressesContested && VrrpRole.MASTER == step.role())
        {
            step.announceToMisled();
        }
        else if (event instanceof VrrpEvent.Reconfigured change)
        {
            onReconfigured(step, change.priority());
        }
        else if (event instanceof VrrpEvent.Outrun outrun)
        {
            onOutrun(step, outrun.reason());
        }
    }

    private void onStarted(final VrrpTransition step)
    {
        if (VrrpRole.INITIALIZE != step.role())
        {
            return;
        }

        step.withdraw();
        if (settings.startupDelayNs() > 0)
        {
            step.delayStartup();
        }
        begin(step, settings.startupDelayNs() > 0);
    }

    private void begin(final VrrpTransition step, final boolean isDelayed)
    {
        final boolean isOwner = settings.isInitialMaster() && OWNER_PRIORITY == settings.priority();
        if (step.isFaulty())
        {
            step.becomeFault("Entering FAULT STATE (init)");
        }
        else if (isOwner && !isGrouped && isDelayed)
        {
            step.endDownTimer();
        }
        else if (isOwner && !isGrouped)
        {
            step.log("Receive advertisement timeout");
            step.becomeMaster();
        }
        else
        {
            step.becomeBackup("Entering BACKUP STATE (init)");
            if (isOwner)
            {
                step.endDownTimer();
            }
        }
    }

    private void onTimer(final VrrpTransition step)
    {
        if (VrrpRole.MASTER == step.role())
        {
            onTimerAsMaster(step);
        }
        else if (VrrpRole.BACKUP == step.role() && step.isTimerDue())
        {
            onTimerAsBackup(step);
        }
        else if (VrrpRole.INITIALIZE == step.role() && step.isTimerDue())
        {
            begin(step, false);
        }
    }

    private void onTimerAsMaster(final VrrpTransition step)
    {
        if (step.giveWayIfLate())
        {
            return;
        }

        step.expireRival();
        if (step.isTimerDue())
        {
            step.sendDueAdvert();
        }
        step.serveAnnouncements();
    }

    private void onTimerAsBackup(final VrrpTransition step)
    {
        if (step.listenAgainIfLate())
        {
            return;
        }

        if (!step.isMasterWanted())
        {
            step.log("Receive advertisement timeout");
        }
        if (isGrouped)
        {
            step.isMasterWanted(true);
            step.restartDownTimer();
        }
        else
        {
            step.becomeMaster();
        }
    }

    private void onAdvert(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        if (settings.isOwnerIgnoringAdverts() && OWNER_PRIORITY == step.priority())
        {
            return;
        }

        if (VrrpRole.BACKUP == step.role() || VrrpRole.MASTER == step.role() && step.giveWayIfLate())
        {
            onAdvertAsBackup(step, advert);
        }
        else if (VrrpRole.MASTER == step.role())
        {
            onAdvertAsMaster(step, advert);
        }
    }

    private void onAdvertAsBackup(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        restoreOwner(step, advert);
        if (0 == advert.priority())
        {
            step.log("Backup received priority 0 advertisement");
            step.awaitSkew();
        }
        else if (advert.priority() >= step.priority())
        {
            endPreemptDelay(step);
            follow(step, advert);
        }
        else if (!settings.isPreempting())
        {
            follow(step, advert);
        }
        else if (settings.preemptDelayNs() > 0 && step.nowNs() < step.preemptNs())
        {
            beginPreemptDelay(step);
            follow(step, advert);
        }
        else
        {
            step.log("received lower priority (%d) advert from %s - discarding",
                advert.priority(), text(advert.source()));
            step.master(advert.source());
        }
    }

    private static void follow(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        step.follow(advert);
        step.restartDownTimer();
    }

    private void beginPreemptDelay(final VrrpTransition step)
    {
        if (NEVER == step.preemptNs())
        {
            step.log("start preempt delay (%s)", VrrpTransition.seconds(settings.preemptDelayNs()));
            step.preemptNs(step.nowNs() + settings.preemptDelayNs());
        }
    }

    private static void endPreemptDelay(final VrrpTransition step)
    {
        if (NEVER != step.preemptNs())
        {
            step.log("stop preempt delay");
            step.preemptNs(NEVER);
        }
    }

    /**
     * An owner that gave way to another one takes its priority back when that one is gone.
     */
    private void restoreOwner(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        final boolean hasGivenWay = OWNER_PRIORITY == settings.priority() && OWNER_PRIORITY != step.priority();
        if (hasGivenWay && (OWNER_PRIORITY != advert.priority() || !advert.source().equals(step.master())))
        {
            step.log("Restoring our priority to %d since received advert with lower priority", settings.priority());
            step.tellPriority(settings.priority());
        }
    }

    private void onAdvertAsMaster(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        if (0 == advert.priority())
        {
            step.sendAdvert();
            step.log("Master received priority 0 message");
            return;
        }

        final int order = compare(advert.source(), step.source());
        if (settings.isAnsweringHigherPriority() && isHigher(step, advert, order))
        {
            step.sendAdvert();
        }
        if (advert.priority() == step.priority() && 0 == order)
        {
            step.log("WARNING - equal priority advert received from remote host with our IP address.");
            return;
        }
        if (OWNER_PRIORITY == advert.priority() && OWNER_PRIORITY == step.priority())
        {
            onRival(step, advert, order);
        }

        if (isHigher(step, advert, order))
        {
            giveWay(step, advert);
        }
        else
        {
            holdOn(step, advert);
        }
    }

    private static boolean isHigher(
        final VrrpTransition step, final VrrpEvent.AdvertReceived advert, final int order)
    {
        return advert.priority() > step.priority() || advert.priority() == step.priority() && order > 0;
    }

    private void onRival(final VrrpTransition step, final VrrpEvent.AdvertReceived advert, final int order)
    {
        final String source = text(advert.source());
        if (order < 0 && step.rival().isWatched())
        {
            step.log("%s is still advertising as address owner, please resolve - reducing our priority", source);
            step.rival(RivalOwner.NONE);
            step.tellPriority(OWNER_PRIORITY - 1);
        }
        else if (!step.rival().isKnown())
        {
            step.log("CONFIGURATION ERROR: local instance and %s are both configured as address owner, please resolve",
                source);
            step.rival(RivalOwner.heard(advert.advertIntervalNs()));
        }
    }

    private static void giveWay(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        if (advert.priority() > step.priority())
        {
            step.log("Master received advert from %s with higher priority %d, ours %d",
                text(advert.source()), advert.priority(), step.priority());
        }
        else
        {
            step.log("Master received advert from %s with same priority %d but higher IP address than ours",
                text(advert.source()), advert.priority());
        }
        step.follow(advert);
        step.becomeBackup(ENTERING_BACKUP);
    }

    private void holdOn(final VrrpTransition step, final VrrpEvent.AdvertReceived advert)
    {
        step.log("Received advert from %s with lower priority %d, ours %d%s", text(advert.source()), advert.priority(),
            step.priority(), settings.isSilentToLowerPriority() ? "" : ", forcing new election");
        if (!settings.isSilentToLowerPriority())
        {
            step.sendAdvert();
        }
        step.announceToMisled();
        step.add(new VrrpAction.SecondMasterSeen(advert.source(), advert.priority()));
    }

    private void onPriority(final VrrpTransition step, final int sum)
    {
        final int priority = Math.max(1, Math.min(sum, OWNER_PRIORITY - 1));
        if (OWNER_PRIORITY != settings.priority() && priority != step.priority())
        {
            step.log("Changing effective priority from %d to %d", step.priority(), priority);
            step.changePriority(priority);
        }
    }

    private void onFault(final VrrpTransition step, final VrrpEvent.FaultChanged change)
    {
        final boolean wasFaulty = step.isFaulty();
        step.isFaulty(change.isFaulty());
        final VrrpRole role = step.role();
        if (change.isFaulty() && !wasFaulty && VrrpRole.INITIALIZE != role)
        {
            step.log("entering FAULT state due to %s", change.reason());
            if (VrrpRole.FAULT != role)
            {
                step.becomeFault(ENTERING_FAULT);
            }
        }
        else if (!change.isFaulty() && VrrpRole.FAULT == role && !isGrouped)
        {
            step.becomeBackup(ENTERING_BACKUP);
        }
    }

    private static void onGroup(final VrrpTransition step, final VrrpRole target)
    {
        final VrrpRole role = step.role();
        if (VrrpRole.MASTER == target && VrrpRole.BACKUP == role)
        {
            step.becomeMaster();
        }
        else if (VrrpRole.BACKUP == target &&
            (VrrpRole.MASTER == role || VrrpRole.FAULT == role && !step.isFaulty()))
        {
            step.becomeBackup(ENTERING_BACKUP);
        }
        else if (VrrpRole.FAULT == target && (VrrpRole.MASTER == role || VrrpRole.BACKUP == role))
        {
            step.becomeFault(ENTERING_FAULT);
        }
    }

    private void onReconfigured(final VrrpTransition step, final int priority)
    {
        step.tellPriority(priority);
        step.reconfigure();
        if (VrrpRole.MASTER == step.role())
        {
            step.sendAdvert();
            step.log("setting VIPs.");
            step.add(new VrrpAction.InstallAddresses());
        }
        else if (VrrpRole.BACKUP == step.role())
        {
            step.restartDownTimer();
        }
        else if (VrrpRole.FAULT == step.role() && !step.isFaulty() && !isGrouped)
        {
            step.becomeBackup(ENTERING_BACKUP);
        }
    }

    private static void onOutrun(final VrrpTransition step, final String reason)
    {
        if (VrrpRole.MASTER == step.role())
        {
            step.log(reason);
            step.becomeBackup(ENTERING_BACKUP);
        }
        else if (VrrpRole.BACKUP == step.role())
        {
            step.log(reason);
            step.isMasterWanted(false);
            step.restartDownTimer();
        }
    }

    private static int compare(final InetAddress other, final InetAddress own)
    {
        return null == own ? 1 : Arrays.compareUnsigned(other.getAddress(), own.getAddress());
    }

    private static String text(final InetAddress address)
    {
        final String text = InetText.of(address);
        return address instanceof Inet6Address ? text.replaceFirst("%.*", "") : text;
    }
}
