/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Diagnostics;

/**
 * What of the rest of a file the block of an instance or a group refers to.
 *
 * @param defaults    of global_defs.
 * @param catalogue   of what can be tracked.
 * @param scripts     reads notify scripts.
 * @param garpGroups  gaps between announcements.
 * @param names       of iproute2.
 * @param interfaces  of the machine.
 * @param priorities  for rules without one.
 * @param diagnostics collects messages.
 */
record VrrpSurroundings(
    VrrpDefaults defaults,
    TrackerCatalogue catalogue,
    ScriptReader scripts,
    GarpGroups garpGroups,
    RouteNames names,
    Interfaces interfaces,
    RulePriorities priorities,
    Diagnostics diagnostics)
{
}
