/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;

/**
 * Everything that {@code jlvs keepalived} knows about VRRP.
 *
 * @param globals   of the process.
 * @param instances in file order.
 * @param groups    in file order.
 * @param scripts   that may be tracked.
 * @param files     that may be tracked.
 * @param processes that may be tracked.
 */
public record VrrpConfiguration(
    VrrpGlobals globals,
    List<VrrpInstance> instances,
    List<SyncGroup> groups,
    List<TrackScript> scripts,
    List<TrackFile> files,
    List<TrackProcess> processes)
{
    /** Nothing to run. */
    public static final VrrpConfiguration NONE = new VrrpConfiguration(
        VrrpGlobals.DEFAULT, List.of(), List.of(), List.of(), List.of(), List.of());
}
