/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

/**
 * When a service has its quorum: the weights of its live servers together reach {@code quorum}; losing and gaining are
 * {@code hysteresis} apart (keepalived's {@code update_quorum_state}).
 *
 * @param quorum     sum of weights wanted.
 * @param hysteresis distance.
 */
public record QuorumPolicy(long quorum, long hysteresis)
{
    /**
     * The sum that decides.
     *
     * @param isUp whether the service has its quorum now.
     * @return gained at this sum or above, lost below it.
     */
    public long threshold(final boolean isUp)
    {
        return quorum + (isUp ? -hysteresis : hysteresis);
    }

    /**
     * Whether the service has its quorum with these weights.
     *
     * @param isUp    whether it has it now.
     * @param weights sum over live servers.
     * @return true if it has.
     */
    public boolean isReached(final boolean isUp, final long weights)
    {
        return weights >= threshold(isUp) && (weights > 0 || !isUp);
    }
}
