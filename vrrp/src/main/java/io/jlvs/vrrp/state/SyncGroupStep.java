/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.util.List;

/**
 * What follows for a sync group from a change of a member.
 *
 * @param state   from now on.
 * @param actions to be done, in this order.
 */
public record SyncGroupStep(SyncGroupState state, List<SyncGroupAction> actions)
{
}
