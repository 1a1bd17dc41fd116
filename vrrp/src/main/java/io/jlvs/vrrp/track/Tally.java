/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import java.util.List;

/**
 * What everything that an instance watches adds up to.
 *
 * @param priority   effective, 1..255.
 * @param faults     why the instance may not take part, in words for the log; none if it may.
 * @param waitingFor scripts without a weight that have not ended yet: until they have, the instance does not begin.
 * @param reasons    for a priority other than the configured one, in words for the log.
 */
public record Tally(int priority, List<String> faults, List<String> waitingFor, List<String> reasons)
{
    /**
     * Keep copies.
     */
    public Tally
    {
        faults = List.copyOf(faults);
        waitingFor = List.copyOf(waitingFor);
        reasons = List.copyOf(reasons);
    }

    /**
     * Whether something that it needs has failed.
     *
     * @return true if the instance may not take part.
     */
    public boolean isFaulty()
    {
        return !faults.isEmpty();
    }

    /**
     * Whether it may begin.
     *
     * @return false while the first result of a script is missing.
     */
    public boolean isReady()
    {
        return waitingFor.isEmpty();
    }
}
