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
import java.util.ArrayList;
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
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final BigDecimal NANOSECONDS = BigDecimal.valueOf(1_000_000_000L);
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
        final Optional<Word> word = word(name);
        if (word.isEmpty())
        {
            return Optional.empty();
        }

        if (DECIMAL.matcher(word.get().text()).matches())
        {
            final BigDecimal seconds = new BigDecimal(word.get().text()).setScale(6, RoundingMode.HALF_UP);
            final BigDecimal nanoseconds = seconds.multiply(NANOSECONDS);
            if (nanoseconds.compareTo(BigDecimal.valueOf(minimumNs)) >= 0 &&
                nanoseconds.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) < 0)
            {
                return Optional.of(nanoseconds.longValue());
            }
        }
        invalid(name, word.get(), minimumNs > 0 ? "seconds above 0, like 3 or 0.5" : "seconds, like 3 or 0.5",
            "the line is left out");

        return Optional.empty();
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

    /** A script: one quoted string with its arguments, or a word; what stands behind names user and group. */
    Optional<Command> command(final String name)
    {
        final Optional<ConfigNode> line = line(name);
        if (line.isEmpty() || line.get().arguments().isEmpty())
        {
            return Optional.empty();
        }

        final Word script = line.get().arguments().get(0);
        final List<String> words = new ArrayList<>(List.of(SPACES.split(script.text().strip())));
        if (line.get().arguments().size() > 1)
        {
            warning(line.get().arguments().get(1).position(), "'" + name + "': user and group '" +
                line.get().arguments().get(1).text() + "' are not changed to, the script runs as the user of jlvs; " +
                "arguments belong in quotes with the script: \"/path/script argument\"");
        }
        if (words.get(0).isEmpty())
        {
            invalid(name, script, "the path of a script", "the line is left out");
            return Optional.empty();
        }

        return Optional.of(new Command(words));
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
