/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds up what an instance watches. Pure and immutable; which weights count says {@link TrackList}.
 * <p>
 * A positive weight is added while the thing is well, a negative one while it has failed; {@code reverse} turns the
 * sign. Without a weight a failure (with {@code reverse}: a success) is a fault. A file adds its number times the
 * weight: at -254 and below it is a fault, and it adds 253 at most. The sum stays in 1..254; the owner of the
 * addresses keeps 255.
 * <p>
 * Beyond keepalived: a director that cannot forward makes it 1, so that any other machine is preferred and the
 * addresses are only kept as long as nobody else is there. An owner's priority cannot be lowered; for it, that is a
 * fault.
 */
public final class PriorityTally
{
    private static final int LOWEST_PRIORITY = 1;
    private static final int HIGHEST_PRIORITY = 254;
    private static final int FILE_FAULT = -254;
    private static final int HIGHEST_FILE_CONTRIBUTION = 253;

    private final VrrpInstance instance;
    private final TrackList list;

    /**
     * Of an instance.
     *
     * @param configuration that it belongs to, for its sync group.
     * @param instance      of that configuration.
     */
    public PriorityTally(final VrrpConfiguration configuration, final VrrpInstance instance)
    {
        this.instance = instance;
        this.list = TrackList.of(configuration, instance);
    }

    /**
     * Add up.
     *
     * @param facts what is known.
     * @return priority and faults.
     */
    public Tally tally(final TrackedFacts facts)
    {
        final Sum sum = new Sum();
        if (facts.withoutSource().contains(instance.name()))
        {
            sum.faults.add("no " + (instance.adverts().isIpv6() ? "IPv6" : "IPv4") + " address for interface");
        }
        for (final Tracked tracked : list.interfaces())
        {
            sum.add(tracked, facts.interfaces().getOrDefault(tracked.name(), Health.DOWN), "interface %s");
        }
        for (final Tracked tracked : list.scripts())
        {
            final Health health = health(facts.scripts(), tracked);
            if (health == Health.UNKNOWN && tracked.weight() == 0)
            {
                sum.waitingFor.add(tracked.name());
            }
            sum.add(tracked, health, "script %s");
        }
        for (final Tracked tracked : list.files())
        {
            sum.addFile(tracked, facts.files().getOrDefault(tracked.name(), 0L));
        }
        for (final Tracked tracked : list.processes())
        {
            sum.add(tracked, health(facts.processes(), tracked), "process %s");
        }
        facts.directorFault().ifPresent((reason) ->
            (isOwner() ? sum.faults : sum.reasons).add("director cannot forward: " + reason));

        return new Tally(priority(sum.contribution, facts), sum.faults, sum.waitingFor, sum.reasons);
    }

    private int priority(final long contribution, final TrackedFacts facts)
    {
        if (isOwner())
        {
            return ElectionSettings.OWNER_PRIORITY;
        }

        return facts.directorFault().isPresent() ?
            LOWEST_PRIORITY :
            (int)Math.max(
                LOWEST_PRIORITY, Math.min(HIGHEST_PRIORITY, instance.election().priority() + contribution));
    }

    private boolean isOwner()
    {
        return ElectionSettings.OWNER_PRIORITY == instance.election().priority();
    }

    private static Health health(final Map<String, Health> healthByName, final Tracked tracked)
    {
        return healthByName.getOrDefault(tracked.name(), Health.UNKNOWN);
    }

    /**
     * What has been added so far.
     */
    private static final class Sum
    {
        private final List<String> faults = new ArrayList<>();
        private final List<String> waitingFor = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private long contribution;

        private void add(final Tracked tracked, final Health health, final String title)
        {
            if (health != Health.UP && health != Health.DOWN)
            {
                return;
            }
            final boolean isUp = health == Health.UP;
            final String words = String.format(title, tracked.name()) + (isUp ? " up" : " down");
            if (tracked.weight() == 0)
            {
                if (isUp == tracked.isReverse())
                {
                    faults.add(words);
                }
            }
            else if (isUp == 0 < tracked.weight())
            {
                contribute(tracked.isReverse() ? -tracked.weight() : tracked.weight(), words);
            }
        }

        private void addFile(final Tracked tracked, final long number)
        {
            final String words = "file " + tracked.name() + " " + number;
            final long product = number * tracked.weight() * (tracked.isReverse() ? -1 : 1);
            final boolean isFault = tracked.weight() == 0 ?
                (number == 0) == tracked.isReverse() :
                product <= FILE_FAULT;
            if (isFault)
            {
                faults.add(words);
            }
            else if (product != 0)
            {
                contribute(Math.min(HIGHEST_FILE_CONTRIBUTION, product), words);
            }
        }

        private void contribute(final long weight, final String words)
        {
            contribution += weight;
            reasons.add(String.format("%+d %s", weight, words));
        }
    }
}
