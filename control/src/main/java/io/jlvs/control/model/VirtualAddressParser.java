/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualAddress.Flag;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads one line of {@code virtual_ipaddress}, {@code virtual_ipaddress_excluded} or {@code static_ipaddress}. An
 * instance reads one line.
 */
final class VirtualAddressParser
{
    private static final Map<String, Flag> FLAGS = Map.of(
        "home", Flag.HOME,
        "-nodad", Flag.DUPLICATE_DETECTION,
        "mngtmpaddr", Flag.MANAGE_TEMPORARY,
        "noprefixroute", Flag.NO_PREFIX_ROUTE,
        "autojoin", Flag.AUTO_JOIN,
        "no_track", Flag.NOT_TRACKED,
        "use_vmac", Flag.VIRTUAL_MAC);
    private static final int MAX_LABEL = 15;
    private static final int MAX_BROADCAST_PREFIX = 30;
    private static final int IPV6_BITS = 128;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

    private final ConfigNode line;
    private final BlockReport report;
    private final LineWords words;
    private final RouteNames names;
    private final Interfaces interfaces;
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private Prefix prefix;
    private Optional<String> device = Optional.empty();
    private int scope;
    private Optional<String> label = Optional.empty();
    private Optional<Word> broadcast = Optional.empty();
    private Optional<Prefix> peer = Optional.empty();
    private OptionalLong preferredLifetimeS = OptionalLong.empty();

    VirtualAddressParser(
        final ConfigNode line, final BlockReport report, final RouteNames names, final Interfaces interfaces)
    {
        this.line = line;
        this.report = report;
        this.words = new LineWords(line);
        this.names = names;
        this.interfaces = interfaces;
    }

    Optional<VirtualAddress> parse()
    {
        try
        {
            readAddress();
            while (words.hasNext())
            {
                readOption(words.next());
            }

            return Optional.of(address());
        }
        catch (final UnusableLineException ex)
        {
            report.error(ex.position(), ex.getMessage() + "; the address is left out");
            return Optional.empty();
        }
    }

    private void readAddress() throws UnusableLineException
    {
        final Word word = words.next();
        prefix = Prefix.parse(word.text()).orElseThrow(() -> new UnusableLineException(word.position(),
            "'" + word.text() + "' is not an address; write 10.0.0.100 or 10.0.0.100/24"));
        if (!prefix.isWellFormed())
        {
            report.error(word.position(), "'" + word.text() + "' has no valid prefix length; /" + prefix.length() +
                " is taken");
        }
    }

    private void readOption(final Word option) throws UnusableLineException
    {
        switch (option.text())
        {
            case "dev":
                device = Optional.of(interfaces.require(words.value(option)));
                break;

            case "scope":
                readScope(words.value(option));
                break;

            case "brd":
            case "broadcast":
                broadcast = Optional.of(words.value(option));
                break;

            case "label":
                readLabel(words.value(option));
                break;

            case "peer":
                readPeer(words.value(option));
                break;

            case "preferred_lft":
                preferredLifetimeS = words.skip("forever") ?
                    OptionalLong.of(MAX_UNSIGNED) : OptionalLong.of(words.number(option, 0, MAX_UNSIGNED));
                break;

            case "track_group":
                report.note(words.value(option).position(), "'track_group' does nothing in this version yet");
                break;

            default:
                readFlag(option);
                break;
        }
    }

    private void readScope(final Word word)
    {
        final OptionalInt number = names.scope(word.text());
        if (number.isEmpty())
        {
            report.error(word.position(), "'scope " + word.text() +
                "': want global, site, link, host or a number; global is taken");
        }
        scope = number.orElse(0);
    }

    private void readLabel(final Word word) throws UnusableLineException
    {
        if (word.text().length() > MAX_LABEL)
        {
            throw new UnusableLineException(word.position(), "'label " + word.text() + "' is longer than " +
                MAX_LABEL + " characters");
        }
        label = Optional.of(word.text());
    }

    private void readPeer(final Word word)
    {
        final Optional<Prefix> found = Prefix.parse(word.text())
            .filter((other) -> other.isWellFormed() && other.isIpv6() == prefix.isIpv6());
        if (found.isEmpty())
        {
            report.error(word.position(), "'peer " + word.text() + "': want an address of the same family; " +
                "the peer is left out");
        }
        else if (!prefix.isWhole())
        {
            report.error(word.position(), "with 'peer' the prefix length belongs behind the peer; that of " +
                line.name() + " is not used");
        }
        peer = found;
    }

    private void readFlag(final Word option)
    {
        final Flag flag = FLAGS.get(option.text());
        if (null == flag)
        {
            report.error(option.position(), "unknown word '" + option.text() + "' behind " + line.name() +
                "; it is left out");
        }
        else
        {
            flags.add(flag);
        }
    }

    private VirtualAddress address() throws UnusableLineException
    {
        final int length = peer.map(Prefix::length).orElse(prefix.length());
        if (prefix.isIpv6())
        {
            reportIpv4Options();
        }

        return new VirtualAddress(
            prefix.address(),
            length,
            device,
            prefix.isIpv6() ? 0 : scope,
            prefix.isIpv6() ? Optional.empty() : label,
            broadcast(length),
            peer.map(Prefix::address),
            Collections.unmodifiableSet(flags),
            lifetime(length));
    }

    private void reportIpv4Options()
    {
        if (scope != 0)
        {
            report.error(line.position(), line.name() + ": an IPv6 address has no 'scope'; it is left out");
        }
        if (label.isPresent())
        {
            report.error(line.position(), line.name() + ": an IPv6 address has no 'label'; it is left out");
        }
    }

    /** An IPv6 address without a network is not used as a source unless asked for, as in keepalived. */
    private OptionalLong lifetime(final int length)
    {
        return preferredLifetimeS.isEmpty() && prefix.isIpv6() && IPV6_BITS == length ?
            OptionalLong.of(0) : preferredLifetimeS;
    }

    private Optional<InetAddress> broadcast(final int length) throws UnusableLineException
    {
        if (broadcast.isEmpty())
        {
            return Optional.empty();
        }

        final Word word = broadcast.get();
        if (prefix.isIpv6())
        {
            throw new UnusableLineException(word.position(), "an IPv6 address has no broadcast address");
        }
        if (peer.isPresent())
        {
            report.error(word.position(), "there is no broadcast address where there is a peer; it is left out");
            return Optional.empty();
        }
        if ("+".equals(word.text()) || "-".equals(word.text()))
        {
            return computedBroadcast(word, length);
        }

        return Optional.of(Addresses.parse(word.text())
            .filter((address) -> !Addresses.isIpv6(address))
            .orElseThrow(() -> new UnusableLineException(word.position(),
                "'brd " + word.text() + "': want an IPv4 address, + or -")));
    }

    private Optional<InetAddress> computedBroadcast(final Word word, final int length)
    {
        if (length > MAX_BROADCAST_PREFIX)
        {
            report.error(word.position(), "/" + length + " is too long for a broadcast address; it is left out");
            return Optional.empty();
        }

        final byte[] bytes = prefix.address().getAddress();
        for (int bit = length; bit < Integer.SIZE; bit++)
        {
            final int mask = 0x80 >> bit % Byte.SIZE;
            bytes[bit / Byte.SIZE] = (byte)("+".equals(word.text()) ?
                bytes[bit / Byte.SIZE] | mask : bytes[bit / Byte.SIZE] & ~mask);
        }
        try
        {
            return Optional.of(InetAddress.getByAddress(bytes));
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("four bytes are an address", ex);
        }
    }
}
