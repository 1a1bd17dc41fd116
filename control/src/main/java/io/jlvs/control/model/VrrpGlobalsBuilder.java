/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualRoute;
import io.jlvs.vrrp.model.VirtualRule;
import io.jlvs.vrrp.model.VrrpGlobals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Builds what holds for the whole VRRP process: global_defs, static entries, delays of links.
 */
final class VrrpGlobalsBuilder
{
    private static final int LOWEST_NICENESS = -20;
    private static final int HIGHEST_NICENESS = 19;
    private static final int MAX_REAL_TIME = 99;
    private static final long MAX_DELAY_NS = TimeUnit.SECONDS.toNanos(255);

    private final List<ConfigNode> nodes;
    private final Values values;
    private final ScriptReader scripts;
    private final RouteNames names;
    private final Interfaces interfaces;
    private final RulePriorities priorities;
    private final Diagnostics diagnostics;

    VrrpGlobalsBuilder(
        final List<ConfigNode> nodes,
        final Values values,
        final ScriptReader scripts,
        final RouteNames names,
        final Interfaces interfaces,
        final RulePriorities priorities,
        final Diagnostics diagnostics)
    {
        this.nodes = nodes;
        this.values = values;
        this.scripts = scripts;
        this.names = names;
        this.interfaces = interfaces;
        this.priorities = priorities;
        this.diagnostics = diagnostics;
    }

    VrrpGlobals build()
    {
        final String defaultInterface =
            values.text("default_interface").orElse(VrrpGlobals.DEFAULT.defaultInterface());

        return new VrrpGlobals(
            fifos(),
            values.line("fifo_write_vrrp_states_on_reload").isPresent(),
            number("vrrp_priority", LOWEST_NICENESS, HIGHEST_NICENESS),
            realTimePriority(),
            addresses(defaultInterface),
            routes(),
            rules(),
            defaultInterface,
            values.line("log_unknown_vrids").isPresent(),
            interfaces.isDynamic(),
            values.line("enable_script_security").isPresent(),
            linkDelays());
    }

    private OptionalInt number(final String name, final int minimum, final int maximum)
    {
        return values.number(name, minimum, maximum).map((number) -> OptionalInt.of(number.intValue()))
            .orElse(OptionalInt.empty());
    }

    private OptionalInt realTimePriority()
    {
        final Optional<Word> word = values.word("vrrp_rt_priority");
        final OptionalLong number = word.map(Word::text).map(Numbers::parse).orElse(OptionalLong.empty());
        if (word.isEmpty() || number.isEmpty())
        {
            return number("vrrp_rt_priority", 1, MAX_REAL_TIME);
        }

        final int priority = (int)Math.max(1, Math.min(MAX_REAL_TIME, number.getAsLong()));
        if (priority != number.getAsLong())
        {
            values.invalid("vrrp_rt_priority", word.get(), "a number from 1 to " + MAX_REAL_TIME,
                priority + " is taken");
        }

        return OptionalInt.of(priority);
    }

    private List<VrrpGlobals.Fifo> fifos()
    {
        final List<VrrpGlobals.Fifo> fifos = new ArrayList<>();
        for (final String name : List.of("notify_fifo", "vrrp_notify_fifo"))
        {
            final Optional<ScriptCommand> script = scripts.notifyScript(values.line(name + "_script"));
            final Optional<ConfigNode> line = values.line(name);
            line.ifPresent((found) -> fifos.add(new VrrpGlobals.Fifo(
                found.arguments().get(0).text(),
                found.argument(1).map(Word::text),
                found.argument(2).map(Word::text),
                script)));
            if (line.isEmpty())
            {
                values.word(name + "_script").ifPresent((word) -> diagnostics.warning(word.position(),
                    "'" + name + "_script' reads no FIFO; write '" + name + " PATH' too"));
            }
        }

        return List.copyOf(fifos);
    }

    private List<ConfigNode> entries(final String name)
    {
        return nodes.stream()
            .filter((node) -> name.equals(node.name())).flatMap((node) -> node.children().stream()).toList();
    }

    private List<VirtualAddress> addresses(final String defaultInterface)
    {
        final BlockReport report = new BlockReport("static_ipaddress", diagnostics);

        return entries("static_ipaddress").stream()
            .map((line) -> new VirtualAddressParser(line, report, names, interfaces).parse())
            .flatMap(Optional::stream)
            .map((address) -> withDevice(address, defaultInterface))
            .toList();
    }

    private static VirtualAddress withDevice(final VirtualAddress address, final String defaultInterface)
    {
        return new VirtualAddress(
            address.address(),
            address.prefixLength(),
            address.device().or(() -> Optional.of(defaultInterface)),
            address.scope(),
            address.label(),
            address.broadcast(),
            address.peer(),
            address.flags(),
            address.preferredLifetimeS());
    }

    private List<VirtualRoute> routes()
    {
        final BlockReport report = new BlockReport("static_routes", diagnostics);

        return entries("static_routes").stream()
            .map((line) -> new VirtualRouteParser(line, report, names, interfaces).parse())
            .flatMap(Optional::stream)
            .toList();
    }

    private List<VirtualRule> rules()
    {
        final BlockReport report = new BlockReport("static_rules", diagnostics);

        return entries("static_rules").stream()
            .map((line) -> new VirtualRuleParser(line, report, names, interfaces, priorities).parse())
            .flatMap(Optional::stream)
            .toList();
    }

    private Map<String, VrrpGlobals.LinkDelay> linkDelays()
    {
        final Map<String, VrrpGlobals.LinkDelay> delays = new LinkedHashMap<>();
        for (final ConfigNode line : entries("interface_up_down_delays"))
        {
            final List<Word> times = line.arguments();
            final Optional<Long> downNs = times.stream().findFirst().flatMap(this::delayNs);
            final Optional<Long> upNs = times.size() > 1 ? delayNs(times.get(1)) : downNs;
            if (downNs.isEmpty() || upNs.isEmpty())
            {
                diagnostics.error(line.position(), "interface_up_down_delays: '" + line.name() +
                    "' wants one or two times from 0 to 255 seconds; it is left out");
            }
            else if (!interfaces.isKnown(line.name()))
            {
                diagnostics.error(line.position(), "interface_up_down_delays: interface '" + line.name() +
                    "' does not exist on this machine; it is left out");
            }
            else
            {
                delays.put(line.name(), new VrrpGlobals.LinkDelay(downNs.get(), upNs.get()));
            }
        }

        return Collections.unmodifiableMap(delays);
    }

    private Optional<Long> delayNs(final Word word)
    {
        return Values.nanoseconds(word.text()).filter((timeNs) -> timeNs <= MAX_DELAY_NS);
    }
}
