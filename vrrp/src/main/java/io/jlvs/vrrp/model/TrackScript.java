/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

/**
 * A block {@code vrrp_script}.
 *
 * @param name       by which it is tracked.
 * @param command    to run.
 * @param intervalNs between runs.
 * @param timeoutNs  after which a run has failed.
 * @param rise       successes needed.
 * @param fall       failures needed.
 * @param isInitFail counts as failed until it has succeeded.
 */
public record TrackScript(
    String name,
    ScriptCommand command,
    long intervalNs,
    long timeoutNs,
    int rise,
    int fall,
    boolean isInitFail)
{
}
