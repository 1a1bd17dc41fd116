/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;

/**
 * A block {@code vrrp_track_process}.
 *
 * @param name             by which it is tracked.
 * @param words            name of the process and, if given, its arguments.
 * @param match            how arguments are compared.
 * @param isFullCommand    the whole command line is compared, not the kernel's name of the process.
 * @param quorum           processes needed.
 * @param quorumMaximum    processes allowed; Integer.MAX_VALUE if not limited.
 * @param forkDelayNs      before a new process counts.
 * @param terminateDelayNs before a missing process counts.
 */
public record TrackProcess(
    String name,
    List<String> words,
    Match match,
    boolean isFullCommand,
    int quorum,
    int quorumMaximum,
    long forkDelayNs,
    long terminateDelayNs)
{
    /**
     * How arguments are compared ({@code param_match}).
     */
    public enum Match
    {
        /** All equal. */
        EXACT,
        /** The first ones equal, more may follow. */
        PARTIAL,
        /** The first ones equal, the last one may go on, more may follow. */
        INITIAL
    }
}
