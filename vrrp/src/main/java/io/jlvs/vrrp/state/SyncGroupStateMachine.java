/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Instances that are master together or not at all, by the rules of keepalived's {@code vrrp_sync.c}: a fault of one is
 * a fault of all, and is left when none has one; all become master when each one would; one that must give way takes
 * the others along. Pure and immutable.
 *
 * <p>After each step of a member its state goes in here, and each {@link SyncGroupAction.MoveMember} that comes out is
 * a step of that member, whose state goes in again. Weights of tracked things that belong to single members are the
 * caller's affair: without {@code sync_group_tracking_weight} they do not count.
 */
public final class SyncGroupStateMachine
{
    /**
     * A member has made a step.
     *
     * @param state  of the group before.
     * @param name   of the member; one of the group's.
     * @param member its state after that step.
     * @return state of the group after, and actions.
     */
    public SyncGroupStep step(final SyncGroupState state, final String name, final VrrpState member)
    {
        final SyncGroupState.Member before = state.members().get(name);
        if (null == before)
        {
            throw new IllegalArgumentException(
                "instance " + name + " is not in the sync group of " + state.members().keySet());
        }

        final SyncGroupState.Member after = SyncGroupState.Member.of(member);
        final SyncGroupState seen = state.with(name, after);
        final VrrpRole role = role(seen, VrrpRole.MASTER == before.role() && VrrpRole.BACKUP == after.role());
        final List<SyncGroupAction> actions = new ArrayList<>();
        if (role == state.role())
        {
            if (isToMove(role, after) && (VrrpRole.FAULT == role || VrrpRole.MASTER == role && after.isMasterWanted()))
            {
                actions.add(new SyncGroupAction.MoveMember(name, role));
            }
        }
        else
        {
            change(seen, role, actions);
        }

        return new SyncGroupStep(seen.with(role), List.copyOf(actions));
    }

    private static VrrpRole role(final SyncGroupState state, final boolean hasGivenWay)
    {
        final Collection<SyncGroupState.Member> members = state.members().values();
        if (members.stream().allMatch((member) -> VrrpRole.STOPPED == member.role()))
        {
            return VrrpRole.STOPPED;
        }
        else if (members.stream().anyMatch(SyncGroupState.Member::isFaulty))
        {
            return VrrpRole.FAULT;
        }
        else if (VrrpRole.MASTER == state.role() && !hasGivenWay ||
            members.stream().allMatch(SyncGroupState.Member::isReadyForMaster))
        {
            return VrrpRole.MASTER;
        }
        else if (VrrpRole.INITIALIZE == state.role() && !members.stream().allMatch(SyncGroupState.Member::isRunning))
        {
            return VrrpRole.INITIALIZE;
        }
        else
        {
            return VrrpRole.BACKUP;
        }
    }

    private static void change(final SyncGroupState state, final VrrpRole role, final List<SyncGroupAction> actions)
    {
        if (VrrpRole.INITIALIZE != state.role() && VrrpRole.STOPPED != role)
        {
            actions.add(new SyncGroupAction.Log("Syncing instances to " + role + " state"));
        }
        for (final Map.Entry<String, SyncGroupState.Member> entry : state.members().entrySet())
        {
            if (isToMove(role, entry.getValue()))
            {
                actions.add(new SyncGroupAction.MoveMember(entry.getKey(), role));
            }
        }
        actions.add(new SyncGroupAction.GroupRoleChanged(role));
    }

    private static boolean isToMove(final VrrpRole role, final SyncGroupState.Member member)
    {
        return member.isRunning() && role != member.role();
    }
}
