/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;

/**
 * What an instance or a sync group watches.
 *
 * @param interfaces               {@code track_interface}.
 * @param scripts                  {@code track_script}.
 * @param files                    {@code track_file}.
 * @param processes                {@code track_process}.
 * @param isIgnoringOwnInterface   {@code dont_track_primary}.
 * @param isTrackingSource         {@code track_src_ip}.
 */
public record TrackSettings(
    List<Tracked> interfaces,
    List<Tracked> scripts,
    List<Tracked> files,
    List<Tracked> processes,
    boolean isIgnoringOwnInterface,
    boolean isTrackingSource)
{
    /** Nothing but the own interface. */
    public static final TrackSettings NONE =
        new TrackSettings(List.of(), List.of(), List.of(), List.of(), false, false);
}
