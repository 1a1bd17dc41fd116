/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;
import io.jlvs.dataplane.linux.netlink.NetlinkCommands;
import io.jlvs.dataplane.linux.netlink.NetlinkListener;
import io.jlvs.dataplane.linux.netlink.NetlinkOutcome;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.model.VrrpInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.CloseHelper;

/**
 * Puts what instances own into the kernel and takes it out again. In the life of an instance:
 * {@link #prepare}, {@link #withdraw} (what an earlier run left), then {@link #install} and {@link #withdraw} as it
 * becomes master and ceases to be, at last {@link #release}. All of them may be repeated, and tell failures as values.
 * <p>
 * Open it after the {@link io.jlvs.dataplane.linux.netlink.NetlinkMonitor}, have it told what that monitor finds, and
 * call {@link #restore} in the duty cycle: it puts back what others took away, and what could not be installed because
 * an interface was missing.
 * <p>
 * Owned by the VRRP thread; not thread safe.
 */
public final class VirtualAddresses implements NetlinkListener, AutoCloseable
{
    private static final long RESTORE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String STATIC = "static";

    private final NetlinkCommands commands;
    private final RouteNetlink netlink;
    private final LinkTable links = new LinkTable();
    private final InterfaceSettings settings = new InterfaceSettings(InterfaceSettings.KERNEL);
    private final VirtualMacInterfaces virtualMacs;
    private final AcceptFilter filter = new AcceptFilter();
    private final Map<String, Prepared> prepared = new LinkedHashMap<>();
    private final Map<String, Installed> installed = new LinkedHashMap<>();
    private final Map<String, List<AddressFailure>> told = new HashMap<>();
    private String defaultDevice = VrrpGlobals.DEFAULT.defaultInterface();
    private boolean isRestoreNeeded;
    private boolean isOverrun;
    private boolean hasRestored;
    private long restoredAtNs;

    private VirtualAddresses(final NetlinkCommands commands, final RouteNetlink netlink)
    {
        this.commands = commands;
        this.netlink = netlink;
        virtualMacs = new VirtualMacInterfaces(commands, netlink, links, settings);
    }

    /**
     * Open the sockets and read which interfaces there are.
     *
     * @return owner of the sockets.
     */
    public static VirtualAddresses open()
    {
        final RouteNetlink netlink = RouteNetlink.open();
        NetlinkCommands commands = null;
        try
        {
            commands = NetlinkCommands.open();
            final VirtualAddresses addresses = new VirtualAddresses(commands, netlink);
            addresses.links.reset(netlink.links());
            return addresses;
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(netlink, commands);
            throw ex;
        }
    }

    /**
     * The interfaces as they were told last.
     *
     * @return table that changes as {@link NetlinkListener} methods are called.
     */
    public LinkTable links()
    {
        return links;
    }

    /**
     * Interface with the virtual MAC of an instance.
     *
     * @param instance that was prepared.
     * @return empty without {@code use_vmac}, and while the interface could not be made.
     */
    public Optional<String> virtualMacDevice(final VrrpInstance instance)
    {
        return instance.adverts().virtualMac().isEmpty() ?
            Optional.empty() : virtualMacs.name(specs(instance).get(0));
    }

    /**
     * Interface that an address belongs on, and that neighbours are told about it by.
     *
     * @param instance that was prepared.
     * @param address  of the instance.
     * @return name of the interface, which may not exist at the moment.
     */
    public String device(final VrrpInstance instance, final VirtualAddress address)
    {
        return devices(instance).of(address);
    }

    /**
     * Set up what an instance needs in any role: macvlan interfaces, settings, and the filter of {@code no_accept}
     * (which does nothing while the addresses are not here, and so costs no time when they come). To be repeated when
     * the configuration of the instance changes.
     *
     * @param instance of the configuration.
     * @return what was done.
     */
    public AddressReport prepare(final VrrpInstance instance)
    {
        final Prepared old = prepared.get(instance.name());
        final Prepared now = new Prepared(instance, VirtualMacSpec.of(instance, defaultDevice));
        prepared.put(instance.name(), now);
        AddressReport report = ensure(now);
        if (null != old)
        {
            report = report.and(removeVirtualMacs(old, now.virtualMacs()));
        }
        return tell(owner(instance) + " prepared", report).and(applyFilter());
    }

    /**
     * Undo {@link #prepare} and {@link #install}.
     *
     * @param instance that stops or is no more in the configuration.
     * @return what was done.
     */
    public AddressReport release(final VrrpInstance instance)
    {
        AddressReport report = withdraw(instance);
        final Prepared old = prepared.remove(instance.name());
        told.remove(owner(instance) + " prepared");
        if (null != old)
        {
            report = report.and(removeVirtualMacs(old, List.of()))
                .and(AddressReport.ofFailures(settings.release(owner(instance))))
                .and(applyFilter());
        }
        return report;
    }

    /**
     * Add what an instance owns: addresses, excluded addresses, routes, rules. What was installed for it before and is
     * no more configured is deleted.
     *
     * @param instance that is master.
     * @return what was done.
     */
    public AddressReport install(final VrrpInstance instance)
    {
        return install(owner(instance), () -> plan(instance));
    }

    /**
     * Delete what an instance owns, in the reverse order, also what an earlier run may have left. What is not there is
     * no failure.
     *
     * @param instance that is not master.
     * @return what was done.
     */
    public AddressReport withdraw(final VrrpInstance instance)
    {
        return withdraw(owner(instance), plan(instance).objects());
    }

    /**
     * Add static addresses, routes and rules for the life of the process; what is no more configured is deleted.
     *
     * @param globals of the configuration.
     * @return what was done.
     */
    public AddressReport installStatic(final VrrpGlobals globals)
    {
        defaultDevice = globals.defaultInterface();
        final AddressSettings owned = new AddressSettings(
            globals.staticAddresses(), List.of(), globals.staticRoutes(), globals.staticRules(), false);
        return install(STATIC, () -> AddressPlan.of(owned, AddressDevices.plain(defaultDevice), links));
    }

    /**
     * Delete static addresses, routes and rules.
     *
     * @return what was done.
     */
    public AddressReport withdrawStatic()
    {
        return withdraw(STATIC, List.of());
    }

    /**
     * Put back what is missing: taken away by somebody else, or gone with its interface. At most every 100 ms after
     * netlink told of a change that may concern it; what fails is tried again each second and told once.
     *
     * @param nowNs time of the duty cycle.
     * @return what was done; nothing most of the time.
     */
    public AddressReport restore(final long nowNs)
    {
        final boolean isRetry = told.values().stream().anyMatch((failures) -> !failures.isEmpty());
        final long elapsedNs = nowNs - restoredAtNs;
        final boolean isDue = isRestoreNeeded && (!hasRestored || RESTORE_INTERVAL_NS <= elapsedNs) ||
            isRetry && (!hasRestored || RETRY_INTERVAL_NS <= elapsedNs);
        if (!isDue)
        {
            return AddressReport.NONE;
        }
        isRestoreNeeded = false;
        hasRestored = true;
        restoredAtNs = nowNs;
        if (isOverrun)
        {
            isOverrun = false;
            links.reset(netlink.links());
        }
        AddressReport report = AddressReport.NONE;
        for (final Prepared entry : List.copyOf(prepared.values()))
        {
            report = report.and(tell(owner(entry.instance()) + " prepared", ensure(entry)));
        }
        for (final Map.Entry<String, Installed> entry : List.copyOf(installed.entrySet()))
        {
            report = report.and(install(entry.getKey(), entry.getValue().planner()));
        }
        return report;
    }

    /**
     * Close the sockets. What is installed stays.
     */
    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(commands, netlink);
    }

    @Override
    public void onLink(final LinkInfo link)
    {
        links.put(link);
        isRestoreNeeded = true;
    }

    @Override
    public void onLinkRemoved(final LinkInfo link)
    {
        links.remove(link);
        isRestoreNeeded = true;
    }

    @Override
    public void onAddress(final AddressInfo address)
    {
        // What is there needs nothing.
    }

    @Override
    public void onAddressRemoved(final AddressInfo address)
    {
        isRestoreNeeded |= installed.values().stream()
            .flatMap((entry) -> entry.objects().stream())
            .anyMatch((object) -> object.isAddress(address));
    }

    @Override
    public void onNeighbour(final NeighbourInfo neighbour)
    {
        // Neighbours are nothing that an instance owns.
    }

    @Override
    public void onNeighbourRemoved(final NeighbourInfo neighbour)
    {
        // Neighbours are nothing that an instance owns.
    }

    @Override
    public void onRouteChanged()
    {
        isRestoreNeeded |= installed.values().stream()
            .flatMap((entry) -> entry.objects().stream())
            .anyMatch(OwnedObject::isRouting);
    }

    @Override
    public void onOverrun()
    {
        isOverrun = true;
        isRestoreNeeded = true;
    }

    private AddressReport install(final String owner, final Supplier<AddressPlan> planner)
    {
        final AddressPlan plan = planner.get();
        final Installed old = installed.put(owner, new Installed(planner, plan.objects()));
        final List<OwnedObject> deletions = new ArrayList<>(null == old ? List.of() : old.objects());
        deletions.removeAll(Set.copyOf(plan.objects()));
        Collections.reverse(deletions);
        return tell(owner, AddressReport.ofFailures(plan.failures()).and(execute(deletions, plan.objects())));
    }

    private AddressReport withdraw(final String owner, final List<OwnedObject> configured)
    {
        final Installed old = installed.remove(owner);
        told.remove(owner);
        // By the index of the interface that they were installed on, should it have another name now.
        final Set<OwnedObject> objects = new LinkedHashSet<>(null == old ? List.of() : old.objects());
        objects.addAll(configured);
        final List<OwnedObject> deletions = new ArrayList<>(objects);
        Collections.reverse(deletions);
        return execute(deletions, List.of());
    }

    private AddressReport execute(final List<OwnedObject> deletions, final List<OwnedObject> additions)
    {
        final List<OwnedObject> objects = new ArrayList<>(deletions);
        objects.addAll(additions);
        final List<NetlinkCommand> batch = new ArrayList<>(objects.size());
        deletions.forEach((object) -> batch.add(object.delete()));
        additions.forEach((object) -> batch.add(object.add()));
        final List<String> changed = new ArrayList<>();
        final List<AddressFailure> failures = new ArrayList<>();
        try
        {
            final List<NetlinkOutcome> outcomes = commands.execute(batch);
            for (int i = 0; i < outcomes.size(); i++)
            {
                if (outcomes.get(i).isDone())
                {
                    changed.add(objects.get(i).text());
                }
                else if (outcomes.get(i).isFailure())
                {
                    failures.add(objects.get(i).failure(outcomes.get(i)));
                }
            }
        }
        catch (final NativeException ex)
        {
            failures.add(new AddressFailure(objects.size() + " addresses, routes and rules", ex.getMessage()));
        }
        return new AddressReport(changed, failures);
    }

    private AddressReport ensure(final Prepared entry)
    {
        AddressReport report = AddressReport.NONE;
        for (final VirtualMacSpec spec : entry.virtualMacs())
        {
            report = report.and(virtualMacs.ensure(spec));
        }
        final VrrpInstance instance = entry.instance();
        if (!instance.addresses().isPromotingSecondaries())
        {
            return report.and(AddressReport.ofFailures(settings.release(owner(instance))));
        }
        final String device = instance.adverts().interfaceName().orElse(defaultDevice);
        final String path = InterfaceSettings.path("ipv4", device, "promote_secondaries");
        try
        {
            settings.hold(owner(instance), path, 1);
            return report;
        }
        catch (final IOException ex)
        {
            return report.and(AddressReport.ofFailures(List.of(
                new AddressFailure("setting " + path, ex.toString()))));
        }
    }

    private AddressReport removeVirtualMacs(final Prepared old, final List<VirtualMacSpec> kept)
    {
        AddressReport report = AddressReport.NONE;
        for (final VirtualMacSpec spec : old.virtualMacs())
        {
            if (!kept.contains(spec))
            {
                report = report.and(virtualMacs.remove(spec));
            }
        }
        return report;
    }

    private AddressReport applyFilter()
    {
        return AddressReport.ofFailures(filter.apply(
            prepared.values().stream().map(Prepared::instance).toList()));
    }

    /** Failures that were told before are not told again. */
    private AddressReport tell(final String owner, final AddressReport report)
    {
        final List<AddressFailure> old = told.getOrDefault(owner, List.of());
        told.put(owner, report.failures());
        return new AddressReport(
            report.changed(), report.failures().stream().filter((failure) -> !old.contains(failure)).toList());
    }

    private AddressPlan plan(final VrrpInstance instance)
    {
        return AddressPlan.of(instance.addresses(), devices(instance), links);
    }

    private AddressDevices devices(final VrrpInstance instance)
    {
        final List<VirtualMacSpec> specs = specs(instance);
        final int first = instance.adverts().virtualMac().isPresent() ? 1 : 0;
        final Map<AddressDevices.Base, String> others = new HashMap<>();
        for (final VirtualMacSpec spec : specs.subList(first, specs.size()))
        {
            others.put(
                new AddressDevices.Base(spec.baseName(), spec.isIpv6()),
                virtualMacs.name(spec).orElse(spec.candidate(0)));
        }
        return new AddressDevices(
            instance.adverts().interfaceName().orElse(defaultDevice),
            instance.adverts().isIpv6(),
            0 == first ? Optional.empty() :
                Optional.of(virtualMacs.name(specs.get(0)).orElse(specs.get(0).candidate(0))),
            others);
    }

    private List<VirtualMacSpec> specs(final VrrpInstance instance)
    {
        final Prepared entry = prepared.get(instance.name());
        return null != entry && entry.instance().equals(instance) ?
            entry.virtualMacs() : VirtualMacSpec.of(instance, defaultDevice);
    }

    private static String owner(final VrrpInstance instance)
    {
        return "instance " + instance.name();
    }

    private record Prepared(VrrpInstance instance, List<VirtualMacSpec> virtualMacs)
    {
    }

    private record Installed(Supplier<AddressPlan> planner, List<OwnedObject> objects)
    {
    }
}
