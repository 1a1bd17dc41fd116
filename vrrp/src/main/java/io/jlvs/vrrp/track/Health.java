/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

/**
 * How a tracked script, process or link is.
 */
public enum Health
{
    /** Nobody has looked yet. */
    UNKNOWN,
    /** Well. */
    UP,
    /** Failed. */
    DOWN,
    /** It cannot be looked at and counts for nothing, as if it were not tracked. */
    IGNORED;

    static Health of(final boolean isUp)
    {
        return isUp ? UP : DOWN;
    }
}
