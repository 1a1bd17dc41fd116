/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.GratuitousSettings;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Builds how a new master tells its neighbours: of the process, or of an instance over that. An instance reads one
 * block.
 */
final class GratuitousBuilder
{
    private static final long MAX_SECONDS = 4294;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final long MAX_EXTRA_SECONDS = 86400;
    private static final String ALL = "all";

    private final Values values;
    private final String prefix;
    private final GratuitousSettings base;
    private final boolean isBaseExtraOnAll;

    private GratuitousBuilder(
        final Values values, final String prefix, final GratuitousSettings base, final boolean isBaseExtraOnAll)
    {
        this.values = values;
        this.prefix = prefix;
        this.base = base;
        this.isBaseExtraOnAll = isBaseExtraOnAll;
    }

    static GratuitousBuilder ofGlobals(final Values values)
    {
        final GratuitousSettings standard = GratuitousSettings.DEFAULT;
        final boolean isMinimal = values.flag("vrrp_min_garp");

        return new GratuitousBuilder(values, "vrrp_", new GratuitousSettings(
            isMinimal ? 1 : standard.masterRepeat(),
            isMinimal ? 0 : standard.masterDelayNs(),
            standard.lowerPriorityRepeat(),
            standard.lowerPriorityDelayNs(),
            standard.refreshNs(),
            standard.refreshRepeat(),
            intervalNs(values, "vrrp_garp_interval"),
            intervalNs(values, "vrrp_gna_interval"),
            standard.extraIntervalNs()), false);
    }

    static GratuitousBuilder ofInstance(final Values values, final VrrpDefaults defaults)
    {
        return new GratuitousBuilder(values, "", defaults.gratuitous(), defaults.isExtraOnAll());
    }

    private static long intervalNs(final Values values, final String name)
    {
        return values.timer(name, 0).orElse(0L);
    }

    GratuitousSettings settings()
    {
        final boolean isGlobal = !prefix.isEmpty();
        final int repeat = repeat("garp_master_repeat").orElse(base.masterRepeat());
        final long delayNs = seconds("garp_master_delay", MAX_SECONDS).orElse(base.masterDelayNs());
        final int lowerRepeat = values.number(prefix + "garp_lower_prio_repeat", 0, Integer.MAX_VALUE)
            .map(Long::intValue).orElse(isGlobal ? repeat : base.lowerPriorityRepeat());
        final long lowerDelayNs = seconds("garp_lower_prio_delay", MAX_SECONDS)
            .orElse(isGlobal ? delayNs : base.lowerPriorityDelayNs());

        return new GratuitousSettings(
            repeat,
            delayNs,
            lowerRepeat,
            lowerDelayNs,
            seconds("garp_master_refresh", MAX_UNSIGNED).orElse(base.refreshNs()),
            repeat("garp_master_refresh_repeat").orElse(base.refreshRepeat()),
            base.arpIntervalNs(),
            base.neighbourIntervalNs(),
            extraIntervalNs());
    }

    boolean isExtraOnAll()
    {
        return extraLine().map((line) -> line.arguments().stream().anyMatch((word) -> ALL.equals(word.text())))
            .orElse(isBaseExtraOnAll);
    }

    private Optional<ConfigNode> extraLine()
    {
        return values.line(prefix + "garp_extra_if", prefix + "vmac_garp_intvl");
    }

    private long extraIntervalNs()
    {
        final Optional<ConfigNode> line = extraLine();
        if (line.isEmpty())
        {
            return base.extraIntervalNs();
        }

        final Optional<Word> word =
            line.get().arguments().stream().filter((found) -> !ALL.equals(found.text())).findFirst();
        final OptionalLong seconds =
            word.map(Word::text).map(Numbers::parse).orElse(OptionalLong.empty());
        if (seconds.isEmpty() || seconds.getAsLong() < 0 || seconds.getAsLong() > MAX_EXTRA_SECONDS)
        {
            values.invalid(line.get().name(), word.orElse(line.get().keyword()),
                "seconds from 0 to " + MAX_EXTRA_SECONDS, "the line is left out");
            return base.extraIntervalNs();
        }

        return TimeUnit.SECONDS.toNanos(seconds.getAsLong());
    }

    private Optional<Long> seconds(final String name, final long maximum)
    {
        return values.number(prefix + name, 0, maximum).map(TimeUnit.SECONDS::toNanos);
    }

    private Optional<Integer> repeat(final String name)
    {
        final Optional<Integer> count = values.number(prefix + name, 0, Integer.MAX_VALUE).map(Long::intValue);
        if (count.isPresent() && 0 == count.get())
        {
            values.invalid(prefix + name, values.word(prefix + name).get(), "a number above 0", "1 is taken");
            return Optional.of(1);
        }

        return count;
    }
}
