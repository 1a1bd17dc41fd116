/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Position;

/**
 * A block {@code vrrp_script}.
 *
 * @param name       by which instances refer to it.
 * @param command    to run; no words if the block has none.
 * @param intervalNs between runs.
 * @param timeoutNs  after which a run has failed.
 * @param weight     added to the priority while it succeeds, or taken while it fails; 0 = fault.
 * @param rise       successes needed.
 * @param fall       failures needed.
 * @param isInitFail counts as failed until it has succeeded.
 * @param position   where the block begins.
 */
public record VrrpScript(
    String name,
    Command command,
    long intervalNs,
    long timeoutNs,
    int weight,
    int rise,
    int fall,
    boolean isInitFail,
    Position position)
{
}
