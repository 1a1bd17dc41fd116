/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Position;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpInstance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds the VRRP part of a file as keepalived 2.2.7 does ({@code vrrp_parser.c}, {@code vrrp_complete_init}), with
 * the keywords of 2.4.
 */
final class VrrpBuilder
{
    private final List<ConfigNode> nodes;
    private final ScriptReader scripts;
    private final HostFacts host;
    private final Diagnostics diagnostics;

    VrrpBuilder(
        final List<ConfigNode> nodes,
        final ScriptReader scripts,
        final HostFacts host,
        final Diagnostics diagnostics)
    {
        this.nodes = nodes;
        this.scripts = scripts;
        this.host = host;
        this.diagnostics = diagnostics;
    }

    VrrpConfiguration build()
    {
        final Values globals = new Values(globalDefs(), diagnostics);
        final Interfaces interfaces = new Interfaces(host, globals.line("dynamic_interfaces").isPresent());
        final RouteNames names = new RouteNames(host);
        final RulePriorities priorities = new RulePriorities();
        final VrrpDefaults defaults = new VrrpDefaultsBuilder(globals).build();
        final TrackerCatalogue catalogue = new TrackerCatalogue(nodes, scripts, diagnostics);
        final VrrpSurroundings surroundings = new VrrpSurroundings(
            defaults,
            catalogue,
            scripts,
            new GarpGroups(nodes, interfaces, diagnostics),
            names,
            interfaces,
            priorities,
            diagnostics);
        reportPolling(nodes, "");
        final VrrpConfiguration found = new VrrpConfiguration(
            new VrrpGlobalsBuilder(nodes, globals, scripts, names, interfaces, priorities, diagnostics).build(),
            instances(surroundings),
            List.of(),
            TrackerCatalogue.trackers(catalogue.scripts()),
            TrackerCatalogue.trackers(catalogue.files()),
            TrackerCatalogue.trackers(catalogue.processes()));

        return grouped(found, surroundings);
    }

    /** All global_defs as one block: there may be several. */
    private ConfigNode globalDefs()
    {
        final List<ConfigNode> lines = nodes.stream()
            .filter((node) -> "global_defs".equals(node.name()))
            .flatMap((node) -> node.children().stream())
            .toList();

        return new ConfigNode(new Word("global_defs", new Position("", 0, 0), false), List.of(), lines);
    }

    private List<VrrpInstance> instances(final VrrpSurroundings surroundings)
    {
        final Map<String, ConfigNode> blocks = new LinkedHashMap<>();
        final List<VrrpInstance> instances = new ArrayList<>();
        final VrrpConflicts conflicts = new VrrpConflicts(diagnostics);
        for (final ConfigNode node : nodes)
        {
            if ("vrrp_instance".equals(node.name()))
            {
                final String name = node.arguments().get(0).text();
                final ConfigNode first = blocks.putIfAbsent(name, node);
                if (first != null)
                {
                    diagnostics.error(node.position(), "vrrp_instance " + name + " is already defined at " +
                        first.position() + "; this one is left out");
                }
                else
                {
                    reportPolling(node.children(), "vrrp_instance " + name + ": ");
                    new VrrpInstanceBuilder(node, surroundings).build()
                        .filter((instance) -> conflicts.isFree(instance, node.position()))
                        .ifPresent(instances::add);
                }
            }
        }

        return List.copyOf(instances);
    }

    private void reportPolling(final List<ConfigNode> lines, final String label)
    {
        lines.stream().filter((line) -> "linkbeat_use_polling".equals(line.name())).findFirst().ifPresent(
            (line) -> diagnostics.note(line.position(), label +
                "the state of links always comes from netlink; 'linkbeat_use_polling' changes nothing"));
    }

    private VrrpConfiguration grouped(final VrrpConfiguration found, final VrrpSurroundings surroundings)
    {
        final Map<String, VrrpInstance> instances = new LinkedHashMap<>();
        found.instances().forEach((instance) -> instances.put(instance.name(), instance));
        final List<SyncGroup> groups = new ArrayList<>();
        final Set<String> names = new HashSet<>();
        for (final ConfigNode node : nodes)
        {
            if ("vrrp_sync_group".equals(node.name()))
            {
                final String name = node.arguments().get(0).text();
                if (names.add(name))
                {
                    new SyncGroupBuilder(node, surroundings, instances, groups).build().ifPresent(groups::add);
                }
                else
                {
                    diagnostics.error(node.position(),
                        "vrrp_sync_group " + name + " is already defined; this one is left out");
                }
            }
        }

        return new VrrpConfiguration(
            found.globals(),
            List.copyOf(instances.values()),
            List.copyOf(groups),
            found.scripts(),
            found.files(),
            found.processes());
    }
}
