/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpInstance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one instance really tracks, of its own lines, those of its sync group, and its own interface, by keepalived's
 * rules for weights:
 * <ul>
 * <li>An instance in a sync group without {@code sync_group_tracking_weight}, and one that owns its addresses, has no
 * weights of its own: a tracked interface then counts as a fault (of an owner: not at all), a file with weight 1, the
 * default, as well, all else that has a weight is not tracked. keepalived 2.2.7 forgets this for the processes of a
 * sync group; here they are treated alike.</li>
 * <li>What the group tracks counts for each member alike, with weights unless a member owns its addresses.</li>
 * <li>What both name has the weight of the group, unless the member's own is 0.</li>
 * </ul>
 *
 * @param interfaces the own one first.
 * @param scripts    by which weight.
 * @param files      by which weight.
 * @param processes  by which weight.
 */
record TrackList(List<Tracked> interfaces, List<Tracked> scripts, List<Tracked> files, List<Tracked> processes)
{
    private static final int DEFAULT_FILE_WEIGHT = 1;

    /**
     * Of an instance.
     *
     * @param configuration that it belongs to.
     * @param instance      of that configuration.
     * @return the list.
     */
    static TrackList of(final VrrpConfiguration configuration, final VrrpInstance instance)
    {
        final Optional<SyncGroup> group = configuration.groups().stream()
            .filter((candidate) -> candidate.members().contains(instance.name()))
            .findFirst();
        final boolean isOwner = isOwner(instance);
        final boolean isWeightless = isOwner || group.isPresent() && !group.get().isAllowingWeights();
        final boolean isGroupWeightless = group.isPresent() && configuration.instances().stream()
            .anyMatch((member) -> isOwner(member) && group.get().members().contains(member.name()));

        return new TrackList(
            merge(
                interfaces(instance, isWeightless, isOwner),
                ofGroup(group, TrackSettings::interfaces, isGroupWeightless)),
            merge(
                unweighted(instance.tracking().scripts(), isWeightless),
                ofGroup(group, TrackSettings::scripts, isGroupWeightless)),
            merge(
                files(instance.tracking().files(), isWeightless),
                ofGroup(group, TrackSettings::files, isGroupWeightless)),
            merge(
                unweighted(instance.tracking().processes(), isWeightless),
                ofGroup(group, TrackSettings::processes, isGroupWeightless)));
    }

    private static boolean isOwner(final VrrpInstance instance)
    {
        return instance.election().priority() == ElectionSettings.OWNER_PRIORITY;
    }

    private static List<Tracked> interfaces(
        final VrrpInstance instance, final boolean isWeightless, final boolean isOwner)
    {
        final List<Tracked> result = new ArrayList<>();
        final Optional<String> own = instance.adverts().interfaceName();
        if (own.isPresent() && !instance.tracking().isIgnoringOwnInterface())
        {
            result.add(new Tracked(own.get(), 0, false));
        }
        for (final Tracked tracked : instance.tracking().interfaces())
        {
            if (!(isOwner && tracked.weight() != 0) && result.stream().noneMatch((other) -> isSame(other, tracked)))
            {
                result.add(isWeightless ? withoutWeight(tracked) : tracked);
            }
        }
        return result;
    }

    private static List<Tracked> files(final List<Tracked> files, final boolean isWeightless)
    {
        return isWeightless ?
            files.stream()
                .filter((file) -> file.weight() == 0 || file.weight() == DEFAULT_FILE_WEIGHT)
                .map(TrackList::withoutWeight)
                .toList() :
            files;
    }

    private static List<Tracked> unweighted(final List<Tracked> all, final boolean isWeightless)
    {
        return isWeightless ? all.stream().filter((tracked) -> tracked.weight() == 0).toList() : all;
    }

    private static List<Tracked> ofGroup(
        final Optional<SyncGroup> group,
        final Function<TrackSettings, List<Tracked>> kind,
        final boolean isWeightless)
    {
        final List<Tracked> all = group.map(SyncGroup::tracking).map(kind).orElse(List.of());

        return isWeightless ? all.stream().map(TrackList::withoutWeight).toList() : all;
    }

    private static List<Tracked> merge(final List<Tracked> own, final List<Tracked> ofGroup)
    {
        final Map<String, Tracked> result = new LinkedHashMap<>();
        own.forEach((tracked) -> result.put(tracked.name(), tracked));
        ofGroup.forEach((tracked) -> result.merge(
            tracked.name(), tracked, (mine, theirs) -> mine.weight() == 0 ? mine : theirs));

        return List.copyOf(result.values());
    }

    private static Tracked withoutWeight(final Tracked tracked)
    {
        return new Tracked(tracked.name(), 0, tracked.isReverse());
    }

    private static boolean isSame(final Tracked one, final Tracked other)
    {
        return one.name().equals(other.name());
    }
}
