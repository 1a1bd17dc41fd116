/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

/**
 * Who runs a script.
 *
 * @param userId  number of the user.
 * @param groupId number of the only group.
 */
public record ScriptUser(int userId, int groupId)
{
    /** Number of the user who may do everything. */
    public static final int ROOT = 0;
}
