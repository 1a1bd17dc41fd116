/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.TrackProcess;
import io.jlvs.vrrp.model.TrackProcess.Match;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds one {@code vrrp_track_process}. An instance reads one block.
 */
final class TrackProcessBuilder
{
    private static final int MAX_WEIGHT = 254;
    private static final int MAX_QUORUM = 65535;
    private static final long MAX_DELAY_NS = TimeUnit.HOURS.toNanos(1);
    private static final long MINIMUM_DELAY_NS = TimeUnit.MICROSECONDS.toNanos(1);

    private final ConfigNode node;
    private final BlockReport report;
    private final Values values;

    TrackProcessBuilder(final ConfigNode node, final BlockReport report, final Diagnostics diagnostics)
    {
        this.node = node;
        this.report = report;
        this.values = new Values(node, diagnostics);
    }

    Optional<TrackerDefinition<TrackProcess>> build()
    {
        final String name = node.arguments().get(0).text();
        final Weight weight = Weight.ofDefinition(values, report, MAX_WEIGHT, 0);
        final Optional<ConfigNode> process = values.line("process");
        if (process.isEmpty())
        {
            report.error(node.position(), "has no 'process'; write 'process NAME'; it is left out");
            return Optional.empty();
        }

        final List<String> words = process.get().arguments().stream().map(Word::text).toList();
        final long delayNs = delayNs("delay").orElse(0L);
        final int maximum = values.number("quorum_max", 0, MAX_QUORUM).map(Long::intValue).orElse(Integer.MAX_VALUE);
        final int quorum = quorum(maximum);

        return Optional.of(new TrackerDefinition<>(
            name,
            new TrackProcess(
                name,
                words,
                match(),
                words.size() > 1 || values.line("full_command").isPresent() || values.line("param_match").isPresent(),
                quorum,
                Math.max(quorum, maximum),
                delayNs("fork_delay").orElse(delayNs),
                delayNs("terminate_delay").orElse(delayNs)),
            weight.value(),
            weight.isReverse()));
    }

    /** With a maximum of 0 the process must not run, and none is needed. */
    private int quorum(final int maximum)
    {
        final Optional<Integer> quorum = values.number("quorum", 1, MAX_QUORUM).map(Long::intValue);
        if (quorum.isPresent() && quorum.get() > maximum)
        {
            report.error(values.word("quorum_max").get().position(), "'quorum_max " + maximum +
                "' is less than 'quorum " + quorum.get() + "'; it is left out");
        }

        return quorum.orElse(Math.min(1, maximum));
    }

    private Match match()
    {
        final Optional<Word> word = values.word("param_match");
        switch (word.map(Word::text).orElse(""))
        {
            case "initial":
                return Match.INITIAL;

            case "partial":
                return Match.PARTIAL;

            default:
                word.ifPresent((found) ->
                    values.invalid("param_match", found, "initial or partial", "all parameters are compared"));
                return Match.EXACT;
        }
    }

    private Optional<Long> delayNs(final String name)
    {
        return values.timer(name, MINIMUM_DELAY_NS, MAX_DELAY_NS);
    }
}
