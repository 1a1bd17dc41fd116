/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import io.jlvs.control.realserver.RealServerRecord.ChangedSetting;
import io.jlvs.control.realserver.RealServerRecord.HeldAddress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code start} and {@code stop} do as a shell script, for a host that need not be this one: it takes nothing for
 * granted but that {@code lo} and interfaces without a module exist, and may run twice.
 */
public final class RealServerScript
{
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._:/=@%+-]+");

    private RealServerScript()
    {
    }

    /**
     * Script that holds virtual addresses.
     *
     * @param placements wanted.
     * @return text for sh(1).
     */
    public static String start(final Collection<Placement> placements)
    {
        final HostSnapshot bare = bare(placements);
        final List<Step> steps =
            new ArrayList<>(RealServerPlan.interfaces(RealServerRecord.EMPTY, placements, bare).steps());
        steps.addAll(RealServerPlan.start(RealServerRecord.EMPTY, placements, bare).steps());

        return text(steps);
    }

    /**
     * Script that gives virtual addresses up and puts the kernel's own values (0) in the place of those of the start
     * script.
     *
     * @param placements not wanted any more.
     * @return text for sh(1).
     */
    public static String stop(final Collection<Placement> placements)
    {
        final List<RequiredSetting> settings = RequiredSetting.of(placements, true);
        final List<Tunnel> tunnels =
            placements.stream().map((placement) -> Tunnel.ofInterface(placement.interfaceName()))
                .flatMap(Optional::stream).distinct().toList();
        final RealServerRecord record = new RealServerRecord(
            List.of(),
            tunnels.stream().map(Tunnel::interfaceName).toList(),
            placements.stream().map((placement) -> new HeldAddress(placement, true)).toList(),
            settings.stream()
                .map((setting) -> new ChangedSetting(setting.sysctl(), 0, setting.wanted())).toList());
        final HostSnapshot started = new HostSnapshot(
            placements.stream().collect(Collectors.groupingBy(
                Placement::interfaceName, Collectors.mapping(Placement::address, Collectors.toSet()))),
            Set.copyOf(record.links()),
            settings.stream().collect(Collectors.toMap(RequiredSetting::sysctl, RequiredSetting::wanted)));

        return text(RealServerPlan.stop(record, placements, started).steps());
    }

    /**
     * A script of steps.
     *
     * @param steps in order.
     * @return text for sh(1), which ends at the first command that fails.
     */
    public static String text(final List<Step> steps)
    {
        final StringBuilder text = new StringBuilder("#!/bin/sh\nset -e\n");
        for (final Step step : steps)
        {
            text.append(step.command().stream().map(RealServerScript::word).collect(Collectors.joining(" ")))
                .append('\n');
        }

        return text.toString();
    }

    private static HostSnapshot bare(final Collection<Placement> placements)
    {
        final Map<String, Set<InetAddress>> addresses = new HashMap<>();
        final Set<String> up = new HashSet<>();
        placements.stream().map(Placement::interfaceName)
            .filter((name) -> Tunnel.ofInterface(name).isEmpty())
            .forEach((name) ->
            {
                addresses.put(name, Set.of());
                up.add(name);
            });
        final Map<Sysctl, Integer> settings = new HashMap<>();
        // A value that is never enough, so that every setting is written.
        RequiredSetting.of(placements, true).forEach((setting) -> settings.put(setting.sysctl(), Integer.MIN_VALUE));

        return new HostSnapshot(addresses, up, settings);
    }

    private static String word(final String word)
    {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
