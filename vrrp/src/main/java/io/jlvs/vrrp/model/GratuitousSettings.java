/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.concurrent.TimeUnit;

/**
 * How often a new master tells the neighbours where its addresses are (gratuitous ARP, unsolicited neighbour adverts).
 *
 * @param masterRepeat        rounds at once and again after the delay ({@code garp_master_repeat}).
 * @param masterDelayNs       until the second set, 0 for none ({@code garp_master_delay}).
 * @param lowerPriorityRepeat rounds after an advert of a lower priority.
 * @param lowerPriorityDelayNs until the second set of those, 0 for none.
 * @param refreshNs           between refreshes while master, 0 for none.
 * @param refreshRepeat       rounds of a refresh.
 * @param arpIntervalNs       between two ARP frames of an interface ({@code garp_interval}).
 * @param neighbourIntervalNs between two neighbour adverts of an interface ({@code gna_interval}).
 * @param extraIntervalNs     between rounds on the other interfaces of addresses, 0 for none ({@code garp_extra_if}).
 */
public record GratuitousSettings(
    int masterRepeat,
    long masterDelayNs,
    int lowerPriorityRepeat,
    long lowerPriorityDelayNs,
    long refreshNs,
    int refreshRepeat,
    long arpIntervalNs,
    long neighbourIntervalNs,
    long extraIntervalNs)
{
    /** What holds when nothing is written. */
    public static final GratuitousSettings DEFAULT = new GratuitousSettings(
        5, TimeUnit.SECONDS.toNanos(5), 5, TimeUnit.SECONDS.toNanos(5), 0, 1, 0, 0, 0);

    /**
     * Other gaps between frames.
     *
     * @param arpNs       as {@link #arpIntervalNs()}.
     * @param neighbourNs as {@link #neighbourIntervalNs()}.
     * @return the same otherwise.
     */
    public GratuitousSettings withIntervals(final long arpNs, final long neighbourNs)
    {
        return new GratuitousSettings(masterRepeat, masterDelayNs, lowerPriorityRepeat, lowerPriorityDelayNs,
            refreshNs, refreshRepeat, arpNs, neighbourNs, extraIntervalNs);
    }

    /**
     * Silence after adverts of a lower priority.
     *
     * @return the same otherwise.
     */
    public GratuitousSettings withoutLowerPriority()
    {
        return new GratuitousSettings(masterRepeat, masterDelayNs, 0, 0,
            refreshNs, refreshRepeat, arpIntervalNs, neighbourIntervalNs, extraIntervalNs);
    }

    /**
     * Nothing on the other interfaces of addresses.
     *
     * @return the same otherwise.
     */
    public GratuitousSettings withoutExtra()
    {
        return new GratuitousSettings(masterRepeat, masterDelayNs, lowerPriorityRepeat, lowerPriorityDelayNs,
            refreshNs, refreshRepeat, arpIntervalNs, neighbourIntervalNs, 0);
    }
}
