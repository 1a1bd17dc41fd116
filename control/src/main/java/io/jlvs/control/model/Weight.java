/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Weight of something that is tracked.
 *
 * @param value     as in {@link io.jlvs.vrrp.model.Tracked}.
 * @param isReverse as in {@link io.jlvs.vrrp.model.Tracked}.
 */
record Weight(int value, boolean isReverse)
{
    /** The line {@code weight N [reverse]} of a definition. */
    static Weight ofDefinition(
        final Values values, final BlockReport report, final int maximum, final int defaultWeight)
    {
        final Optional<ConfigNode> line = values.line("weight");
        if (line.isEmpty())
        {
            return new Weight(defaultWeight, false);
        }

        final Optional<Word> option = line.get().argument(1);
        final boolean isReverse = option.filter((word) -> "reverse".equals(word.text())).isPresent();
        option.filter((word) -> !isReverse).ifPresent((word) -> report.error(word.position(),
            "unknown word '" + word.text() + "' behind the weight; it is left out"));

        return new Weight(
            value(line.get().arguments().get(0), report, maximum, defaultWeight), isReverse);
    }

    static int value(final Word word, final BlockReport report, final int maximum, final int defaultWeight)
    {
        final OptionalLong number = Numbers.parse(word.text());
        if (number.isPresent() && Math.abs(number.getAsLong()) <= maximum)
        {
            return (int)number.getAsLong();
        }
        report.error(word.position(), "'weight " + word.text() + "': want a number from -" + maximum + " to " +
            maximum + "; " + defaultWeight + " is taken");

        return defaultWeight;
    }
}
