/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Position;
import io.jlvs.control.conf.Word;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the values of a block's lines. Where a keyword is given twice the last one counts, as in keepalived. A value
 * that cannot be used is reported and counts as not given.
 */
final class Values
{
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{0,12})?");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final BigDecimal NANOSECONDS = BigDecimal.valueOf(1_000_000_000L);
    private static final long MAX_TIME_NS = Long.MAX_VALUE / 4;
    private static final int MAX_PORT = 65535;

    private final ConfigNode node;
    private final Diagnostics diagnostics;

    Values(final ConfigNode node, final Diagnostics diagnostics)
    {
        this.node = node;
        this.diagnostics = diagnostics;
    }

    Optional<ConfigNode> line(final String... names)
    {
        ConfigNode found = null;
        for (final ConfigNode child : node.children())
        {
            if (List.of(names).contains(child.name()))
            {
                found = child;
            }
        }

        return Optional.ofNullable(found);
    }

    /** All lines with a keyword. */
    List<ConfigNode> lines(final String name)
    {
        return node.children(name);
    }

    /** What stands in all blocks with a keyword. */
    List<ConfigNode> entries(final String name)
    {
        return lines(name).stream().flatMap((block) -> block.children().stream()).toList();
    }

    Optional<Word> word(final String... names)
    {
        return line(names).flatMap((found) -> found.argument(0));
    }

    Optional<String> text(final String... names)
    {
        return word(names).map(Word::text);
    }

    boolean flag(final String name)
    {
        return bool(name).orElse(false);
    }

    Optional<Boolean> bool(final String name)
    {
        final Optional<ConfigNode> line = line(name);
        if (line.isEmpty())
        {
            return Optional.empty();
        }

        final Optional<Word> value = line.get().argument(0);
        switch (value.map(Word::text).orElse("yes"))
        {
            case "on", "true", "yes":
                return Optional.of(true);

            case "off", "false", "no":
                return Optional.of(false);

            default:
                invalid(name, value.get(), "on, off, true, false, yes or no", "the line is left out");
                return Optional.empty();
        }
    }

    Optional<Long> number(final String name, final long minimum, final long maximum)
    {
        return word(name).flatMap((word) -> number(name, word, minimum, maximum, "the line is left out"));
    }

    Optional<Long> number(
        final String name, final Word word, final long minimum, final long maximum, final String consequence)
    {
        if (INTEGER.matcher(word.text()).matches())
        {
            final long value = Long.parseLong(word.text());
            if (value >= minimum && value <= maximum)
            {
                return Optional.of(value);
            }
        }
        invalid(name, word, "a number from " + minimum + " to " + maximum, consequence);

        return Optional.empty();
    }

    /** A time in seconds with up to six decimals. */
    Optional<Long> timer(final String name, final long minimumNs)
    {
        return timer(name, minimumNs, MAX_TIME_NS);
    }

    Optional<Long> timer(final String name, final long minimumNs, final long maximumNs)
    {
        final Optional<Word> word = word(name);
        if (word.isEmpty())
        {
            return Optional.empty();
        }

        final Optional<Long> timeNs = nanoseconds(word.get().text())
            .filter((found) -> found >= minimumNs && found <= maximumNs);
        if (timeNs.isPresent())
        {
            return timeNs;
        }
        final String range = MAX_TIME_NS == maximumNs ? "" :
            " from " + seconds(minimumNs) + " to " + seconds(maximumNs);
        invalid(name, word.get(), "seconds" + (!range.isEmpty() ? range : minimumNs > 0 ? " above 0" : "") +
            ", like 3 or 0.5", "the line is left out");

        return Optional.empty();
    }

    static Optional<Long> nanoseconds(final String text)
    {
        return DECIMAL.matcher(text).matches() ?
            Optional.of(new BigDecimal(text).setScale(6, RoundingMode.HALF_UP).multiply(NANOSECONDS))
                .filter((time) -> time.compareTo(BigDecimal.valueOf(MAX_TIME_NS)) <= 0).map(BigDecimal::longValue) :
            Optional.empty();
    }

    static String seconds(final long timeNs)
    {
        return BigDecimal.valueOf(timeNs).divide(NANOSECONDS).stripTrailingZeros().toPlainString();
    }

    Optional<InetAddress> address(final String name)
    {
        final Optional<Word> word = word(name);
        final Optional<InetAddress> address = word.map(Word::text).flatMap(Addresses::parse);
        if (word.isPresent() && address.isEmpty())
        {
            invalid(name, word.get(), "a numeric IPv4 or IPv6 address", "the line is left out");
        }

        return address;
    }

    Optional<Integer> port(final String name)
    {
        return number(name, 1, MAX_PORT).map(Long::intValue);
    }

    void warning(final Position position, final String text)
    {
        diagnostics.warning(position, text);
    }

    void invalid(final String name, final Word word, final String wanted, final String consequence)
    {
        diagnostics.error(word.position(),
            "'" + name + " " + word.text() + "': want " + wanted + "; " + consequence);
    }
}
