/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.failover;

/**
 * What happens to the first director, which has the higher priority. In this order each one leads to the next.
 */
public enum Event
{
    /** VRRP is stopped in order. */
    STOP("stopped", false),
    /** And started again. */
    START("started again", true),
    /** VRRP is killed with SIGKILL. */
    KILL("killed", false),
    /** And started again. */
    START_AFTER_KILL("started after the kill", true),
    /** The cable is cut. */
    CUT("link cut", false),
    /** And mended. */
    MEND("link mended", true),
    /** All its processes are stopped with SIGSTOP: nothing answers, as after a power cut. */
    FREEZE("frozen", false),
    /** And go on. */
    THAW("goes on", true);

    private final String label;
    private final boolean isReturn;

    Event(final String label, final boolean isReturn)
    {
        this.label = label;
        this.isReturn = isReturn;
    }

    /**
     * For reports.
     *
     * @return a few words.
     */
    public String label()
    {
        return label;
    }

    /**
     * Whether the first director has the address after it.
     *
     * @return false if the second one has it.
     */
    public boolean isReturn()
    {
        return isReturn;
    }
}
