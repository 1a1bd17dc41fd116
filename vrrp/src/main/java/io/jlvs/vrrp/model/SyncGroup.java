/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;

/**
 * A block {@code vrrp_sync_group}: instances that are master together or not at all.
 *
 * @param name              of the group.
 * @param members           names of its instances.
 * @param tracking          what all members watch.
 * @param notification      whom it tells.
 * @param isAllowingWeights {@code sync_group_tracking_weight}: priorities of the members may differ.
 */
public record SyncGroup(
    String name, List<String> members, TrackSettings tracking, NotifySettings notification, boolean isAllowingWeights)
{
}
