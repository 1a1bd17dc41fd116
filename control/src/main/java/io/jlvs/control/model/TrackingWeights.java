/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Position;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.Tracked;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes weights out of what is tracked where a priority must not change, as keepalived does.
 */
final class TrackingWeights
{
    private static final int DEFAULT_FILE_WEIGHT = 1;

    private final BlockReport report;
    private final Position position;

    TrackingWeights(final BlockReport report, final Position position)
    {
        this.report = report;
        this.position = position;
    }

    /** The owner of the addresses has priority 255 whatever happens. */
    TrackSettings removedForOwner(final TrackSettings settings)
    {
        return removed(settings, "the priority is 255", false);
    }

    /** Members of a group move together. */
    TrackSettings removedForGroup(final TrackSettings settings, final String group)
    {
        return removed(settings, "it is in vrrp_sync_group " + group, true);
    }

    /** A group with an owner keeps what it tracks, without weights. */
    TrackSettings cleared(final TrackSettings settings)
    {
        final UnaryOperator<List<Tracked>> clear = (list) -> list.stream().map(this::cleared).toList();

        return new TrackSettings(
            clear.apply(settings.interfaces()),
            clear.apply(settings.scripts()),
            clear.apply(settings.files()),
            clear.apply(settings.processes()),
            settings.isIgnoringOwnInterface(),
            settings.isTrackingSource());
    }

    private Tracked cleared(final Tracked tracked)
    {
        if (tracked.weight() != 0)
        {
            report.error(position, "the weight of '" + tracked.name() +
                "' is not used, because a member has priority 255");
        }

        return new Tracked(tracked.name(), 0, tracked.isReverse());
    }

    private TrackSettings removed(final TrackSettings settings, final String reason, final boolean isGroup)
    {
        return new TrackSettings(
            settings.interfaces().stream()
                .map((tracked) -> isGroup ? unweighted(tracked, reason) : tracked)
                .filter((tracked) -> isUnweighted(tracked, reason)).toList(),
            settings.scripts().stream().filter((tracked) -> isUnweighted(tracked, reason)).toList(),
            settings.files().stream()
                .map((tracked) -> DEFAULT_FILE_WEIGHT == tracked.weight() ? unweighted(tracked, reason) : tracked)
                .filter((tracked) -> isUnweighted(tracked, reason)).toList(),
            settings.processes().stream().filter((tracked) -> isUnweighted(tracked, reason)).toList(),
            settings.isIgnoringOwnInterface(),
            settings.isTrackingSource());
    }

    private Tracked unweighted(final Tracked tracked, final String reason)
    {
        if (0 == tracked.weight())
        {
            return tracked;
        }
        report.error(position, "the weight of '" + tracked.name() + "' is not used, because " + reason +
            "; write 'weight 0', with which a failure is a fault");

        return new Tracked(tracked.name(), 0, tracked.isReverse());
    }

    private boolean isUnweighted(final Tracked tracked, final String reason)
    {
        if (tracked.weight() != 0)
        {
            report.error(position, "'" + tracked.name() + "' with weight " + tracked.weight() +
                " is not tracked, because " + reason);
        }

        return 0 == tracked.weight();
    }
}
