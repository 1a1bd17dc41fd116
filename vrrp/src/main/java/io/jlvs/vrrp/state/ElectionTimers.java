/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.VrrpVersion;

import java.util.concurrent.TimeUnit;

/**
 * The intervals of RFC 3768 section 6.1 and RFC 9568 section 6.1. Immutable.
 */
public final class ElectionTimers
{
    private static final int PRIORITIES = 256;

    private final ElectionSettings settings;

    /**
     * Timers of an instance.
     *
     * @param settings of it.
     */
    public ElectionTimers(final ElectionSettings settings)
    {
        this.settings = settings;
    }

    /**
     * What a backup waits beyond the adverts, so that the one of the highest priority is first.
     *
     * @param priority         effective, 1..255.
     * @param masterIntervalNs between adverts of the master.
     * @return nanoseconds.
     */
    public long skewNs(final int priority, final long masterIntervalNs)
    {
        final long unitNs = VrrpVersion.V2 == settings.version() ? TimeUnit.SECONDS.toNanos(1) : masterIntervalNs;
        final int rank = ElectionSettings.OWNER_PRIORITY == settings.priority() ? settings.priority() : priority;
        return (PRIORITIES - rank) * unitNs / PRIORITIES;
    }

    /**
     * After which time without an advert the master is down.
     *
     * @param priority         effective, 1..255.
     * @param masterIntervalNs between adverts of the master.
     * @return nanoseconds.
     */
    public long downNs(final int priority, final long masterIntervalNs)
    {
        return settings.downTimerAdverts() * masterIntervalNs + skewNs(priority, masterIntervalNs);
    }

    /**
     * How late a master may serve its timer: beyond this its last advert is so old that a backup may have taken over.
     *
     * @return nanoseconds.
     */
    public long masterLatenessLimitNs()
    {
        return Math.max(1, settings.downTimerAdverts() - 1) * settings.advertIntervalNs();
    }

    /**
     * How late a backup may serve its timer: beyond this it has slept over an advert of a living master.
     *
     * @param masterIntervalNs between adverts of the master.
     * @return nanoseconds.
     */
    public long backupLatenessLimitNs(final long masterIntervalNs)
    {
        return masterIntervalNs;
    }
}
