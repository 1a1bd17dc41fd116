/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.ParsedConfiguration;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.vrrp.model.VrrpConfiguration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a parsed file its meaning: fills in defaults, corrects what keepalived corrects and says so.
 */
public final class ConfigurationBuilder
{
    private ConfigurationBuilder()
    {
    }

    /**
     * Build the records.
     *
     * @param parsed tree of the file.
     * @param host   what of the machine a configuration refers to.
     * @return the configuration with the diagnostics of parsing and building.
     */
    public static Configuration build(final ParsedConfiguration parsed, final HostFacts host)
    {
        final Diagnostics diagnostics = new Diagnostics();
        diagnostics.addAll(parsed.diagnostics());
        final GlobalDefs globalDefs = globalDefs(parsed.nodes(), diagnostics);
        final ScriptReader scripts =
            new ScriptReader(ScriptPolicy.of(parsed.nodes(), host, diagnostics), host, diagnostics);
        final VrrpConfiguration vrrp = new VrrpBuilder(parsed.nodes(), scripts, host, diagnostics).build();
        final List<VirtualServer> servers = virtualServers(parsed.nodes(), globalDefs, scripts, diagnostics);
        scripts.finish();

        return new Configuration(globalDefs, vrrp, servers, parsed.nodes(), diagnostics.list());
    }

    private static GlobalDefs globalDefs(final List<ConfigNode> nodes, final Diagnostics diagnostics)
    {
        GlobalDefs result = GlobalDefs.DEFAULT;
        for (final ConfigNode node : nodes)
        {
            if ("global_defs".equals(node.name()))
            {
                final Values values = new Values(node, diagnostics);
                final List<String> emails = new ArrayList<>();
                values.line("notification_email").ifPresent(
                    (block) -> block.children().forEach((line) -> emails.add(line.name())));
                final Optional<String> routerId = values.text("router_id");
                result = new GlobalDefs(
                    routerId.isPresent() ? routerId : result.routerId(),
                    emails.isEmpty() ? result.notificationEmails() : List.copyOf(emails),
                    values.bool("checker_log_all_failures").orElse(result.isLoggingEveryFailure()));
            }
        }

        return result;
    }

    private static List<VirtualServer> virtualServers(
        final List<ConfigNode> nodes,
        final GlobalDefs globalDefs,
        final ScriptReader scripts,
        final Diagnostics diagnostics)
    {
        final Map<ServiceKey, VirtualServer> servers = new LinkedHashMap<>();
        for (final ConfigNode node : nodes)
        {
            if ("virtual_server".equals(node.name()))
            {
                new VirtualServerBuilder(node, globalDefs, scripts, diagnostics).build().ifPresent(
                    (server) -> servers.merge(
                        server.key(), server, (first, second) -> merge(first, second, diagnostics)));
            }
        }

        return List.copyOf(servers.values());
    }

    private static VirtualServer merge(
        final VirtualServer first, final VirtualServer second, final Diagnostics diagnostics)
    {
        diagnostics.warning(second.position(), "virtual server " + second.label() + " is already defined at " +
            first.position() + "; its real servers are added there and its other lines are ignored");
        final Map<Object, RealServer> realServers = new LinkedHashMap<>();
        first.realServers().forEach((server) -> realServers.put(server.key(), server));
        second.realServers().forEach((server) -> realServers.putIfAbsent(server.key(), server));

        return new VirtualServer(
            first.key(),
            first.spec(),
            first.isOmega(),
            first.quorum(),
            first.hysteresis(),
            first.quorumUp(),
            first.quorumDown(),
            first.sorryServer(),
            List.copyOf(realServers.values()),
            first.position());
    }
}
