/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a sync group remembers of its members between two steps.
 *
 * @param role    of the group.
 * @param members last state of each, by name, in the order of the configuration.
 */
public record SyncGroupState(VrrpRole role, Map<String, Member> members)
{
    /**
     * A member.
     *
     * @param role           of it.
     * @param isFaulty       something that it needs has failed.
     * @param isMasterWanted it would be master, were it alone.
     */
    public record Member(VrrpRole role, boolean isFaulty, boolean isMasterWanted)
    {
        private static final Member INITIAL = new Member(VrrpRole.INITIALIZE, false, false);

        static Member of(final VrrpState state)
        {
            return new Member(state.role(), state.isFaulty(), state.isMasterWanted());
        }

        boolean isReadyForMaster()
        {
            return isMasterWanted || VrrpRole.MASTER == role;
        }

        boolean isRunning()
        {
            return VrrpRole.INITIALIZE != role && VrrpRole.STOPPED != role;
        }
    }

    /**
     * Before the start.
     *
     * @param members names of the instances.
     * @return the state.
     */
    public static SyncGroupState initial(final Collection<String> members)
    {
        return new SyncGroupState(VrrpRole.INITIALIZE, Map.of()).withMembers(members);
    }

    /**
     * After the configuration was read again: the role stays, members may come and go.
     *
     * @param names of the instances.
     * @return the state.
     */
    public SyncGroupState withMembers(final Collection<String> names)
    {
        final Map<String, Member> kept = new LinkedHashMap<>();
        names.forEach((name) -> kept.put(name, members.getOrDefault(name, Member.INITIAL)));
        return new SyncGroupState(role, kept);
    }

    SyncGroupState with(final String name, final Member member)
    {
        final Map<String, Member> changed = new LinkedHashMap<>(members);
        changed.put(name, member);
        return new SyncGroupState(role, changed);
    }

    SyncGroupState with(final VrrpRole role)
    {
        return new SyncGroupState(role, members);
    }
}
