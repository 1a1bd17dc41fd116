/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import io.jlvs.control.realserver.RealServerRecord.ChangedSetting;
import io.jlvs.control.realserver.RealServerRecord.HeldAddress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to do to set a real server up or to take it down. Pure.
 *
 * @param record what to remember, written before the first step: a step that was recorded and not done is harmless.
 * @param steps  in this order.
 * @param notes  for the operator.
 */
public record RealServerPlan(RealServerRecord record, List<Step> steps, List<String> notes)
{
    /**
     * Make interfaces that are missing: part one of setting up, because the settings of an interface can be read when
     * it is there.
     *
     * @param record     of earlier runs.
     * @param placements wanted.
     * @param host       as it is.
     * @return the plan.
     * @throws RealServerException if an interface is missing that no module brings.
     */
    public static RealServerPlan interfaces(
        final RealServerRecord record, final Collection<Placement> placements, final HostSnapshot host)
    {
        RealServerRecord changed = record;
        final List<Step> steps = new ArrayList<>();
        for (final String name : placements.stream().map(Placement::interfaceName).distinct().toList())
        {
            if (!host.hasInterface(name))
            {
                final Tunnel tunnel = Tunnel.ofInterface(name).orElseThrow(() -> new RealServerException(
                    "there is no interface " + name + " on this host: 'ip link' lists those that are there"));
                changed = changed.tunnels().contains(tunnel) ? changed : changed.with(tunnel);
                steps.add(new Step.LoadTunnel(tunnel));
            }
            if (!host.up().contains(name))
            {
                changed = changed.links().contains(name) ? changed : changed.withLink(name);
                steps.add(new Step.SetLink(name, true));
            }
        }

        return new RealServerPlan(changed, steps, List.of());
    }

    /**
     * Hold virtual addresses: settings first, so that the address is never announced, then addresses.
     *
     * @param record     of earlier runs.
     * @param placements wanted; their interfaces exist.
     * @param host       as it is.
     * @return the plan; without steps if everything is there.
     */
    public static RealServerPlan start(
        final RealServerRecord record, final Collection<Placement> placements, final HostSnapshot host)
    {
        RealServerRecord changed = record;
        final List<Step> steps = new ArrayList<>();
        for (final RequiredSetting setting : RequiredSetting.of(placements, host.isStrictForAll()))
        {
            final Integer value = host.settings().get(setting.sysctl());
            if (null == value)
            {
                throw new RealServerException(
                    "this kernel has no setting " + setting.sysctl() + " (" + setting.sysctl().file() +
                    "), which a real server needs: without IPv4 in the kernel there are no IPv4 addresses either");
            }
            if (!setting.sufficient().contains(value))
            {
                final int before = recorded(changed, setting.sysctl()).map(ChangedSetting::before).orElse(value);
                changed = changed.with(new ChangedSetting(setting.sysctl(), before, setting.wanted()));
                steps.add(new Step.WriteSetting(setting.sysctl(), setting.wanted()));
            }
        }
        for (final Placement placement : placements)
        {
            final boolean isPresent = host.has(placement);
            if (!isPresent)
            {
                steps.add(new Step.AddAddress(placement));
            }
            if (!isPresent || changed.held(placement).isEmpty())
            {
                changed = changed.with(new HeldAddress(placement, !isPresent));
            }
        }

        return new RealServerPlan(changed, steps, List.of());
    }

    /**
     * Give virtual addresses up. What the remaining ones need stays.
     *
     * @param record     of earlier runs.
     * @param placements not wanted any more.
     * @param host       as it is.
     * @return the plan.
     */
    public static RealServerPlan stop(
        final RealServerRecord record, final Collection<Placement> placements, final HostSnapshot host)
    {
        final List<Step> steps = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        for (final Placement placement : placements)
        {
            final Optional<HeldAddress> held = record.held(placement);
            if (host.has(placement) && held.isPresent() && held.get().isAdded())
            {
                steps.add(new Step.DeleteAddress(placement));
            }
            else if (host.has(placement))
            {
                notes.add(placement + " was there before 'jlvs realserver start': it stays; remove it with '" +
                    String.join(" ", new Step.DeleteAddress(placement).command()) + "'");
            }
        }
        final List<HeldAddress> addresses =
            record.addresses().stream().filter((held) -> !placements.contains(held.placement())).toList();
        final List<Placement> left = addresses.stream().map(HeldAddress::placement).toList();
        final List<ChangedSetting> settings = undoSettings(record, left, host, steps, notes);
        final Set<String> names = left.stream().map(Placement::interfaceName).collect(Collectors.toSet());
        final List<String> links = undoLinks(record, names, host, steps);
        final List<Tunnel> tunnels = undoTunnels(record, names, host, steps);

        return new RealServerPlan(new RealServerRecord(tunnels, links, addresses, settings), steps, notes);
    }

    /** Back to what was there before, unless someone else has changed it since. Returns what remains changed. */
    private static List<ChangedSetting> undoSettings(
        final RealServerRecord record,
        final List<Placement> left,
        final HostSnapshot host,
        final List<Step> steps,
        final List<String> notes)
    {
        final Set<Sysctl> needed = RequiredSetting.of(left, host.isStrictForAll()).stream()
            .map(RequiredSetting::sysctl).collect(Collectors.toSet());
        final List<ChangedSetting> remaining = new ArrayList<>();
        for (final ChangedSetting setting : record.settings())
        {
            final Integer value = host.settings().get(setting.sysctl());
            if (needed.contains(setting.sysctl()))
            {
                remaining.add(setting);
            }
            else if (null != value && value == setting.after())
            {
                steps.add(new Step.WriteSetting(setting.sysctl(), setting.before()));
            }
            else if (null != value && value != setting.before())
            {
                notes.add(setting.sysctl() + " is " + value + ", not the " + setting.after() +
                    " that 'jlvs realserver start' wrote: it stays; before it was " + setting.before());
            }
        }

        return remaining;
    }

    private static List<String> undoLinks(
        final RealServerRecord record, final Set<String> needed, final HostSnapshot host, final List<Step> steps)
    {
        record.links().stream()
            .filter((name) -> !needed.contains(name) && host.up().contains(name))
            .forEach((name) -> steps.add(new Step.SetLink(name, false)));
        return record.links().stream().filter(needed::contains).toList();
    }

    private static List<Tunnel> undoTunnels(
        final RealServerRecord record, final Set<String> needed, final HostSnapshot host, final List<Step> steps)
    {
        record.tunnels().stream()
            .filter((tunnel) -> !needed.contains(tunnel.interfaceName()) && host.hasInterface(tunnel.interfaceName()))
            .forEach((tunnel) -> steps.add(new Step.UnloadTunnel(tunnel)));
        return record.tunnels().stream().filter((tunnel) -> needed.contains(tunnel.interfaceName())).toList();
    }

    private static Optional<ChangedSetting> recorded(final RealServerRecord record, final Sysctl sysctl)
    {
        return record.settings().stream().filter((setting) -> setting.sysctl().equals(sysctl)).findFirst();
    }
}
