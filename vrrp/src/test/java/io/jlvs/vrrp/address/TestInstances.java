/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualRoute;
import io.jlvs.vrrp.model.VirtualRule;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.model.VrrpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Instances as words, by keepalived's names, a line for each thing:
 * <pre>
 *   instance KEY [name NAME] [interface IF] [vrid N] [priority N] [ipv6] [use_vmac] [vmac NAME] [vmac_xmit_base]
 *                [no_accept] [promote_secondaries]
 *   address|excluded NETWORK [dev IF] [scope N] [label L] [broadcast A] [peer A] [preferred_lft N] [-nodad]
 *                [noprefixroute] [home] [mngtmpaddr] [autojoin] [use_vmac]
 *   route [TYPE] NETWORK [via A] [dev IF] [src A] [table N] [metric N] [scope N] [mtu N] [onlink]
 *   rule [not] [ipv6] [from NETWORK] [to NETWORK] [iif IF] [oif IF] [fwmark N] [fwmask N] [tos N] [priority N]
 *                [table N | ACTION]
 * </pre>
 */
final class TestInstances
{
    private static final int RTAX_MTU = 2;
    private static final int MAIN_TABLE = 254;
    private static final Map<String, VirtualAddress.Flag> FLAGS = Map.of(
        "-nodad", VirtualAddress.Flag.DUPLICATE_DETECTION,
        "noprefixroute", VirtualAddress.Flag.NO_PREFIX_ROUTE,
        "home", VirtualAddress.Flag.HOME,
        "mngtmpaddr", VirtualAddress.Flag.MANAGE_TEMPORARY,
        "autojoin", VirtualAddress.Flag.AUTO_JOIN,
        "use_vmac", VirtualAddress.Flag.VIRTUAL_MAC);
    private static final Set<String> WORDS = Set.of(
        "ipv6", "use_vmac", "vmac_xmit_base", "no_accept", "promote_secondaries", "onlink", "not");

    private final Map<String, String> words = new HashMap<>();
    private final List<VirtualAddress> addresses = new ArrayList<>();
    private final List<VirtualAddress> excluded = new ArrayList<>();
    private final List<VirtualRoute> routes = new ArrayList<>();
    private final List<VirtualRule> rules = new ArrayList<>();

    private TestInstances()
    {
    }

    static Map<String, VrrpInstance> parse(final String text)
    {
        final Map<String, VrrpInstance> instances = new LinkedHashMap<>();
        final Map<String, TestInstances> parts = new LinkedHashMap<>();
        TestInstances current = null;
        for (final String line : text.strip().split("\n"))
        {
            final Deque<String> rest = new ArrayDeque<>(Arrays.asList(line.strip().split("\\s+")));
            final String kind = rest.remove();
            if ("instance".equals(kind))
            {
                current = new TestInstances();
                parts.put(rest.peek(), current);
                current.words.put("name", rest.remove());
                current.words.putAll(words(rest));
            }
            else
            {
                current.add(kind, rest);
            }
        }
        parts.forEach((key, part) -> instances.put(key, part.instance()));
        return instances;
    }

    static VrrpInstance one(final String text)
    {
        return parse(text).values().iterator().next();
    }

    static VrrpGlobals globals(final VrrpInstance instance)
    {
        final VrrpGlobals usual = VrrpGlobals.DEFAULT;
        return new VrrpGlobals(usual.fifos(), false, usual.niceness(), usual.realTimePriority(),
            instance.addresses().addresses(), instance.addresses().routes(), instance.addresses().rules(),
            instance.adverts().interfaceName().orElseThrow(), false, true, false, Map.of());
    }

    static InetAddress ip(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    private void add(final String kind, final Deque<String> rest)
    {
        switch (kind)
        {
            case "address" -> addresses.add(address(rest));
            case "excluded" -> excluded.add(address(rest));
            case "route" -> routes.add(route(rest));
            case "rule" -> rules.add(rule(rest));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private VrrpInstance instance()
    {
        final boolean isIpv6 = words.containsKey("ipv6");
        final ElectionSettings election = new ElectionSettings(VrrpVersion.V3, number(words, "priority").orElse(100),
            1_000_000_000L, 3, false, true, 0, false, false, false, 0, GratuitousSettings.DEFAULT);
        final Optional<AdvertSettings.VirtualMac> virtualMac = words.containsKey("use_vmac") ?
            Optional.of(new AdvertSettings.VirtualMac(Optional.ofNullable(words.get("vmac")), Optional.empty(),
                words.containsKey("vmac_xmit_base"))) : Optional.empty();
        final AdvertSettings adverts = new AdvertSettings(VrrpVersion.V3, isIpv6,
            Optional.ofNullable(words.get("interface")), number(words, "vrid").orElse(51), Optional.empty(),
            ip(isIpv6 ? "ff02::12" : "224.0.0.18"), List.of(), false, 255, Authentication.NONE, false, false, false,
            false, !words.containsKey("no_accept"), virtualMac);
        return new VrrpInstance(words.get("name"), election, adverts,
            new AddressSettings(addresses, excluded, routes, rules, words.containsKey("promote_secondaries")),
            TrackSettings.NONE, NotifySettings.NONE, "test:1");
    }

    private static VirtualAddress address(final Deque<String> rest)
    {
        final String network = rest.remove();
        final Map<String, String> values = words(rest);
        final Set<VirtualAddress.Flag> flags = EnumSet.noneOf(VirtualAddress.Flag.class);
        FLAGS.forEach((word, flag) ->
        {
            if (values.containsKey(word))
            {
                flags.add(flag);
            }
        });
        return new VirtualAddress(
            ip(network.split("/")[0]),
            Integer.parseInt(network.split("/")[1]),
            Optional.ofNullable(values.get("dev")),
            number(values, "scope").orElse(0),
            Optional.ofNullable(values.get("label")),
            Optional.ofNullable(values.get("broadcast")).map(TestInstances::ip),
            Optional.ofNullable(values.get("peer")).map(TestInstances::ip),
            flags,
            longNumber(values, "preferred_lft"));
    }

    private static VirtualRoute route(final Deque<String> rest)
    {
        VirtualRoute.Type type = VirtualRoute.Type.UNICAST;
        if (!rest.peek().contains("/"))
        {
            type = VirtualRoute.Type.valueOf(rest.remove().toUpperCase());
        }
        final String network = rest.remove();
        final Map<String, String> values = words(rest);
        return new VirtualRoute(
            type,
            ip(network.split("/")[0]),
            Integer.parseInt(network.split("/")[1]),
            Optional.ofNullable(values.get("via")).map(TestInstances::ip),
            Optional.ofNullable(values.get("dev")),
            Optional.ofNullable(values.get("src")).map(TestInstances::ip),
            number(values, "table").orElse(MAIN_TABLE),
            number(values, "metric"),
            number(values, "scope"),
            18,
            values.containsKey("mtu") ? Map.of(RTAX_MTU, Long.valueOf(values.get("mtu"))) : Map.of(),
            values.containsKey("onlink"),
            true);
    }

    private static VirtualRule rule(final Deque<String> rest)
    {
        VirtualRule.Action action = VirtualRule.Action.LOOKUP;
        for (final VirtualRule.Action other : VirtualRule.Action.values())
        {
            if (rest.remove(other.name().toLowerCase()))
            {
                action = other;
            }
        }
        final Map<String, String> values = words(rest);
        return new VirtualRule(
            values.containsKey("ipv6"),
            values.containsKey("not"),
            Optional.ofNullable(values.get("from")).map((network) -> ip(network.split("/")[0])),
            length(values, "from"),
            Optional.ofNullable(values.get("to")).map((network) -> ip(network.split("/")[0])),
            length(values, "to"),
            Optional.ofNullable(values.get("iif")),
            Optional.ofNullable(values.get("oif")),
            longNumber(values, "fwmark"),
            longNumber(values, "fwmask"),
            number(values, "tos"),
            longNumber(values, "priority"),
            action,
            number(values, "table").orElse(MAIN_TABLE));
    }

    private static Map<String, String> words(final Deque<String> rest)
    {
        final Map<String, String> values = new HashMap<>();
        while (!rest.isEmpty())
        {
            final String word = rest.remove();
            values.put(word, WORDS.contains(word) || FLAGS.containsKey(word) ? "" : rest.remove());
        }
        return values;
    }

    private static OptionalInt number(final Map<String, String> values, final String word)
    {
        return values.containsKey(word) ? OptionalInt.of(Integer.decode(values.get(word))) : OptionalInt.empty();
    }

    private static OptionalLong longNumber(final Map<String, String> values, final String word)
    {
        return values.containsKey(word) ? OptionalLong.of(Long.decode(values.get(word))) : OptionalLong.empty();
    }

    private static int length(final Map<String, String> values, final String word)
    {
        return values.containsKey(word) ? Integer.parseInt(values.get(word).split("/")[1]) : 0;
    }
}
