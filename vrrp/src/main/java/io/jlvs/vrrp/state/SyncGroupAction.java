/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

/**
 * What the shell has to do for a sync group, in the order in which the actions are given.
 */
public sealed interface SyncGroupAction
{
    /**
     * Give {@link VrrpEvent.GroupMoved} to a member, and what becomes of it back to the group.
     *
     * @param member name of the instance.
     * @param role   that it takes.
     */
    record MoveMember(String member, VrrpRole role) implements SyncGroupAction
    {
    }

    /**
     * The group went to another role: its scripts and the FIFO are told.
     *
     * @param role of the group.
     */
    record GroupRoleChanged(VrrpRole role) implements SyncGroupAction
    {
    }

    /**
     * Write a line to the log, without the name of the group.
     *
     * @param text of the line.
     */
    record Log(String text) implements SyncGroupAction
    {
    }
}
