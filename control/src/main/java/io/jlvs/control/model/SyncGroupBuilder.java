/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.VrrpInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds one {@code vrrp_sync_group} and adapts its members.
 */
final class SyncGroupBuilder
{
    private final ConfigNode node;
    private final String name;
    private final VrrpSurroundings surroundings;
    private final Map<String, VrrpInstance> instances;
    private final List<SyncGroup> others;
    private final Values values;
    private final BlockReport report;

    SyncGroupBuilder(
        final ConfigNode node,
        final VrrpSurroundings surroundings,
        final Map<String, VrrpInstance> instances,
        final List<SyncGroup> others)
    {
        this.node = node;
        this.name = node.arguments().get(0).text();
        this.surroundings = surroundings;
        this.instances = instances;
        this.others = others;
        this.values = new Values(node, surroundings.diagnostics());
        this.report = new BlockReport("vrrp_sync_group " + name, surroundings.diagnostics());
    }

    /**
     * Build it; members in the map are replaced.
     *
     * @return the group, or empty if it has no member.
     */
    Optional<SyncGroup> build()
    {
        final List<String> members = members();
        if (members.isEmpty())
        {
            report.error(node.position(), "has no member; write 'group { INSTANCE }'; it is left out");
            return Optional.empty();
        }
        if (1 == members.size())
        {
            report.warning(node.position(), "has only one member, " + members.get(0) +
                ", which probably is not what you want");
        }

        final boolean isAllowingWeights = isAllowingWeights();
        final long owners = members.stream().filter((member) -> isOwner(instances.get(member))).count();
        if (owners > 0 && owners < members.size())
        {
            report.error(node.position(), "some members have priority 255 and some have not; this will not work");
        }
        final Optional<Boolean> isTellingPriority = values.bool("notify_priority_changes");
        final boolean isAllMaster = owners == members.size() &&
            members.stream().allMatch((member) -> instances.get(member).election().isInitialMaster());
        for (final String member : members)
        {
            instances.put(member,
                adapted(instances.get(member), isAllowingWeights, isAllMaster, isTellingPriority));
        }
        final TrackSettings tracking = new TrackSettingsBuilder(
            values, report, surroundings.catalogue(), surroundings.interfaces()).build(Optional.empty(), false);

        return Optional.of(new SyncGroup(
            name,
            members,
            owners > 0 ? new TrackingWeights(report, node.position()).cleared(tracking) : tracking,
            new NotifySettingsBuilder(values, report, surroundings.scripts()).build(
                isTellingPriority.orElse(surroundings.defaults().isTellingPriority())),
            isAllowingWeights));
    }

    private List<String> members()
    {
        final List<String> members = new ArrayList<>();
        for (final ConfigNode line : values.entries("group"))
        {
            final Optional<SyncGroup> other =
                others.stream().filter((group) -> group.members().contains(line.name())).findFirst();
            if (!instances.containsKey(line.name()))
            {
                report.error(line.position(), "there is no vrrp_instance '" + line.name() + "'; it is left out");
            }
            else if (other.isPresent() || members.contains(line.name()))
            {
                report.error(line.position(), "vrrp_instance " + line.name() + " is already in vrrp_sync_group " +
                    other.map(SyncGroup::name).orElse(name) + "; it is left out here");
            }
            else
            {
                members.add(line.name());
            }
        }

        return List.copyOf(members);
    }

    private boolean isAllowingWeights()
    {
        values.line("global_tracking").ifPresent((line) -> report.warning(line.position(), "'global_tracking' is the " +
            "old name of 'sync_group_tracking_weight'; write that, and what all members track in the group"));

        return values.line("sync_group_tracking_weight", "global_tracking").isPresent();
    }

    private static boolean isOwner(final VrrpInstance instance)
    {
        return ElectionSettings.OWNER_PRIORITY == instance.election().priority();
    }

    /** Members begin as masters only if all may, and have no weights of their own unless the group allows them. */
    private VrrpInstance adapted(
        final VrrpInstance member,
        final boolean isAllowingWeights,
        final boolean isAllMaster,
        final Optional<Boolean> isTellingPriority)
    {
        final ElectionSettings election = member.election();
        final BlockReport memberReport =
            new BlockReport("vrrp_instance " + member.name(), surroundings.diagnostics());
        final TrackSettings tracking = isAllowingWeights ? member.tracking() :
            new TrackingWeights(memberReport, node.position()).removedForGroup(member.tracking(), name);

        return new VrrpInstance(
            member.name(),
            election.withInitialMaster(election.isInitialMaster() && isAllMaster),
            member.adverts(),
            member.addresses(),
            tracking,
            telling(member, isTellingPriority),
            member.place());
    }

    /** A group's word on priority changes holds for members that say nothing themselves. */
    private NotifySettings telling(final VrrpInstance member, final Optional<Boolean> isTellingPriority)
    {
        final NotifySettings own = member.notification();

        return new NotifySettings(own.onMaster(), own.onBackup(), own.onFault(), own.onStop(), own.onDeleted(),
            own.onAny(), own.onLowerPriority(), isTellingPriority.orElse(own.isTellingPriority()));
    }
}
