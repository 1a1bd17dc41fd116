/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Position;
import io.jlvs.control.conf.Word;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The words of a line without a keyword (an address, a route, a rule), one after the other.
 */
final class LineWords
{
    private final List<Word> words = new ArrayList<>();
    private int index;

    LineWords(final ConfigNode line)
    {
        words.add(line.keyword());
        words.addAll(line.arguments());
    }

    boolean hasNext()
    {
        return index < words.size();
    }

    Word next()
    {
        return words.get(index++);
    }

    /** Take the next word if it is this one. */
    boolean skip(final String text)
    {
        final boolean isNext = hasNext() && words.get(index).text().equals(text);
        index += isNext ? 1 : 0;

        return isNext;
    }

    Position position()
    {
        return words.get(Math.max(0, index - 1)).position();
    }

    /** The word behind an option. */
    Word value(final Word option) throws UnusableLineException
    {
        if (!hasNext())
        {
            throw new UnusableLineException(option.position(), "'" + option.text() + "' needs a value");
        }

        return next();
    }

    long number(final Word option, final long minimum, final long maximum) throws UnusableLineException
    {
        final Word word = value(option);
        final OptionalLong number = Numbers.parse(word.text());
        if (number.isEmpty() || number.getAsLong() < minimum || number.getAsLong() > maximum)
        {
            throw new UnusableLineException(word.position(), "'" + option.text() + " " + word.text() +
                "': want a number from " + minimum + " to " + maximum);
        }

        return number.getAsLong();
    }

    InetAddress address(final Word option) throws UnusableLineException
    {
        final Word word = value(option);

        return Addresses.parse(word.text()).orElseThrow(() -> new UnusableLineException(word.position(),
            "'" + option.text() + " " + word.text() + "': want a numeric IPv4 or IPv6 address"));
    }
}
