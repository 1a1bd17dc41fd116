/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import java.util.List;

/**
 * What follows from the end of a script, from its start or from a reload.
 *
 * @param state new state.
 * @param log   lines to log.
 */
public record ScriptStep(ScriptState state, List<String> log)
{
}
