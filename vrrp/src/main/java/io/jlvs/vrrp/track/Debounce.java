/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

/**
 * Believes a change only after it has lasted. Pure; times are those of the caller's monotonic clock. Single-threaded.
 */
final class Debounce
{
    /** A time that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    private boolean isUp;
    private long deadlineNs = NEVER;

    Debounce(final boolean isUp)
    {
        this.isUp = isUp;
    }

    /**
     * Somebody has looked.
     *
     * @param isSeenUp what was seen.
     * @param delayNs  that a change to it has to last.
     * @param nowNs    time.
     * @return true if {@link #isUp()} has changed.
     */
    boolean onValue(final boolean isSeenUp, final long delayNs, final long nowNs)
    {
        if (isSeenUp == isUp)
        {
            deadlineNs = NEVER;
        }
        else if (deadlineNs == NEVER)
        {
            deadlineNs = nowNs + delayNs;
        }
        return onTime(nowNs);
    }

    /**
     * Time has passed.
     *
     * @param nowNs time.
     * @return true if {@link #isUp()} has changed.
     */
    boolean onTime(final long nowNs)
    {
        if (deadlineNs == NEVER || nowNs < deadlineNs)
        {
            return false;
        }
        deadlineNs = NEVER;
        isUp = !isUp;
        return true;
    }

    boolean isUp()
    {
        return isUp;
    }

    /**
     * When {@link #onTime(long)} is due.
     *
     * @return time, or {@link #NEVER}.
     */
    long deadlineNs()
    {
        return deadlineNs;
    }
}
