/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.model.RealServer;
import io.jlvs.control.model.TestConfigurations;
import io.jlvs.control.model.VirtualServer;
import io.jlvs.dataplane.text.InetText;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What a service holds as its servers come and go; texts and tables as recorded from keepalived 2.2.7.
 */
class ServiceHealthTest
{
    @Test
    void shouldReplaceServersBySorryServerWhileQuorumIsLost()
    {
        assertTranscript(server("recorded-plain.conf"), "start,-1,-2,+2,+1,-2", """
            start
              Gained quorum 1+0=1 <= 4 for VS [10.0.0.100]:tcp:80
              .21=3 .22=1
            -1
              Removing service [10.0.0.21]:tcp:80 from VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs1_down
              .22=1
            -2
              Removing service [10.0.0.22]:tcp:80 from VS [10.0.0.100]:tcp:80
              Lost quorum 1-0=1 > 0 for VS [10.0.0.100]:tcp:80
              Adding sorry server [10.0.0.23]:tcp:80 to VS [10.0.0.100]:tcp:80
              Removing alive servers from the pool for VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs2_down
              .23=1
            +2
              Adding service [10.0.0.22]:tcp:80 to VS [10.0.0.100]:tcp:80
              Gained quorum 1+0=1 <= 1 for VS [10.0.0.100]:tcp:80
              Removing sorry server [10.0.0.23]:tcp:80 from VS [10.0.0.100]:tcp:80
              Adding alive servers to the pool for VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs2_up
              .22=1
            +1
              Adding service [10.0.0.21]:tcp:80 to VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs1_up
              .21=3 .22=1
            -2
              Removing service [10.0.0.22]:tcp:80 from VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs2_down
              .21=3
            """);
    }

    @Test
    void shouldKeepInhibitedServersWithWeightZero()
    {
        assertTranscript(server("recorded-inhibit.conf"), "start,-1,-2,+2", """
            start
              Gained quorum 1+0=1 <= 4 for VS [10.0.0.100]:tcp:80
              .21=3 .22=1
            -1
              Disabling service [10.0.0.21]:tcp:80 of VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs1_down
              .21=0 .22=1
            -2
              Disabling service [10.0.0.22]:tcp:80 of VS [10.0.0.100]:tcp:80
              Lost quorum 1-0=1 > 0 for VS [10.0.0.100]:tcp:80
              Adding sorry server [10.0.0.23]:tcp:80 to VS [10.0.0.100]:tcp:80
              Removing alive servers from the pool for VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs2_down
              .21=0 .22=0 .23=1
            +2
              Enabling service [10.0.0.22]:tcp:80 of VS [10.0.0.100]:tcp:80
              Gained quorum 1+0=1 <= 1 for VS [10.0.0.100]:tcp:80
              Removing sorry server [10.0.0.23]:tcp:80 from VS [10.0.0.100]:tcp:80
              Adding alive servers to the pool for VS [10.0.0.100]:tcp:80
              run /run/ka/n.sh rs2_up
              .21=0 .22=1
            """);
    }

    @Test
    void shouldCountWeightsForQuorumWithHysteresis()
    {
        assertTranscript(service("quorum 3\n hysteresis 1\n quorum_up \"/q up\"\n quorum_down \"/q down\"\n",
            "weight 3", "weight 2"), "start,-2,-1,+2,+1", """
            start
              Gained quorum 3+1=4 <= 5 for VS [10.0.0.100]:tcp:80
              run /q up
              .21=3 .22=2
            -2
              Removing service [10.0.0.22]:tcp:80 from VS [10.0.0.100]:tcp:80
              .21=3
            -1
              Removing service [10.0.0.21]:tcp:80 from VS [10.0.0.100]:tcp:80
              Lost quorum 3-1=2 > 0 for VS [10.0.0.100]:tcp:80
              run /q down
             \s
            +2
              Adding service [10.0.0.22]:tcp:80 to VS [10.0.0.100]:tcp:80
              .22=2
            +1
              Adding service [10.0.0.21]:tcp:80 to VS [10.0.0.100]:tcp:80
              Gained quorum 3+1=4 <= 5 for VS [10.0.0.100]:tcp:80
              run /q up
              .21=3 .22=2
            """);
    }

    @Test
    void shouldHoldInhibitedSorryServerAtWeightZero()
    {
        assertTranscript(service("sorry_server 10.0.0.23 80\n sorry_server_inhibit\n", "weight 1", "weight 1"),
            "start,-1,-2", """
            start
              Gained quorum 1+0=1 <= 2 for VS [10.0.0.100]:tcp:80
              .21=1 .22=1 .23=0
            -1
              Removing service [10.0.0.21]:tcp:80 from VS [10.0.0.100]:tcp:80
              .22=1 .23=0
            -2
              Removing service [10.0.0.22]:tcp:80 from VS [10.0.0.100]:tcp:80
              Lost quorum 1-0=1 > 0 for VS [10.0.0.100]:tcp:80
              Enabling sorry server [10.0.0.23]:tcp:80 to VS [10.0.0.100]:tcp:80
              Removing alive servers from the pool for VS [10.0.0.100]:tcp:80
              .23=1
            """);
    }

    @Test
    void shouldBeginWithSorryServerWhenNobodyIsAlive()
    {
        final ServiceHealth health = new ServiceHealth(server("recorded-plain.conf"), (realServer) -> false);

        final HealthChange change = health.start();

        assertEquals("Starting with quorum down 1-0=1 > 0 for VS [10.0.0.100]:tcp:80",
            change.log().get(0));
        assertEquals(".23=1", table(health));
    }

    @Test
    void shouldKeepQuorumStateOverReload()
    {
        final VirtualServer server = server("recorded-plain.conf");
        final ServiceHealth before = new ServiceHealth(server, (realServer) -> false);
        before.start();

        final ServiceHealth after = new ServiceHealth(server, (realServer) -> false, before);

        assertEquals(List.of(), after.start().log());
        assertEquals(before.desired(), after.desired());
    }

    @Test
    void shouldRunScriptsAtStopOnlyWithOmega()
    {
        final ServiceHealth plain = new ServiceHealth(server("recorded-plain.conf"), (realServer) -> true);
        final ServiceHealth omega = new ServiceHealth(
            service("omega\n", "notify_down /x", "weight 1"), (realServer) -> true);

        assertEquals(List.of("Shutting down service [10.0.0.21]:tcp:80 from VS [10.0.0.100]:tcp:80",
            "Shutting down service [10.0.0.22]:tcp:80 from VS [10.0.0.100]:tcp:80"), plain.stop().log());
        assertEquals(List.of(), plain.stop().scripts());
        assertEquals(List.of("/x"), omega.stop().scripts().get(0).words());
    }

    private static void assertTranscript(final VirtualServer server, final String events, final String expected)
    {
        final ServiceHealth health = new ServiceHealth(server, (realServer) -> true);
        final StringBuilder transcript = new StringBuilder();
        for (final String event : events.split(","))
        {
            final HealthChange change = "start".equals(event) ? health.start() : health.onServer(
                server.realServers().get(event.charAt(1) - '1'), '+' == event.charAt(0));
            transcript.append(event).append('\n');
            change.log().forEach((line) -> transcript.append("  ").append(line).append('\n'));
            change.scripts().forEach((command) ->
                transcript.append("  run ").append(String.join(" ", command.words())).append('\n'));
            transcript.append("  ").append(table(health)).append('\n');
        }

        assertEquals(expected, transcript.toString());
    }

    private static String table(final ServiceHealth health)
    {
        final StringBuilder builder = new StringBuilder();
        health.desired().destinations().forEach((key, spec) -> builder
            .append(builder.length() > 0 ? " " : "")
            .append(InetText.of(key.address()).substring("10.0.0".length()))
            .append('=').append(spec.weight()));

        return builder.toString();
    }

    private static VirtualServer server(final String resource)
    {
        return TestConfigurations.build(TestConfigurations.resource(resource)).virtualServers().get(0);
    }

    private static VirtualServer service(final String lines, final String first, final String second)
    {
        final VirtualServer server = TestConfigurations.build(
            "virtual_server 10.0.0.100 80 {\n lb_algo rr\n lb_kind DR\n protocol TCP\n" + lines +
            "real_server 10.0.0.21 80 {\n" + first + "\n}\nreal_server 10.0.0.22 80 {\n" + second + "\n}\n}\n")
            .virtualServers().get(0);
        assertEquals(2, server.realServers().stream().map(RealServer::key).distinct().count());

        return server;
    }
}
