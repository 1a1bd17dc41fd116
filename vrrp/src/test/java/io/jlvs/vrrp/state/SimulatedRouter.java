/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.ElectionSettings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * A machine with what the shell has around it: a socket, a timer, addresses in the kernel. It can be killed and frozen.
 * As the shell must, it reads the socket empty before it serves the timer.
 */
final class SimulatedRouter
{
    /**
     * How a machine is asked; a test may put a broken one in between.
     */
    interface Stepping
    {
        VrrpStep step(VrrpStateMachine machine, VrrpState state, VrrpEvent event, long nowNs);
    }

    /**
     * Where adverts go to.
     */
    interface Sending
    {
        void send(SimulatedRouter sender, VrrpEvent.AdvertReceived advert);
    }

    private final List<VrrpEvent.AdvertReceived> unread = new ArrayList<>();
    private final InetAddress source;
    private final Stepping stepping;
    private final Sending sending;
    private ElectionSettings settings;
    private ElectionTimers timers;
    private VrrpStateMachine machine;
    private VrrpState state;
    private boolean isRunning;
    private boolean isFrozen;
    private boolean hasAddresses;

    SimulatedRouter(
        final InetAddress source, final ElectionSettings settings, final Stepping stepping, final Sending sending)
    {
        this.source = source;
        this.stepping = stepping;
        this.sending = sending;
        configure(settings);
        state = machine.initialState();
    }

    void start(final long nowNs)
    {
        state = machine.initialState();
        isRunning = true;
        isFrozen = false;
        unread.clear();
        step(new VrrpEvent.SourceChanged(source), nowNs);
        step(new VrrpEvent.Started(), nowNs);
    }

    /**
     * The process ends without a word; its lease on the addresses ends too.
     */
    void kill()
    {
        isRunning = false;
        hasAddresses = false;
    }

    void stop(final long nowNs)
    {
        step(new VrrpEvent.Stopped(), nowNs);
        kill();
    }

    void freeze()
    {
        isFrozen = true;
    }

    void thaw(final long nowNs)
    {
        isFrozen = false;
        unread.forEach((advert) -> step(advert, nowNs));
        unread.clear();
        serveTimer(nowNs);
    }

    void reload(final ElectionSettings settings, final long nowNs)
    {
        configure(settings);
        step(new VrrpEvent.Reconfigured(settings.priority()), nowNs);
    }

    void receive(final VrrpEvent.AdvertReceived advert, final long nowNs)
    {
        if (isFrozen)
        {
            unread.add(advert);
        }
        else if (isRunning)
        {
            step(advert, nowNs);
        }
    }

    void serveTimer(final long nowNs)
    {
        if (isAwake() && nowNs >= state.deadlineNs())
        {
            step(new VrrpEvent.TimerExpired(), nowNs);
        }
    }

    void step(final VrrpEvent event, final long nowNs)
    {
        final VrrpStep step = stepping.step(machine, state, event, nowNs);
        state = step.state();
        for (final VrrpAction action : step.actions())
        {
            if (action instanceof VrrpAction.SendAdvert advert)
            {
                sending.send(this,
                    new VrrpEvent.AdvertReceived(source, advert.priority(), settings.advertIntervalNs()));
            }
            else if (action instanceof VrrpAction.InstallAddresses)
            {
                hasAddresses = true;
            }
            else if (action instanceof VrrpAction.WithdrawAddresses)
            {
                hasAddresses = false;
            }
        }
    }

    boolean isRunning()
    {
        return isRunning;
    }

    boolean isAwake()
    {
        return isRunning && !isFrozen;
    }

    boolean isMaster()
    {
        return isAwake() && VrrpRole.MASTER == state.role();
    }

    /**
     * Whether it could be master.
     */
    boolean isAble()
    {
        return isAwake() && (VrrpRole.MASTER == state.role() || VrrpRole.BACKUP == state.role());
    }

    boolean hasAddresses()
    {
        return hasAddresses;
    }

    boolean outranks(final SimulatedRouter other)
    {
        return state.priority() != other.state.priority() ? state.priority() > other.state.priority() :
            source.getAddress()[3] > other.source.getAddress()[3];
    }

    ElectionSettings settings()
    {
        return settings;
    }

    VrrpState state()
    {
        return state;
    }

    long deadlineNs()
    {
        return isAwake() ? state.deadlineNs() : NEVER;
    }

    long downNs()
    {
        return timers.downNs(state.priority(), state.masterIntervalNs());
    }

    @Override
    public String toString()
    {
        return source.getHostAddress() + ' ' + (isRunning ? isFrozen ? "frozen " : "" : "dead ") + state.role() + ' ' +
            state.priority();
    }

    private void configure(final ElectionSettings settings)
    {
        this.settings = settings;
        timers = new ElectionTimers(settings);
        machine = new VrrpStateMachine(settings);
    }
}
