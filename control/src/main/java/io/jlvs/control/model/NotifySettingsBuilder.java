/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.ScriptCommand;

import java.util.List;
import java.util.Optional;

/**
 * Builds the scripts of a {@code vrrp_instance} or {@code vrrp_sync_group}. An instance reads one block.
 */
final class NotifySettingsBuilder
{
    private final Values values;
    private final BlockReport report;
    private final ScriptReader scripts;

    NotifySettingsBuilder(final Values values, final BlockReport report, final ScriptReader scripts)
    {
        this.values = values;
        this.report = report;
        this.scripts = scripts;
    }

    NotifySettings build(final boolean isTellingPriority)
    {
        return new NotifySettings(
            script("notify_master"),
            script("notify_backup"),
            script("notify_fault"),
            script("notify_stop"),
            script("notify_deleted"),
            script("notify"),
            script("notify_master_rx_lower_pri"),
            isTellingPriority);
    }

    /** Of several lines the first one counts, as in keepalived. */
    private Optional<ScriptCommand> script(final String name)
    {
        final List<ConfigNode> lines = values.lines(name);
        lines.stream().skip(1).forEach((line) -> report.error(line.position(), "'" + name +
            "' is already given at line " + lines.get(0).position().line() + "; this one is left out"));

        return scripts.notifyScript(lines.stream().findFirst());
    }
}
