/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.Tracked;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds what a {@code vrrp_instance} or {@code vrrp_sync_group} tracks. An instance reads one block.
 */
final class TrackSettingsBuilder
{
    private static final int MAX_WEIGHT = 254;
    /** An interface or a script must leave the priority between 1 and 254. */
    private static final int MAX_PRIORITY_WEIGHT = 253;
    private static final String REVERSE = "reverse";

    private final Values values;
    private final BlockReport report;
    private final TrackerCatalogue catalogue;
    private final Interfaces interfaces;

    TrackSettingsBuilder(
        final Values values,
        final BlockReport report,
        final TrackerCatalogue catalogue,
        final Interfaces interfaces)
    {
        this.values = values;
        this.report = report;
        this.catalogue = catalogue;
        this.interfaces = interfaces;
    }

    /**
     * Build it.
     *
     * @param ownInterface of an instance, which is watched anyway; empty for a group.
     * @param hasSource    whether an instance names its source address.
     * @return the settings.
     */
    TrackSettings build(final Optional<String> ownInterface, final boolean hasSource)
    {
        return new TrackSettings(
            interfaces(ownInterface),
            defined("track_script", "vrrp_script", catalogue.scripts(), MAX_PRIORITY_WEIGHT),
            defined("track_file", "track_file", catalogue.files(), MAX_WEIGHT),
            defined("track_process", "vrrp_track_process", catalogue.processes(), MAX_WEIGHT),
            values.line("dont_track_primary").isPresent(),
            values.line("track_src_ip").isPresent() && hasSource);
    }

    private List<Tracked> interfaces(final Optional<String> ownInterface)
    {
        final Map<String, Tracked> tracked = new LinkedHashMap<>();
        for (final ConfigNode line : values.entries("track_interface"))
        {
            if (ownInterface.isPresent() && ownInterface.get().equals(line.name()))
            {
                report.error(line.position(), "track_interface " + line.name() +
                    ": its own interface is watched anyway; the line is left out");
            }
            else if (!interfaces.isKnown(line.name()))
            {
                report.error(line.position(), "track_interface " + line.name() +
                    ": it does not exist on this machine; the line is left out");
            }
            else
            {
                add(tracked, "track_interface", line, new Weight(0, false), MAX_PRIORITY_WEIGHT);
            }
        }

        return List.copyOf(tracked.values());
    }

    private <T> List<Tracked> defined(
        final String keyword,
        final String kind,
        final Map<String, TrackerDefinition<T>> definitions,
        final int maximum)
    {
        final Map<String, Tracked> tracked = new LinkedHashMap<>();
        for (final ConfigNode line : values.entries(keyword))
        {
            final TrackerDefinition<T> definition = definitions.get(line.name());
            if (definition != null)
            {
                add(tracked, keyword, line, new Weight(definition.weight(), definition.isReverse()), maximum);
            }
            else if (!"track_script".equals(keyword) || !catalogue.isDisabledScript(line.keyword()))
            {
                report.error(line.position(), "there is no " + kind + " '" + line.name() +
                    "' to track; it is left out");
            }
        }

        return List.copyOf(tracked.values());
    }

    private void add(
        final Map<String, Tracked> tracked,
        final String keyword,
        final ConfigNode line,
        final Weight inherited,
        final int maximum)
    {
        final Optional<Weight> weight = weight(keyword, line, inherited, maximum);
        if (weight.isPresent() && tracked.putIfAbsent(line.name(),
            new Tracked(line.name(), weight.get().value(), weight.get().isReverse())) != null)
        {
            report.error(line.position(), keyword + " " + line.name() + " is there twice; the second is left out");
        }
    }

    private Optional<Weight> weight(
        final String keyword, final ConfigNode line, final Weight inherited, final int maximum)
    {
        final Optional<Word> option = line.argument(0);
        if (option.isEmpty())
        {
            return Optional.of(inherited);
        }
        if (!"weight".equals(option.get().text()) || line.arguments().size() < 2)
        {
            report.error(option.get().position(), keyword + " " + line.name() + ": want 'weight NUMBER', not '" +
                option.get().text() + "'; the line is left out");
            return Optional.empty();
        }

        final int value = Weight.value(line.arguments().get(1), report, maximum, inherited.value());
        final Optional<Word> direction = line.argument(2);
        final String text = direction.map(Word::text).orElse("");
        if (direction.isPresent() && !REVERSE.equals(text) && !"noreverse".equals(text))
        {
            report.error(direction.get().position(), keyword + " " + line.name() + ": want '" + REVERSE +
                "' or 'noreverse', not '" + text + "'; the word is left out");
            return Optional.of(new Weight(value, inherited.isReverse()));
        }

        return Optional.of(new Weight(value, direction.isPresent() ? REVERSE.equals(text) : inherited.isReverse()));
    }
}
