/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Diagnostic;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.text.InetText;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VirtualServerBuilderTest
{
    private static final String SERVER = " real_server 10.0.0.21 80 {\n }\n";

    @Test
    void shouldFillInDefaultsOfKeepalived()
    {
        final Configuration configuration = build("", " real_server 10.0.0.21 {\n TCP_CHECK {\n }\n }\n");

        final VirtualServer server = configuration.virtualServers().get(0);
        assertEquals(IpProtocol.UDP, server.key().protocol());
        assertEquals("wlc", server.spec().schedulerName());
        assertEquals(0, server.spec().persistenceTimeoutSeconds());
        assertEquals(-1, server.spec().netmask());
        final RealServer realServer = server.realServers().get(0);
        assertEquals(80, realServer.key().port());
        assertEquals(1, realServer.weight());
        assertEquals(Forwarding.NAT, realServer.forwarding());
        final CheckSettings check = realServer.checks().get(0);
        assertEquals(new CheckTiming(1, seconds(1), seconds(60), seconds(60)), check.timing());
        assertEquals(new ConnectOptions(new InetSocketAddress("10.0.0.21", 80), Optional.empty(), seconds(5)),
            check.connect());
    }

    @Test
    void shouldInheritCheckSettingsFromServerAndService()
    {
        final Configuration configuration = build(
            "delay_loop 7\n retry 4\n connect_timeout 2\n virtualhost a.example\n",
            " real_server 10.0.0.21 80 {\n retry 5\n warmup 0\n virtualhost b.example\n HTTP_GET {\n" +
            " connect_ip 10.0.0.99\n connect_port 8080\n bindto 10.0.0.1\n bind_port 999\n delay_loop 0.5\n" +
            " url {\n path /a\n }\n url {\n path /b\n virtualhost c.example\n status_code 200 301-302\n }\n }\n }\n");

        final HttpGet check = (HttpGet)configuration.virtualServers().get(0).realServers().get(0).checks().get(0);
        assertEquals(new CheckTiming(5, seconds(3), TimeUnit.MILLISECONDS.toNanos(500), 0), check.timing());
        assertEquals(new ConnectOptions(new InetSocketAddress("10.0.0.99", 8080),
            Optional.of(new InetSocketAddress("10.0.0.1", 999)), seconds(2)), check.connect());
        assertEquals(Optional.of("b.example"), check.urls().get(0).host());
        assertEquals(Optional.of("c.example"), check.urls().get(1).host());
        assertEquals(UrlCheck.SUCCESS, check.urls().get(0).statusCodes());
        assertTrue(check.urls().get(1).accepts(302));
        assertFalse(check.urls().get(1).accepts(299));
    }

    @Test
    void shouldReadPersistence()
    {
        assertEquals(360, persistence("persistence_timeout\n"));
        assertEquals(50, persistence("persistence_timeout 50\n"));
        assertEquals(0, persistence("persistence_timeout 0\n"));
        assertEquals(360, persistence("persistence_granularity 255.255.255.0\n"));
        assertEquals(0xFFFF_FF00,
            build("persistence_granularity 255.255.255.0\n", SERVER).virtualServers().get(0).spec().netmask());
    }

    @Test
    void shouldReadForwardingMethods()
    {
        assertEquals(Forwarding.DR, forwarding("lb_kind DR"));
        assertEquals(Forwarding.TUN, forwarding("lvs_method TUN"));
        assertEquals(new Forwarding(ForwardingCode.TUNNEL, 1, 6080, 2),
            forwarding("lvs_method TUN type gue port 6080 remcsum"));
        assertEquals(Forwarding.NAT, forwarding("lvs_method TUN type gue"));
        assertEquals(Forwarding.NAT, forwarding("lvs_method DRR"));
    }

    @Test
    void shouldTakeIpv6AndRefuseMixedFamiliesExceptForTunnels()
    {
        final String text = "virtual_server fd00::100 80 {\n lb_algo rr\n lb_kind DR\n protocol TCP\n" +
            " persistence_granularity 64\n real_server fd00::21 80 {\n }\n real_server 10.0.0.21 80 {\n }\n" +
            " real_server 10.0.0.22 80 {\n lvs_method TUN\n }\n}\n";

        final Configuration configuration = TestConfigurations.build(text);

        final VirtualServer server = configuration.virtualServers().get(0);
        assertEquals("[fd00::100]:tcp:80", server.label());
        assertEquals(64, server.spec().netmask());
        assertEquals(List.of("fd00::21", "10.0.0.22"), server.realServers().stream()
            .map((realServer) -> InetText.of(realServer.key().address())).toList());
        assertEquals(8, configuration.diagnostics().get(0).line());
    }

    @Test
    void shouldTakeFirewallMark()
    {
        final VirtualServer server = TestConfigurations.build(
            "virtual_server fwmark 5 {\n lb_algo rr\n lb_kind DR\n real_server 10.0.0.21 80 {\n }\n}\n")
            .virtualServers().get(0);

        assertEquals("FWM 5", server.label());
        assertEquals(5, server.key().firewallMark());
        assertEquals(0, server.key().protocol());
        assertEquals(0, server.realServers().get(0).key().port());
    }

    @Test
    void shouldReadSorryServerScriptsAndFlags()
    {
        final Configuration configuration = build(
            "lb_algo sh\n sh-port\n sh-fallback\n sorry_server 10.0.0.9 80\n sorry_server_inhibit\n alpha\n omega\n" +
            " inhibit_on_failure\n quorum_up \"/x.sh a b\"\n",
            " real_server 10.0.0.21 80 {\n inhibit_on_failure no\n }\n" + " real_server 10.0.0.22 80 {\n }\n");

        final VirtualServer server = configuration.virtualServers().get(0);
        assertEquals(3, server.spec().schedulerFlags());
        assertTrue(server.sorryServer().orElseThrow().isInhibited());
        assertTrue(server.isOmega());
        assertEquals(List.of("/x.sh", "a", "b"), server.quorumUp().orElseThrow().words());
        assertFalse(server.realServers().get(0).isInhibitedOnFailure());
        assertTrue(server.realServers().get(1).isInhibitedOnFailure());
    }

    @Test
    void shouldAddServersOfSecondBlockToFirst()
    {
        final Configuration configuration = TestConfigurations.build(
            text("lb_algo rr\n lb_kind DR\n protocol TCP\n", SERVER) +
            text("lb_algo wlc\n lb_kind DR\n protocol TCP\n", SERVER + " real_server 10.0.0.22 80 {\n }\n"));

        assertEquals(1, configuration.virtualServers().size());
        assertEquals("rr", configuration.virtualServers().get(0).spec().schedulerName());
        assertEquals(2, configuration.virtualServers().get(0).realServers().size());
    }

    @Test
    void shouldRefuseServiceWithoutUsableAddressAsAWhole()
    {
        for (final String address : List.of("", "10.0.0.1:80", "10.0.0.1 http", "10.0.0.1 70000", "www.example 80",
            "fwmark", "fwmark 0", "1.2.3 80", "::x 80", "$VIP 80"))
        {
            assertFalse(TestConfigurations.build("virtual_server " + address + " {\n" + SERVER + "}\n").isUsable(),
                address);
        }
        assertTrue(TestConfigurations.build("virtual_server group a {\n" + SERVER + "}\n").hasErrors());
    }

    @Test
    void shouldGoOnWithoutServerThatHasNoUsableAddress()
    {
        final Configuration configuration =
            build("protocol TCP\n lb_algo rr\n lb_kind DR\n", SERVER + " real_server 10.0.0.300 80 {\n }\n");

        assertTrue(configuration.isUsable());
        assertEquals(1, configuration.virtualServers().get(0).realServers().size());
        assertEquals(List.of("test.conf:7:2: error: invalid real server address '10.0.0.300 80'; " +
            "write a numeric address and a port as two words; it is left out"),
            configuration.diagnostics().stream().map(Diagnostic::toString).toList());
    }

    private static int persistence(final String line)
    {
        return build(line, SERVER).virtualServers().get(0).spec().persistenceTimeoutSeconds();
    }

    private static Forwarding forwarding(final String line)
    {
        return build(line + "\n", SERVER).virtualServers().get(0).realServers().get(0).forwarding();
    }

    private static Configuration build(final String lines, final String servers)
    {
        return TestConfigurations.build(text(lines, servers));
    }

    private static String text(final String lines, final String servers)
    {
        return "virtual_server 10.0.0.100 80 {\n " + lines + servers + "}\n";
    }

    private static long seconds(final int seconds)
    {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
