/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.TrackFile;
import io.jlvs.vrrp.model.TrackProcess;
import io.jlvs.vrrp.model.TrackScript;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the blocks {@code vrrp_script}, {@code track_file} and {@code vrrp_track_process} of a file define.
 */
final class TrackerCatalogue
{
    private static final int MAX_SCRIPT_WEIGHT = 253;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLISECOND_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<String, TrackerDefinition<TrackScript>> scripts = new LinkedHashMap<>();
    private final Map<String, TrackerDefinition<TrackFile>> files = new LinkedHashMap<>();
    private final Map<String, TrackerDefinition<TrackProcess>> processes = new LinkedHashMap<>();
    private final Set<String> disabledScripts = new HashSet<>();
    private final Diagnostics diagnostics;
    private final ScriptReader scriptReader;

    TrackerCatalogue(final List<ConfigNode> nodes, final ScriptReader scriptReader, final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        this.scriptReader = scriptReader;
        for (final ConfigNode node : nodes)
        {
            switch (node.name())
            {
                case "vrrp_script":
                    define(node, scripts, script(node));
                    break;

                case "track_file":
                case "vrrp_track_file":
                    define(node, files, new TrackFileBuilder(node, report(node), diagnostics).build());
                    break;

                case "vrrp_track_process":
                    define(node, processes, new TrackProcessBuilder(node, report(node), diagnostics).build());
                    break;

                default:
                    break;
            }
        }
    }

    private BlockReport report(final ConfigNode node)
    {
        return new BlockReport(node.name() + " " + name(node), diagnostics);
    }

    private static String name(final ConfigNode node)
    {
        return node.arguments().get(0).text();
    }

    private <T> void define(
        final ConfigNode node,
        final Map<String, TrackerDefinition<T>> definitions,
        final Optional<TrackerDefinition<T>> found)
    {
        if (found.isPresent() && definitions.putIfAbsent(name(node), found.get()) != null)
        {
            report(node).error(node.position(), "is already defined; this one is left out");
        }
    }

    private Optional<TrackerDefinition<TrackScript>> script(final ConfigNode node)
    {
        final Values values = new Values(node, diagnostics);
        final BlockReport report = report(node);
        final Optional<ConfigNode> line = values.line("script");
        if (line.isEmpty())
        {
            report.error(node.position(), "has no 'script'; it is disabled");
        }
        final Optional<ScriptCommand> command =
            line.flatMap((found) -> scriptReader.trackScript(report, found, values.line("user")));
        final Weight weight = Weight.ofDefinition(values, report, MAX_SCRIPT_WEIGHT, 0);
        final long intervalNs = time(values, report, "interval").orElse(SECOND_NS);
        final long timeoutNs = time(values, report, "timeout").orElse(intervalNs);
        final int rise = count(values, "rise");
        final int fall = count(values, "fall");
        if (command.isEmpty())
        {
            disabledScripts.add(name(node));
            return Optional.empty();
        }

        return Optional.of(new TrackerDefinition<>(
            name(node),
            new TrackScript(
                name(node), command.get(), intervalNs, timeoutNs, rise, fall, values.line("init_fail").isPresent()),
            weight.value(),
            weight.isReverse()));
    }

    private static Optional<Long> time(final Values values, final BlockReport report, final String name)
    {
        final Optional<Long> timeNs = values.timer(name, 0);
        if (timeNs.isPresent() && timeNs.get() < MILLISECOND_NS)
        {
            report.error(values.word(name).get().position(), "'" + name + " " + values.text(name).get() +
                "' is less than a millisecond; 1 second is taken");
            return Optional.of(SECOND_NS);
        }

        return timeNs;
    }

    private static int count(final Values values, final String name)
    {
        return values.word(name)
            .flatMap((word) -> values.number(name, word, 1, Integer.MAX_VALUE, "1 is taken"))
            .map(Long::intValue).orElse(1);
    }

    /** A script that was defined and cannot be run: that was said once, and is no error where it is tracked. */
    boolean isDisabledScript(final Word name)
    {
        return disabledScripts.contains(name.text()) && !scripts.containsKey(name.text());
    }

    Map<String, TrackerDefinition<TrackScript>> scripts()
    {
        return scripts;
    }

    Map<String, TrackerDefinition<TrackFile>> files()
    {
        return files;
    }

    Map<String, TrackerDefinition<TrackProcess>> processes()
    {
        return processes;
    }

    static <T> List<T> trackers(final Map<String, TrackerDefinition<T>> definitions)
    {
        return definitions.values().stream().map(TrackerDefinition::tracker).toList();
    }
}
