/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.vrrp.model.ScriptCommand;

import java.util.List;

/**
 * What follows from a server that came or went, besides the new desired service.
 *
 * @param log     lines to log, in order.
 * @param scripts to run, in order.
 */
public record HealthChange(List<String> log, List<ScriptCommand> scripts)
{
}
