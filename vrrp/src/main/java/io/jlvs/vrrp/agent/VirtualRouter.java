/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.address.AddressReport;
import io.jlvs.vrrp.io.AdvertChannel;
import io.jlvs.vrrp.io.AdvertSocket;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.notice.Notices;
import io.jlvs.vrrp.packet.AdvertDatagram;
import io.jlvs.vrrp.packet.AdvertDecoder;
import io.jlvs.vrrp.packet.AdvertEncoder;
import io.jlvs.vrrp.packet.AdvertError;
import io.jlvs.vrrp.packet.AdvertVerdict;
import io.jlvs.vrrp.packet.AuthenticationSequence;
import io.jlvs.vrrp.state.VrrpAction;
import io.jlvs.vrrp.state.VrrpEvent;
import io.jlvs.vrrp.state.VrrpRole;
import io.jlvs.vrrp.state.VrrpState;
import io.jlvs.vrrp.state.VrrpStateMachine;
import io.jlvs.vrrp.state.VrrpStep;
import io.jlvs.vrrp.track.Tally;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One virtual router: gives its state machine what happens, and does what that says. VRRP thread only.
 */
final class VirtualRouter
{
    private static final double NS_OF_A_S = TimeUnit.SECONDS.toNanos(1);
    private static final long NS_OF_A_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long REPEAT_WARNING_NS = TimeUnit.MINUTES.toNanos(1);

    private final RouterContext context;
    private final RouterStatistics statistics = new RouterStatistics();
    private final AuthenticationSequence sequence = new AuthenticationSequence();
    private final Map<AdvertError, String> remarks = new HashMap<>();
    private VrrpInstance instance;
    private VrrpStateMachine machine;
    private VrrpState state;
    private AdvertEncoder encoder;
    private AdvertDecoder decoder;
    private AdvertChannel channel;
    private AdvertSocket socket;
    private InetAddress source;
    private int sendError;
    private InetAddress rival;
    private long rivalTimeNs;
    private boolean isFaulty;
    private boolean isKeepingAddresses;
    private boolean isDeleted;
    private boolean hasSeenRival;
    private VrrpRole toldRole = VrrpRole.INITIALIZE;
    private long nowNs;

    VirtualRouter(final RouterContext context, final VrrpInstance instance, final boolean isGrouped)
    {
        this.context = context;
        use(instance, isGrouped);
        state = machine.initialState();
    }

    private void use(final VrrpInstance newInstance, final boolean isGrouped)
    {
        instance = newInstance;
        machine = new VrrpStateMachine(instance.election(), isGrouped);
        final List<InetAddress> addresses =
            instance.addresses().addresses().stream().map(VirtualAddress::address).toList();
        encoder = new AdvertEncoder(
            instance.adverts(), addresses, instance.election().advertIntervalNs(), sequence);
        decoder = new AdvertDecoder(
            instance.adverts(), addresses, instance.election().advertIntervalNs(), sequence);
    }

    VrrpInstance instance()
    {
        return instance;
    }

    String name()
    {
        return instance.name();
    }

    VrrpState state()
    {
        return state;
    }

    RouterStatistics statistics()
    {
        return statistics;
    }

    /**
     * What it is and has, for people.
     *
     * @return several lines.
     */
    String data()
    {
        return """
             VRRP Instance = %s
               State = %s
               Interface = %s
               Virtual Router ID = %d
               Priority = %d
               Effective priority = %d
               Advert interval = %.2f sec
               Using src_ip = %s
               Master router = %s
               Master priority = %d
               Virtual IP = %s
            """.formatted(
            instance.name(), state.role(), instance.adverts().interfaceName().orElse("-"),
            instance.adverts().virtualRouterId(), instance.election().priority(), state.priority(),
            instance.election().advertIntervalNs() / NS_OF_A_S, text(source),
            VrrpRole.MASTER == state.role() ? text(source) : text(state.master()), state.masterPriority(),
            instance.addresses().addresses().stream().map((address) -> text(address.address())).toList());
    }

    boolean isListening(final AdvertChannel other, final int virtualRouterId)
    {
        return other.equals(channel) && instance.adverts().virtualRouterId() == virtualRouterId;
    }

    Optional<AdvertChannel> channel()
    {
        return Optional.ofNullable(channel);
    }

    /**
     * Make ready what it needs in any role: macvlan, socket, the way to its neighbours. To be repeated when links have
     * changed.
     */
    void prepare()
    {
        report(context.addresses().prepare(instance));
        context.announcer().prepare(instance);
        connect();
    }

    private void connect()
    {
        final AdvertSettings settings = instance.adverts();
        final Optional<String> speaking = settings.virtualMac().filter((mac) -> !mac.isSendingFromBase())
            .flatMap((mac) -> context.addresses().virtualMacDevice(instance))
            .or(settings::interfaceName);
        final Optional<LinkInfo> link = speaking.flatMap((name) -> context.addresses().links().named(name));
        if (speaking.isPresent() && link.isEmpty())
        {
            socket = null;
            return;
        }

        channel = AdvertChannel.of(settings, speaking);
        try
        {
            socket = context.sockets().open(
                channel,
                settings.peers().isEmpty() ? Optional.of(settings.group()) : Optional.empty(),
                link.map(LinkInfo::index).orElse(0));
        }
        catch (final NativeException ex)
        {
            socket = null;
            log("cannot listen to adverts: " + ex.getMessage());
        }
    }

    /**
     * Find the address that adverts are sent from. To be repeated when links or addresses have changed.
     *
     * @param timeNs now.
     * @return whether there is one.
     */
    boolean refreshSource(final long timeNs)
    {
        final AdvertSettings settings = instance.adverts();
        final Optional<InetAddress> found = settings.source()
            .filter((address) -> !instance.tracking().isTrackingSource() || context.sources().contains(address))
            .or(() -> settings.source().isPresent() ? Optional.empty() : settings.interfaceName()
                .flatMap((name) -> context.addresses().links().named(name))
                .flatMap((link) -> context.sources().first(link.index(), settings.isIpv6())));
        if (found.isPresent() && !found.get().equals(source))
        {
            source = found.get();
            deliver(new VrrpEvent.SourceChanged(source), timeNs);
        }

        return found.isPresent();
    }

    /**
     * What it watches has been added up.
     *
     * @param tally  result.
     * @param timeNs now.
     */
    void onTally(final Tally tally, final long timeNs)
    {
        if (VrrpRole.INITIALIZE == state.role() && !tally.isReady())
        {
            return;
        }
        if (tally.priority() != state.priority())
        {
            deliver(new VrrpEvent.PriorityChanged(tally.priority()), timeNs);
        }
        if (tally.isFaulty() != isFaulty)
        {
            isFaulty = tally.isFaulty();
            deliver(new VrrpEvent.FaultChanged(isFaulty, String.join(", ", tally.faults())), timeNs);
        }
        if (VrrpRole.INITIALIZE == state.role())
        {
            deliver(new VrrpEvent.Started(), timeNs);
        }
    }

    /**
     * Take another configuration over without leaving the role.
     *
     * @param newInstance of the same name, router id, family and interface.
     * @param isGrouped   whether it is in a sync group now.
     * @param priority    effective.
     * @param timeNs      now.
     */
    void reconfigure(
        final VrrpInstance newInstance, final boolean isGrouped, final int priority, final long timeNs)
    {
        final boolean isOtherAddresses = !newInstance.addresses().equals(instance.addresses());
        use(newInstance, isGrouped);
        prepare();
        refreshSource(timeNs);
        deliver(new VrrpEvent.Reconfigured(priority), timeNs);
        if (VrrpRole.MASTER == state.role() && isOtherAddresses)
        {
            context.announcer().announce(instance, instance.election().gratuitous().masterRepeat(), timeNs);
        }
    }

    /**
     * End in order.
     *
     * @param keepAddresses whether the addresses stay where they are.
     * @param timeNs        now.
     */
    void stop(final boolean keepAddresses, final long timeNs)
    {
        isKeepingAddresses = keepAddresses;
        deliver(new VrrpEvent.Stopped(), timeNs);
    }

    /**
     * End in order, because the configuration has it no more.
     *
     * @param timeNs now.
     */
    void delete(final long timeNs)
    {
        isDeleted = true;
        deliver(new VrrpEvent.Stopped(), timeNs);
    }

    /**
     * A datagram for this virtual router came in.
     *
     * @param datagram borrowed.
     * @param timeNs   now.
     */
    void onDatagram(final AdvertDatagram datagram, final long timeNs)
    {
        final AdvertVerdict verdict = decoder.decode(datagram, epochNs());
        if (verdict instanceof AdvertVerdict.Rejected rejected)
        {
            rejected.error().statistic().ifPresent(statistics::onError);
            remark(rejected.error(), "advert from " + text(datagram.source()) + " is dropped, " +
                rejected.error() + ": " + rejected.detail());
            return;
        }

        final AdvertVerdict.Accepted accepted = (AdvertVerdict.Accepted)verdict;
        for (final AdvertVerdict.Remark remark : accepted.remarks())
        {
            remark.error().statistic().ifPresent(statistics::onError);
            remark(remark.error(), "advert from " + text(datagram.source()) + ", " + remark.error() + ": " +
                remark.detail());
        }
        statistics.onAdvertReceived(accepted.advert().priority());
        deliver(
            new VrrpEvent.AdvertReceived(
                accepted.advert().source(), accepted.advert().priority(), accepted.advert().intervalNs()),
            timeNs);
    }

    /** Once for each text: adverts come again and again. */
    private void remark(final AdvertError error, final String text)
    {
        if (AdvertError.OTHER_ROUTER != error && !text.equals(remarks.put(error, text)))
        {
            log(text);
        }
    }

    /**
     * Something happened.
     *
     * @param event  to give to the machine.
     * @param timeNs now.
     */
    void deliver(final VrrpEvent event, final long timeNs)
    {
        nowNs = timeNs;
        final VrrpStep step = machine.step(state, event, timeNs);
        state = step.state();
        step.actions().forEach(this::perform);
    }

    private void perform(final VrrpAction action)
    {
        if (action instanceof VrrpAction.SendAdvert advert)
        {
            send(advert.priority());
        }
        else if (action instanceof VrrpAction.InstallAddresses)
        {
            context.custody().take(instance, nowNs);
            report(context.addresses().install(instance));
        }
        else if (action instanceof VrrpAction.WithdrawAddresses)
        {
            withdraw();
        }
        else if (action instanceof VrrpAction.AnnounceAddresses announcement)
        {
            context.announcer().announce(instance, announcement.rounds(), nowNs);
        }
        else if (action instanceof VrrpAction.AnnounceElsewhere)
        {
            context.announcer().announceElsewhere(instance, nowNs);
        }
        else if (action instanceof VrrpAction.RoleChanged change)
        {
            onRole(change);
        }
        else if (action instanceof VrrpAction.PriorityTold told)
        {
            context.notifier().tell(Notices.ofPriority(
                instance.name(), instance.notification(), state.role(), told.priority()));
        }
        else if (action instanceof VrrpAction.SecondMasterSeen seen)
        {
            onSecondMaster(seen);
        }
        else if (action instanceof VrrpAction.Log line)
        {
            log(line.text());
        }
    }

    private void withdraw()
    {
        context.announcer().forget(instance);
        if (!isKeepingAddresses)
        {
            report(context.addresses().withdraw(instance));
        }
        context.custody().give(instance, nowNs);
    }

    private void send(final int priority)
    {
        if (null == socket || null == source)
        {
            return;
        }

        encoder.begin(source, priority, epochNs());
        int error = 0;
        if (instance.adverts().peers().isEmpty())
        {
            error = socket.send(encoder, source, instance.adverts().group());
        }
        else
        {
            for (final AdvertSettings.UnicastPeer peer : instance.adverts().peers())
            {
                error = Math.max(error, socket.send(encoder, source, peer.address()));
            }
        }

        if (0 == error)
        {
            statistics.onAdvertSent(priority);
        }
        else if (error != sendError)
        {
            log("adverts cannot be sent: " + Errno.text(error));
        }
        sendError = error;
    }

    private void onRole(final VrrpAction.RoleChanged change)
    {
        if (VrrpRole.MASTER == change.role())
        {
            statistics.onMaster();
        }
        else if (VrrpRole.MASTER == toldRole)
        {
            statistics.onReleased();
        }
        toldRole = change.role();
        context.notifier().tell(isDeleted ?
            Notices.ofDeleted(instance.name(), instance.notification(), change.priority()) :
            Notices.ofInstance(instance.name(), instance.notification(), change.role(), change.priority()));
    }

    private void onSecondMaster(final VrrpAction.SecondMasterSeen seen)
    {
        hasSeenRival = true;
        context.notifier().tell(Notices.ofLowerMaster(
            instance.name(), instance.notification(), state.priority()));
        if (!seen.source().equals(rival) || nowNs - rivalTimeNs >= REPEAT_WARNING_NS)
        {
            rival = seen.source();
            rivalTimeNs = nowNs;
            log("TWO MASTERS: " + text(seen.source()) + " (priority " + seen.priority() + ") sends adverts while " +
                text(source) + " (priority " + state.priority() + ") is master; both may hold the addresses. Look at " +
                "the other one, and at what lies between the two");
        }
    }

    /**
     * Log what was not as wanted.
     *
     * @param report of the addresses.
     */
    void report(final AddressReport report)
    {
        report.failures().forEach((failure) -> log(failure.toString()));
    }

    /**
     * Whether a second master has been seen since the last call.
     *
     * @return true once.
     */
    boolean pollRival()
    {
        final boolean result = hasSeenRival;
        hasSeenRival = false;
        return result;
    }

    private void log(final String text)
    {
        context.log().accept("(" + instance.name() + ") " + text);
    }

    /** Counts for auth_hmac only; nothing else here looks at the wall clock. */
    private static long epochNs()
    {
        return System.currentTimeMillis() * NS_OF_A_MS;
    }

    private static String text(final InetAddress address)
    {
        return null == address ? "-" : InetText.of(address);
    }
}
