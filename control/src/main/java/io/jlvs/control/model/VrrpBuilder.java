/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds VRRP instances and scripts and finds the mistakes that keepalived finds in them.
 */
final class VrrpBuilder
{
    private static final int MAX_ID = 255;
    private static final int DEFAULT_PRIORITY = 100;
    private static final int OWNER_PRIORITY = 255;
    private static final int MAX_WEIGHT = 253;
    private static final int MAX_PASSWORD = 8;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MINIMUM_ADVERT_NS = SECOND_NS / 100;

    private final Diagnostics diagnostics;
    private final HostFacts host;

    VrrpBuilder(final Diagnostics diagnostics, final HostFacts host)
    {
        this.diagnostics = diagnostics;
        this.host = host;
    }

    List<VrrpScript> scripts(final List<ConfigNode> nodes)
    {
        final List<VrrpScript> scripts = new ArrayList<>();
        for (final ConfigNode node : nodes)
        {
            if ("vrrp_script".equals(node.name()))
            {
                scripts.add(script(node));
            }
        }

        return List.copyOf(scripts);
    }

    private VrrpScript script(final ConfigNode node)
    {
        final Values values = new Values(node, diagnostics);
        final String name = node.arguments().get(0).text();
        final Optional<Command> command = values.command("script");
        if (command.isEmpty())
        {
            diagnostics.error(node.position(), "vrrp_script " + name + " has no 'script'; it is disabled");
        }
        else if (command.get().words().get(0).startsWith("/") && !host.isExecutable(command.get().words().get(0)))
        {
            diagnostics.warning(values.word("script").get().position(), "vrrp_script " + name + ": '" +
                command.get().words().get(0) + "' does not exist or cannot be executed; it is disabled");
        }

        final long intervalNs = values.timer("interval", 1).orElse(SECOND_NS);
        return new VrrpScript(
            name,
            command.orElse(new Command(List.of())),
            intervalNs,
            values.timer("timeout", 1).orElse(intervalNs),
            values.number("weight", -MAX_WEIGHT, MAX_WEIGHT).map(Long::intValue).orElse(0),
            values.number("rise", 1, Integer.MAX_VALUE).map(Long::intValue).orElse(1),
            values.number("fall", 1, Integer.MAX_VALUE).map(Long::intValue).orElse(1),
            values.flag("init_fail"),
            node.position());
    }

    List<VrrpInstance> instances(final List<ConfigNode> nodes, final List<VrrpScript> scripts)
    {
        final Map<String, VrrpInstance> instances = new LinkedHashMap<>();
        final List<String> scriptNames = scripts.stream().map(VrrpScript::name).toList();
        for (final ConfigNode node : nodes)
        {
            if ("vrrp_instance".equals(node.name()))
            {
                final VrrpInstance instance = instance(node, scriptNames);
                final VrrpInstance first = instances.putIfAbsent(instance.name(), instance);
                if (first != null)
                {
                    diagnostics.error(node.position(), "vrrp_instance " + instance.name() + " is already defined at " +
                        first.node().position() + "; this one is left out");
                }
            }
        }

        return List.copyOf(instances.values());
    }

    private VrrpInstance instance(final ConfigNode node, final List<String> scriptNames)
    {
        final Values values = new Values(node, diagnostics);
        final String name = node.arguments().get(0).text();
        final Optional<Word> router = values.word("virtual_router_id");
        final int priority = values.word("priority").flatMap((word) -> values.number(
            "priority", word, 1, MAX_ID, DEFAULT_PRIORITY + " is taken")).map(Long::intValue).orElse(DEFAULT_PRIORITY);
        if (router.isEmpty())
        {
            diagnostics.error(node.position(), "vrrp_instance " + name +
                " has no 'virtual_router_id'; write one from 1 to " + MAX_ID);
        }

        final boolean isMaster = isMaster(values);
        final boolean isPreempting = values.line("nopreempt").isEmpty();
        if (!isPreempting && (isMaster || OWNER_PRIORITY == priority))
        {
            diagnostics.warning(values.line("nopreempt").get().position(), "vrrp_instance " + name +
                ": 'nopreempt' has no effect with 'state MASTER' or priority 255; write 'state BACKUP'");
        }

        return new VrrpInstance(
            name,
            isMaster,
            interfaceName(node, values, name),
            router.flatMap((word) -> values.number("virtual_router_id", word, 1, MAX_ID,
                "vrrp_instance " + name + " cannot run")).map(Long::intValue).orElse(0),
            priority,
            values.timer("advert_int", MINIMUM_ADVERT_NS).orElse(SECOND_NS),
            authentication(values, name),
            isPreempting,
            values.timer("preempt_delay", 0).orElse(0L),
            addresses(node, values, name),
            trackedScripts(values, name, scriptNames),
            node);
    }

    private boolean isMaster(final Values values)
    {
        final Optional<Word> word = values.word("state");
        switch (word.map(Word::text).orElse("BACKUP"))
        {
            case "MASTER":
                return true;

            case "BACKUP":
                return false;

            default:
                values.invalid("state", word.get(), "MASTER or BACKUP", "BACKUP is taken");
                return false;
        }
    }

    private Optional<String> interfaceName(final ConfigNode node, final Values values, final String name)
    {
        final Optional<Word> word = values.word("interface");
        if (word.isEmpty() && values.line("unicast_peer").isEmpty())
        {
            diagnostics.error(node.position(), "vrrp_instance " + name + " has no 'interface'; write its name");
        }
        word.filter((found) -> !host.hasInterface(found.text())).ifPresent((found) -> diagnostics.warning(
            found.position(), "vrrp_instance " + name + ": interface '" + found.text() +
            "' does not exist on this machine; 'ip link' lists those that do"));

        return word.map(Word::text);
    }

    private Optional<VrrpInstance.Authentication> authentication(final Values values, final String name)
    {
        final Optional<ConfigNode> block = values.line("authentication");
        if (block.isEmpty())
        {
            return Optional.empty();
        }

        final Values own = new Values(block.get(), diagnostics);
        final Optional<Word> type = own.word("auth_type");
        final Optional<Word> password = own.word("auth_pass");
        final String typeName = type.map(Word::text).orElse("");
        if (!"PASS".equals(typeName) && !"AH".equals(typeName) || password.isEmpty())
        {
            diagnostics.error(type.map(Word::position).orElse(block.get().position()), "vrrp_instance " + name +
                ": 'authentication' needs 'auth_type PASS' or 'AH' and 'auth_pass'; it is left out");
            return Optional.empty();
        }

        final String text = password.get().text();
        if (text.length() > MAX_PASSWORD)
        {
            diagnostics.warning(password.get().position(), "vrrp_instance " + name +
                ": 'auth_pass' is longer than " + MAX_PASSWORD + " characters; the rest is not used");
        }

        return Optional.of(new VrrpInstance.Authentication(
            "AH".equals(typeName), text.substring(0, Math.min(MAX_PASSWORD, text.length()))));
    }

    private List<VrrpInstance.VirtualAddress> addresses(
        final ConfigNode node, final Values values, final String name)
    {
        final List<VrrpInstance.VirtualAddress> addresses = new ArrayList<>();
        for (final ConfigNode line : values.line("virtual_ipaddress").map(ConfigNode::children).orElse(List.of()))
        {
            virtualAddress(line).ifPresentOrElse(addresses::add, () -> diagnostics.error(line.position(),
                "vrrp_instance " + name + ": '" + line.name() +
                "' is not an address; write 10.0.0.100 or 10.0.0.100/24; it is left out"));
        }
        final boolean isMeant = values.line("no_virtual_ipaddress", "virtual_ipaddress_excluded").isPresent();
        if (addresses.isEmpty() && !isMeant)
        {
            diagnostics.warning(node.position(), "vrrp_instance " + name +
                " has no virtual address; write 'virtual_ipaddress { ADDRESS }'");
        }

        return List.copyOf(addresses);
    }

    private static Optional<VrrpInstance.VirtualAddress> virtualAddress(final ConfigNode line)
    {
        final int slash = line.name().indexOf('/');
        final String text = slash < 0 ? line.name() : line.name().substring(0, slash);
        final Optional<InetAddress> address = Addresses.parse(text);
        final int bits = address.isPresent() && address.get() instanceof Inet6Address ? 128 : 32;
        final String prefix = slash < 0 ? Integer.toString(bits) : line.name().substring(slash + 1);
        if (address.isEmpty() || !prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits)
        {
            return Optional.empty();
        }

        return Optional.of(new VrrpInstance.VirtualAddress(
            address.get(), Integer.parseInt(prefix), line.arguments().stream().map(Word::text).toList()));
    }

    private List<String> trackedScripts(
        final Values values, final String name, final List<String> scriptNames)
    {
        final List<String> tracked = new ArrayList<>();
        for (final ConfigNode line : values.line("track_script").map(ConfigNode::children).orElse(List.of()))
        {
            if (scriptNames.contains(line.name()))
            {
                tracked.add(line.name());
            }
            else
            {
                diagnostics.error(line.position(), "vrrp_instance " + name + ": there is no vrrp_script '" +
                    line.name() + "' to track; it is left out");
            }
        }

        return List.copyOf(tracked);
    }
}
