/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.VirtualRule;
import io.jlvs.vrrp.model.VirtualRule.Action;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads one line of {@code virtual_rules} or {@code static_rules}. An instance reads one line.
 */
final class VirtualRuleParser
{
    private static final int MAIN_TABLE = 254;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final int MAX_OCTET = 255;
    private static final Map<String, Action> ACTIONS = Map.of(
        "blackhole", Action.BLACKHOLE, "unreachable", Action.UNREACHABLE, "prohibit", Action.PROHIBIT);
    /** Without these the rule would be another one. */
    private static final List<String> LATER = List.of("realms", "suppress_prefixlength", "sup_pl", "suppress_ifgroup",
        "sup_group", "tunnel-id", "uidrange", "l3mdev", "protocol", "ipproto", "sport", "dport", "goto", "nop");

    private final ConfigNode line;
    private final BlockReport report;
    private final LineWords words;
    private final RouteNames names;
    private final Interfaces interfaces;
    private final RulePriorities priorities;
    private Optional<Boolean> isIpv6 = Optional.empty();
    private boolean isInverted;
    private Optional<Prefix> source = Optional.empty();
    private Optional<Prefix> destination = Optional.empty();
    private Optional<String> inputDevice = Optional.empty();
    private Optional<String> outputDevice = Optional.empty();
    private OptionalLong mark = OptionalLong.empty();
    private OptionalLong markMask = OptionalLong.empty();
    private OptionalInt typeOfService = OptionalInt.empty();
    private OptionalLong priority = OptionalLong.empty();
    private Optional<Action> action = Optional.empty();
    private int table = MAIN_TABLE;

    VirtualRuleParser(
        final ConfigNode line,
        final BlockReport report,
        final RouteNames names,
        final Interfaces interfaces,
        final RulePriorities priorities)
    {
        this.line = line;
        this.report = report;
        this.words = new LineWords(line);
        this.names = names;
        this.interfaces = interfaces;
        this.priorities = priorities;
    }

    Optional<VirtualRule> parse()
    {
        try
        {
            while (words.hasNext())
            {
                final Word word = words.next();
                if (LATER.contains(word.text()))
                {
                    report.note(word.position(), "a rule with '" + word.text() +
                        "' is not carried out in this version yet; it is left out");
                    return Optional.empty();
                }
                readWord(word);
            }

            return Optional.of(rule());
        }
        catch (final UnusableLineException ex)
        {
            report.error(ex.position(), ex.getMessage() + "; the rule is left out");
            return Optional.empty();
        }
    }

    private void readWord(final Word word) throws UnusableLineException
    {
        switch (word.text())
        {
            case "inet":
            case "inet6":
                family("inet6".equals(word.text()), word);
                break;

            case "not":
                isInverted = true;
                break;

            case "from":
                source = network(word);
                break;

            case "to":
                destination = network(word);
                break;

            case "dev":
            case "iif":
                inputDevice = Optional.of(interfaces.require(words.value(word)));
                break;

            case "oif":
                outputDevice = Optional.of(interfaces.require(words.value(word)));
                break;

            case "type":
                readAction(words.value(word));
                break;

            case "no_track":
                break;

            case "track_group":
                report.note(words.value(word).position(), "'track_group' does nothing in this version yet");
                break;

            default:
                readNumber(word);
                break;
        }
    }

    private void readNumber(final Word word) throws UnusableLineException
    {
        switch (word.text())
        {
            case "table":
            case "lookup":
                readTable(word, words.value(word));
                break;

            case "pref":
            case "preference":
            case "order":
            case "priority":
                priority = OptionalLong.of(words.number(word, 0, MAX_UNSIGNED));
                break;

            case "tos":
            case "dsfield":
                typeOfService = OptionalInt.of((int)words.number(word, 0, MAX_OCTET));
                break;

            case "fwmark":
                readMark(word, words.value(word));
                break;

            default:
                readAction(word);
                break;
        }
    }

    private void readTable(final Word option, final Word value) throws UnusableLineException
    {
        final OptionalInt number = names.table(value.text());
        if (number.orElse(0) == 0)
        {
            throw new UnusableLineException(value.position(), "'" + option.text() + " " + value.text() +
                "': want a number above 0 or a name of /etc/iproute2/rt_tables");
        }
        table = number.getAsInt();
        act(Action.LOOKUP, option);
    }

    private void readMark(final Word option, final Word value) throws UnusableLineException
    {
        final int slash = value.text().indexOf('/');
        mark = Numbers.parse(slash < 0 ? value.text() : value.text().substring(0, slash));
        markMask = slash < 0 ? OptionalLong.empty() : Numbers.parse(value.text().substring(slash + 1));
        if (!isUnsigned(mark) || slash >= 0 && !isUnsigned(markMask))
        {
            throw new UnusableLineException(value.position(), "'" + option.text() + " " + value.text() +
                "': want MARK or MARK/MASK");
        }
    }

    private static boolean isUnsigned(final OptionalLong number)
    {
        return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= MAX_UNSIGNED;
    }

    private void readAction(final Word word) throws UnusableLineException
    {
        if (!ACTIONS.containsKey(word.text()))
        {
            throw new UnusableLineException(word.position(), "unknown word '" + word.text() + "' in a rule");
        }
        act(ACTIONS.get(word.text()), word);
    }

    private void act(final Action found, final Word word) throws UnusableLineException
    {
        if (action.isPresent())
        {
            throw new UnusableLineException(word.position(), "'" + word.text() +
                "': a rule has only one of table, blackhole, unreachable and prohibit");
        }
        action = Optional.of(found);
    }

    private Optional<Prefix> network(final Word option) throws UnusableLineException
    {
        final Word word = words.value(option);
        if ("all".equals(word.text()) || "any".equals(word.text()) || "default".equals(word.text()))
        {
            return Optional.empty();
        }

        final Optional<Prefix> prefix = Prefix.parse(word.text()).filter(Prefix::isWellFormed);
        if (prefix.isEmpty())
        {
            throw new UnusableLineException(word.position(), "'" + option.text() + " " + word.text() +
                "': want an address or network like 10.1.0.0/16");
        }
        family(prefix.get().isIpv6(), word);

        return prefix;
    }

    private void family(final boolean isV6, final Word word) throws UnusableLineException
    {
        if (isIpv6.isPresent() && isIpv6.get() != isV6)
        {
            throw new UnusableLineException(word.position(), "'" + word.text() +
                "': IPv4 and IPv6 cannot be mixed in a rule");
        }
        isIpv6 = Optional.of(isV6);
    }

    private VirtualRule rule() throws UnusableLineException
    {
        final Action found = action.orElseThrow(() -> new UnusableLineException(line.position(),
            "the rule says nothing to do; write 'table NAME', 'blackhole', 'unreachable' or 'prohibit'"));
        final boolean isV6 = isIpv6.orElse(false);
        if (priority.isEmpty())
        {
            priority = OptionalLong.of(priorities.next(isV6));
            report.warning(line.position(), "the rule has no 'priority'; " + priority.getAsLong() +
                " is taken, which is probably not what you want");
        }

        return new VirtualRule(
            isV6,
            isInverted,
            source.map(Prefix::address),
            source.map(Prefix::length).orElse(0),
            destination.map(Prefix::address),
            destination.map(Prefix::length).orElse(0),
            inputDevice,
            outputDevice,
            mark,
            markMask,
            typeOfService,
            priority,
            found,
            table);
    }
}
