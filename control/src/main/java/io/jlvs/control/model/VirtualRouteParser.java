/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.VirtualRoute;
import io.jlvs.vrrp.model.VirtualRoute.Type;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Reads one line of {@code virtual_routes} or {@code static_routes}. An instance reads one line.
 */
final class VirtualRouteParser
{
    private static final int MAIN_TABLE = 254;
    private static final int PROTOCOL_KEEPALIVED = 18;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final Map<String, Type> TYPES = Map.of("unicast", Type.UNICAST, "blackhole", Type.BLACKHOLE,
        "unreachable", Type.UNREACHABLE, "prohibit", Type.PROHIBIT, "throw", Type.THROW);
    /** Without these the route would be another one. */
    private static final List<String> ESSENTIAL_LATER = List.of(
        "nexthop", "or", "encap", "from", "vrf", "tos", "dsfield", "local", "broadcast", "multicast", "anycast", "nat");
    private static final List<String> OPTIONAL_LATER =
        List.of("expires", "realms", "congctl", "pref", "ttl-propagate", "track_group");
    private static final List<String> WITHOUT_EFFECT = List.of("add", "append", "prepend");

    private final BlockReport report;
    private final LineWords words;
    private final RouteNames names;
    private final Interfaces interfaces;
    private final RouteMetrics metrics = new RouteMetrics();
    private Optional<Boolean> isIpv6 = Optional.empty();
    private Type type = Type.UNICAST;
    private Optional<Word> destination = Optional.empty();
    private Optional<InetAddress> gateway = Optional.empty();
    private Optional<String> device = Optional.empty();
    private Optional<InetAddress> preferredSource = Optional.empty();
    private int table = MAIN_TABLE;
    private OptionalInt metric = OptionalInt.empty();
    private OptionalInt scope = OptionalInt.empty();
    private OptionalInt protocol = OptionalInt.empty();
    private boolean isOnLink;
    private boolean isTracked = true;

    VirtualRouteParser(
        final ConfigNode line, final BlockReport report, final RouteNames names, final Interfaces interfaces)
    {
        this.report = report;
        this.words = new LineWords(line);
        this.names = names;
        this.interfaces = interfaces;
    }

    Optional<VirtualRoute> parse()
    {
        try
        {
            while (words.hasNext())
            {
                final Word word = words.next();
                if (ESSENTIAL_LATER.contains(word.text()))
                {
                    report.note(word.position(), "a route with '" + word.text() +
                        "' is not carried out in this version yet; it is left out");
                    return Optional.empty();
                }
                if (!metrics.read(word, words))
                {
                    readWord(word);
                }
            }

            return Optional.of(route());
        }
        catch (final UnusableLineException ex)
        {
            report.error(ex.position(), ex.getMessage() + "; the route is left out");
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

            case "src":
                preferredSource = Optional.of(ofFamily(words.address(word), word));
                break;

            case "gw":
                report.warning(word.position(), "'gw' is the old name of 'via'");
                readGateway(word);
                break;

            case "via":
                readGateway(word);
                break;

            case "dev":
            case "oif":
                device = Optional.of(interfaces.require(words.value(word)));
                break;

            case "onlink":
                isOnLink = true;
                break;

            case "no_track":
                isTracked = false;
                break;

            case "to":
                readDestination(words.value(word));
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
                table = named(word, words.value(word), names::table);
                break;

            case "scope":
                scope = OptionalInt.of(named(word, words.value(word), names::scope));
                break;

            case "protocol":
                protocol = OptionalInt.of(named(word, words.value(word), names::protocol));
                break;

            case "metric":
            case "priority":
            case "preference":
                metric = OptionalInt.of((int)words.number(word, 0, MAX_UNSIGNED));
                break;

            default:
                readRest(word);
                break;
        }
    }

    private void readRest(final Word word) throws UnusableLineException
    {
        if (OPTIONAL_LATER.contains(word.text()))
        {
            words.value(word);
            report.note(word.position(), "'" + word.text() + "' of a route does nothing in this version yet");
        }
        else if (!WITHOUT_EFFECT.contains(word.text()))
        {
            readDestination(word);
        }
    }

    private void readGateway(final Word option) throws UnusableLineException
    {
        if (!words.skip("inet6"))
        {
            words.skip("inet");
        }
        gateway = Optional.of(words.address(option));
    }

    private void readDestination(final Word word) throws UnusableLineException
    {
        if (TYPES.containsKey(word.text()))
        {
            type = TYPES.get(word.text());
            readDestination(words.value(word));
            return;
        }

        final Optional<Prefix> prefix = Prefix.parse(word.text());
        if (prefix.isPresent())
        {
            family(prefix.get().isIpv6(), word);
        }
        if (destination.isPresent() || !"default".equals(word.text()) &&
            prefix.filter(Prefix::isWellFormed).isEmpty())
        {
            throw new UnusableLineException(word.position(), "'" + word.text() +
                "' is neither a destination like 10.1.0.0/16 or default nor a word of a route");
        }
        destination = Optional.of(word);
    }

    private VirtualRoute route() throws UnusableLineException
    {
        final Word word = destination.orElseThrow(
            () -> new UnusableLineException(words.position(), "the route has no destination"));
        final boolean isV6 = isIpv6.orElse(gateway.filter(Addresses::isIpv6).isPresent());
        final Prefix target = Prefix.parse(word.text()).orElse(new Prefix(Addresses.unspecified(isV6), 0, true));
        if (isTracked && device.isEmpty())
        {
            report.warning(word.position(), "route " + word.text() +
                " names no interface and cannot be watched; write 'dev NAME', or 'no_track' to say so");
        }
        final boolean isWatched = isTracked && device.isPresent();
        if (isTracked && protocol.orElse(PROTOCOL_KEEPALIVED) != PROTOCOL_KEEPALIVED)
        {
            report.error(word.position(), "route " + word.text() + " is watched, so its protocol is keepalived (" +
                PROTOCOL_KEEPALIVED + "); write 'no_track' to choose another");
        }

        return new VirtualRoute(
            type,
            target.address(),
            target.length(),
            gateway,
            device,
            preferredSource,
            table,
            metric,
            scope,
            isTracked ? PROTOCOL_KEEPALIVED : protocol.orElse(PROTOCOL_KEEPALIVED),
            new TreeMap<>(metrics.values()),
            isOnLink,
            isWatched);
    }

    private InetAddress ofFamily(final InetAddress address, final Word word) throws UnusableLineException
    {
        family(Addresses.isIpv6(address), word);

        return address;
    }

    private void family(final boolean isV6, final Word word) throws UnusableLineException
    {
        if (isIpv6.isPresent() && isIpv6.get() != isV6)
        {
            throw new UnusableLineException(word.position(), "'" + word.text() +
                "': IPv4 and IPv6 cannot be mixed in a route");
        }
        isIpv6 = Optional.of(isV6);
    }

    private static int named(final Word option, final Word value, final NameLookup lookup)
        throws UnusableLineException
    {
        return lookup.find(value.text()).orElseThrow(() -> new UnusableLineException(value.position(),
            "'" + option.text() + " " + value.text() + "': want a number or a name of /etc/iproute2"));
    }

    /**
     * Finds the number of a name.
     */
    @FunctionalInterface
    private interface NameLookup
    {
        OptionalInt find(String name);
    }
}
