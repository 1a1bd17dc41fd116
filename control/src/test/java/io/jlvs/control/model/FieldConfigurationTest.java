/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ParsedConfiguration;
import io.jlvs.vrrp.model.VrrpInstance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Configurations as people publish them, with their typing errors, full-width spaces and comments of other languages:
 * what is reported and what runs, compared with the file of the same name ending in {@code .expected}.
 */
class FieldConfigurationTest
{
    @ParameterizedTest
    @ValueSource(strings = {
        "field-000", "field-001-master", "field-001-backup", "field-002", "field-003", "field-004-global",
        "field-004-vrrp", "field-004-script", "field-004-virtual-server", "field-004-master", "field-004-backup",
        "recorded-plain", "recorded-inhibit", "recorded-sorry-inhibit"})
    void shouldTakeConfigurationFromTheField(final String name)
    {
        final ParsedConfiguration parsed =
            TestConfigurations.parse(name + ".conf", TestConfigurations.resource(name + ".conf"));

        final Configuration configuration = ConfigurationBuilder.build(parsed, TestConfigurations.HOST);

        assertTrue(configuration.isUsable(), () -> configuration.diagnostics().toString());
        assertEquals(TestConfigurations.resource(name + ".expected"), describe(parsed, configuration));
    }

    private static String describe(final ParsedConfiguration parsed, final Configuration configuration)
    {
        final StringBuilder builder = new StringBuilder();
        configuration.diagnostics().forEach((diagnostic) -> builder.append(diagnostic).append('\n'));
        parsed.notYetWarning().ifPresent((diagnostic) -> builder.append(diagnostic).append('\n'));
        builder.append(configuration.globalDefs()).append('\n');
        configuration.vrrp().scripts().forEach((script) -> builder.append(script).append('\n'));
        for (final VrrpInstance instance : configuration.vrrp().instances())
        {
            builder.append("vrrp_instance ").append(instance.name()).append('\n')
                .append("  ").append(instance.election()).append('\n')
                .append("  ").append(instance.adverts()).append('\n')
                .append("  ").append(instance.addresses()).append('\n')
                .append("  ").append(instance.tracking()).append('\n')
                .append("  ").append(instance.notification()).append('\n');
        }
        for (final VirtualServer server : configuration.virtualServers())
        {
            builder.append("virtual_server ").append(server.label())
                .append(' ').append(server.spec().schedulerName())
                .append(" persistent ").append(server.spec().persistenceTimeoutSeconds())
                .append(" quorum ").append(server.quorum())
                .append(server.sorryServer().map(
                    (sorry) -> " sorry " + Labels.destination(server.key(), sorry.key())).orElse(""))
                .append('\n');
            server.realServers().forEach((realServer) -> describe(builder, server, realServer));
        }

        return builder.toString();
    }

    private static void describe(final StringBuilder builder, final VirtualServer server, final RealServer realServer)
    {
        builder.append("  ").append(realServer.position().line())
            .append(": ").append(Labels.destination(server.key(), realServer.key()))
            .append(" weight ").append(realServer.weight())
            .append(" forwarding ").append(realServer.forwarding().code())
            .append(realServer.isInhibitedOnFailure() ? " inhibit" : "")
            .append(realServer.notifyUp().map((command) -> " up " + command.words()).orElse(""))
            .append(realServer.notifyDown().map((command) -> " down " + command.words()).orElse(""))
            .append('\n');
        realServer.checks().forEach((check) -> builder.append("    ").append(check).append('\n'));
    }
}
