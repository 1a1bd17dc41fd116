/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

/**
 * What is remembered of a tracked script between two runs.
 *
 * @param result     0 after the failure that counted, rise + fall - 1 after the success that counted, else in between;
 *                   from rise on it counts as successful.
 * @param lastStatus with which it ended last, for the log.
 * @param isInitial  it has not ended yet, and the first end decides alone.
 * @param health     that it counts as.
 */
public record ScriptState(int result, int lastStatus, boolean isInitial, Health health)
{
}
