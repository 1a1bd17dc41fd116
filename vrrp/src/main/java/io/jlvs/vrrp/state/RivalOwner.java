/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * Another router of priority 255 and a lower address that this owner has heard. It gets two adverts and a little more
 * than an interval to give way; if it does not, this one lowers its own priority, so that there is one master.
 *
 * @param advertsLeft until it is watched; 0 if there is none.
 * @param intervalNs  between its adverts.
 * @param untilNs     an advert of it before this makes this owner give way; NEVER while it is not watched.
 */
public record RivalOwner(int advertsLeft, long intervalNs, long untilNs)
{
    /** Nobody else claims to be the owner. */
    public static final RivalOwner NONE = new RivalOwner(0, 0, NEVER);

    private static final int ADVERTS = 2;

    static RivalOwner heard(final long intervalNs)
    {
        return new RivalOwner(ADVERTS, intervalNs, NEVER);
    }

    boolean isKnown()
    {
        return advertsLeft > 0 || isWatched();
    }

    boolean isWatched()
    {
        return untilNs != NEVER;
    }

    /**
     * An advert has been sent; also one that answers the rival counts, else a rival of a shorter interval would put the
     * timer off for ever.
     */
    RivalOwner afterAdvert(final long nowNs, final long ownIntervalNs)
    {
        if (0 == advertsLeft)
        {
            return this;
        }

        return 1 == advertsLeft ?
            new RivalOwner(0, intervalNs, nowNs + Math.max(intervalNs, ownIntervalNs) * 12 / 10) :
            new RivalOwner(advertsLeft - 1, intervalNs, NEVER);
    }
}
