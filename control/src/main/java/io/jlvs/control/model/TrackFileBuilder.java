/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.TrackFile;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Builds one {@code track_file}. An instance reads one block.
 */
final class TrackFileBuilder
{
    private static final int DEFAULT_WEIGHT = 1;
    private static final int SENSIBLE_VALUE = 254;

    private final ConfigNode node;
    private final BlockReport report;
    private final Values values;
    private OptionalLong initialValue = OptionalLong.empty();
    private boolean isOverwriting;

    TrackFileBuilder(final ConfigNode node, final BlockReport report, final Diagnostics diagnostics)
    {
        this.node = node;
        this.report = report;
        this.values = new Values(node, diagnostics);
    }

    Optional<TrackerDefinition<TrackFile>> build()
    {
        final Weight weight = Weight.ofDefinition(values, report, Integer.MAX_VALUE, DEFAULT_WEIGHT);
        values.line("init_file").ifPresent(this::readInitialValue);
        final String name = node.arguments().get(0).text();

        return path().map((path) -> new TrackerDefinition<>(
            name, new TrackFile(name, path, initialValue, isOverwriting), weight.value(), weight.isReverse()));
    }

    private Optional<Path> path()
    {
        final Optional<Word> word = values.word("file");
        if (word.isEmpty())
        {
            report.error(node.position(), "has no 'file'; write 'file PATH'; it is left out");
            return Optional.empty();
        }

        try
        {
            return Optional.of(Path.of(word.get().text()));
        }
        catch (final InvalidPathException ex)
        {
            report.error(word.get().position(), "'file " + word.get().text() + "' is no path; it is left out");
            return Optional.empty();
        }
    }

    private void readInitialValue(final ConfigNode line)
    {
        initialValue = OptionalLong.of(0);
        for (final Word word : line.arguments())
        {
            final OptionalLong number = Numbers.parse(word.text());
            if ("overwrite".equals(word.text()))
            {
                isOverwriting = true;
            }
            else if (number.isEmpty() || number.getAsLong() != (int)number.getAsLong())
            {
                report.error(word.position(), "'init_file " + word.text() +
                    "': want a number or 'overwrite'; the word is left out");
            }
            else
            {
                if (Math.abs(number.getAsLong()) > SENSIBLE_VALUE)
                {
                    report.warning(word.position(), "'init_file " + word.text() + "' is more than a priority can be (" +
                        SENSIBLE_VALUE + ")");
                }
                initialValue = number;
            }
        }
    }
}
