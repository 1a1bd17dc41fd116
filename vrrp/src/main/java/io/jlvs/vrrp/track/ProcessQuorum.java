/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackProcess;

/**
 * Whether enough processes run, and not too many, after the delays. Pure. Single-threaded.
 */
final class ProcessQuorum
{
    private final TrackProcess tracked;
    private final Debounce debounce;
    private int count;

    /**
     * Begin without a delay.
     *
     * @param tracked settings.
     * @param count   of processes that run.
     */
    ProcessQuorum(final TrackProcess tracked, final int count)
    {
        this.tracked = tracked;
        this.count = count;
        this.debounce = new Debounce(isQuorum(count));
    }

    int count()
    {
        return count;
    }

    TrackProcess tracked()
    {
        return tracked;
    }

    /**
     * Somebody has counted.
     *
     * @param newCount of processes that run.
     * @param nowNs    time.
     * @return true if {@link #health()} has changed.
     */
    boolean onCount(final int newCount, final long nowNs)
    {
        final long delayNs = count < newCount ? tracked.forkDelayNs() : tracked.terminateDelayNs();
        count = newCount;

        return debounce.onValue(isQuorum(newCount), delayNs, nowNs);
    }

    Health health()
    {
        return Health.of(debounce.isUp());
    }

    private boolean isQuorum(final int processes)
    {
        return tracked.quorum() <= processes && processes <= tracked.quorumMaximum();
    }
}
