/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.linux.LabNamespaces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hosts on one link: a (v1, 10.9.0.1, fd00::1) == (v2, 10.9.0.2, fd00::2) b.
 */
@Tag("lab")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RouteNetlinkLabTest
{
    private static final String V2 = "02:00:00:00:02:01";

    private final LabNamespaces lab = new LabNamespaces("jlvs-nl");

    @BeforeEach
    void joinTwoHosts()
    {
        lab.add("a");
        lab.add("b");
        lab.join("a", "v1 02:00:00:00:01:01", "b", "v2 " + V2);
        lab.in("a", "sysctl", "-qw", "net.ipv6.conf.v1.disable_ipv6=0");
        lab.in("b", "sysctl", "-qw", "net.ipv6.conf.v2.disable_ipv6=0");
        lab.ip("a", "addr", "add", "10.9.0.1/24", "dev", "v1");
        lab.ip("b", "addr", "add", "10.9.0.2/24", "dev", "v2");
        lab.ip("a", "addr", "add", "fd00::1/64", "dev", "v1", "nodad");
        lab.ip("b", "addr", "add", "fd00::2/64", "dev", "v2", "nodad");
    }

    @AfterEach
    void removeAll()
    {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.2", "fd00::2"})
    void shouldHaveTheKernelResolveAnUnknownNeighbour(final String address)
    {
        final String result = lab.start("a", LabNetlink.class, "probe", address).finish();

        assertTrue(
            result.endsWith("neighbour state=2 mac=020000000201 usable=true inTable=true"), result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.2", "fd00::2"})
    void shouldHaveTheKernelConfirmAStaleNeighbour(final String address)
    {
        final String family = address.contains(":") ? "ipv6" : "ipv4";
        lab.in("a", "sysctl", "-qw", "net." + family + ".neigh.v1.delay_first_probe_time=1");
        lab.ip("a", "neigh", "add", address, "lladdr", V2, "dev", "v1", "nud", "stale");

        final String result = lab.start("a", LabNetlink.class, "probe", address).finish();

        assertTrue(result.contains("state " + NeighbourInfo.NUD_PROBE), "nothing was sent: " + result);
        assertTrue(
            result.endsWith("neighbour state=2 mac=020000000201 usable=true inTable=true"), result);
    }

    @Test
    void shouldTellThatANeighbourDoesNotAnswer()
    {
        lab.in("a", "sysctl", "-qw", "net.ipv4.neigh.v1.retrans_time_ms=100");

        final String result = lab.start("a", LabNetlink.class, "probe", "10.9.0.77").finish();

        assertTrue(result.endsWith("neighbour state=32 mac=000000000000 usable=false inTable=true"), result);
    }

    @Test
    void shouldTellChanges()
    {
        final LabNamespaces.Program watcher = lab.start("a", LabNetlink.class, "watch");
        watcher.line("ready");

        lab.ip("a", "link", "set", "v1", "mtu", "1400");
        lab.ip("a", "addr", "add", "10.8.0.1/24", "dev", "v1");
        lab.ip("a", "addr", "del", "10.8.0.1/24", "dev", "v1");
        lab.ip("a", "neigh", "add", "10.9.0.3", "lladdr", V2, "dev", "v1", "nud", "permanent");
        lab.ip("a", "neigh", "del", "10.9.0.3", "dev", "v1");
        lab.ip("a", "link", "del", "v1");
        final String result = watcher.finish();

        assertTrue(result.contains("link v1 up=true mtu=1400"), result);
        assertTrue(result.contains("address 10.8.0.1/24"), result);
        assertTrue(result.contains("address removed 10.8.0.1"), result);
        assertTrue(result.contains("neighbour 10.9.0.3 state 128"), result);
        assertTrue(result.contains("neighbour removed 10.9.0.3"), result);
        assertTrue(result.contains("link removed v1"), result);
        assertTrue(result.contains("route changed"), result);
        assertTrue(result.endsWith("quiet 0"), result);
        assertFalse(result.contains("overrun"), result);
    }

    @Test
    void shouldTellThatChangesWereLostAndGoOn()
    {
        final String result = lab.start("a", LabNetlink.class, "overrun").finish();

        assertTrue(result.startsWith("0\nbatch 0\n"), result);
        assertTrue(result.contains("\noverrun true true\n"), result);
        assertTrue(result.endsWith("\noverrun false"), result);
    }

    @Test
    void shouldAnswerAsTheKernelRoutes()
    {
        lab.ip("a", "route", "add", "10.1.0.0/16", "via", "10.9.0.2", "mtu", "1300");
        lab.ip("a", "route", "add", "10.2.0.0/16", "via", "inet6", "fd00::2", "dev", "v1");
        lab.ip("a", "route", "add", "unreachable", "10.3.0.0/16");
        lab.ip("a", "route", "add", "10.4.0.0/16", "via", "10.9.0.2", "table", "77");
        lab.ip("a", "rule", "add", "to", "10.4.0.0/16", "table", "77");

        final String result = lab.start(
            "a", LabNetlink.class, "route",
            "10.9.0.5", "10.1.0.1", "10.2.0.1", "10.3.0.1", "10.4.0.1", "10.9.0.1", "10.5.0.1", "fd00::9").finish();

        assertEquals(
            """
            0
            10.9.0.5 UNICAST via 10.9.0.5 mtu 0
            10.1.0.1 UNICAST via 10.9.0.2 mtu 1300
            10.2.0.1 UNICAST via fd00:0:0:0:0:0:0:2 mtu 0
            10.3.0.1 UNREACHABLE via 10.3.0.1 mtu 0
            10.4.0.1 UNICAST via 10.9.0.2 mtu 0
            10.9.0.1 LOCAL via 10.9.0.1 mtu 0
            10.5.0.1 none
            fd00::9 UNICAST via fd00:0:0:0:0:0:0:9 mtu 0""",
            result);
    }

    @Test
    void shouldWorkThroughABatchWhateverBecomesOfItsParts()
    {
        final String result = lab.start("a", LabNetlink.class, "batch", "300").finish();

        final String failure = "netlink RTM_NEWADDR 10.77.0.150/32 on interface 9999: ENODEV (No such device)\n";
        assertEquals(
            "0\nreadable false\nadded 299\n" + failure + "readable true\nadded again 0\n" + failure +
            "deleted 299\ndeleted again 0",
            result.replaceAll("\n\\(\\d+ us\\)", ""));
    }

    @Test
    void shouldLeaveOutWhatBridgesSayOfTheirPorts()
    {
        final LabNamespaces.Program watcher = lab.start("a", LabNetlink.class, "watch");
        watcher.line("ready");

        lab.ip("a", "link", "add", "br0", "type", "bridge");
        lab.ip("a", "link", "set", "v1", "master", "br0");
        lab.ip("a", "link", "set", "v1", "nomaster");
        final String result = watcher.finish();

        assertTrue(result.contains("link v1 up=true"), result);
        assertFalse(result.contains("link removed"), result);
    }

    @Test
    void shouldTellThatRulesChanged()
    {
        final LabNamespaces.Program watcher = lab.start("a", LabNetlink.class, "watch");
        watcher.line("ready");

        lab.ip("a", "rule", "add", "from", "10.9.0.0/24", "table", "77");
        lab.ip("a", "-6", "rule", "add", "from", "fd00::/64", "table", "77");
        final String result = watcher.finish();

        assertTrue(result.contains("route changed"), result);
    }

    @Test
    void shouldMakeChangeAndDeleteAMacvlan()
    {
        final String result = lab.start("a", LabNetlink.class, "links").finish();

        assertEquals(
            """
            0
            made true again false
            macvlan 00005e000133 up=false running=false onV1=true
            macvlan 00005e000133 up=true running=true onV1=true
            macvlan 00005e000134 up=false running=false onV1=true
            deleted true again false
            netlink RTM_NEWLINK interface N up: ENODEV (No such device)""",
            result);
    }
}
