/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.notice.Notices;
import io.jlvs.vrrp.notice.Notifier;
import io.jlvs.vrrp.state.SyncGroupAction;
import io.jlvs.vrrp.state.SyncGroupState;
import io.jlvs.vrrp.state.SyncGroupStateMachine;
import io.jlvs.vrrp.state.SyncGroupStep;
import io.jlvs.vrrp.state.VrrpEvent;
import io.jlvs.vrrp.state.VrrpRole;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A sync group: after each step of a member the others are taken along. VRRP thread only.
 */
final class Synchronised
{
    private final SyncGroupStateMachine machine = new SyncGroupStateMachine();
    private final Map<String, VirtualRouter> routers;
    private final Notifier notifier;
    private final Consumer<String> log;
    private SyncGroup group;
    private SyncGroupState state;

    Synchronised(
        final SyncGroup group,
        final Map<String, VirtualRouter> routers,
        final Notifier notifier,
        final Consumer<String> log)
    {
        this.group = group;
        this.routers = routers;
        this.notifier = notifier;
        this.log = log;
        state = SyncGroupState.initial(group.members());
    }

    SyncGroup group()
    {
        return group;
    }

    VrrpRole role()
    {
        return state.role();
    }

    /**
     * Take another configuration over.
     *
     * @param newGroup of the same name.
     */
    void reconfigure(final SyncGroup newGroup)
    {
        group = newGroup;
        state = state.withMembers(newGroup.members());
    }

    /**
     * A member has made a step.
     *
     * @param member that did.
     * @param nowNs  time.
     */
    void onStep(final String member, final long nowNs)
    {
        if (routers.get(member).pollRival())
        {
            group.members().stream().filter((name) -> !name.equals(member)).map(routers::get)
                .forEach((router) -> router.deliver(new VrrpEvent.AddressesContested(), nowNs));
        }
        final Deque<String> stepped = new ArrayDeque<>();
        stepped.add(member);
        while (!stepped.isEmpty())
        {
            final String name = stepped.remove();
            final SyncGroupStep step = machine.step(state, name, routers.get(name).state());
            state = step.state();
            for (final SyncGroupAction action : step.actions())
            {
                if (action instanceof SyncGroupAction.MoveMember move)
                {
                    routers.get(move.member()).deliver(new VrrpEvent.GroupMoved(move.role()), nowNs);
                    stepped.add(move.member());
                }
                else if (action instanceof SyncGroupAction.GroupRoleChanged change)
                {
                    onRole(change.role());
                }
                else if (action instanceof SyncGroupAction.Log line)
                {
                    log.accept("VRRP_Group(" + group.name() + ") " + line.text());
                }
            }
        }
    }

    private void onRole(final VrrpRole role)
    {
        notifier.tell(Notices.ofGroup(group.name(), group.notification(), role));
    }
}
