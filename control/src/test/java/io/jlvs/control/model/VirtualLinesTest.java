/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualAddress.Flag;
import io.jlvs.vrrp.model.VirtualRoute;
import io.jlvs.vrrp.model.VirtualRule;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Lines of virtual_ipaddress, virtual_routes and virtual_rules with all their words.
 */
class VirtualLinesTest
{
    @Test
    void shouldReadAddressWithItsWords()
    {
        assertEquals(new VirtualAddress(
            address("10.0.0.100"), 24, Optional.of("eth1"), 253, Optional.of("eth1:1"),
            Optional.of(address("10.0.0.255")), Optional.empty(),
            Set.of(Flag.NO_PREFIX_ROUTE, Flag.NOT_TRACKED, Flag.HOME), OptionalLong.of(7)),
            virtualAddress("10.0.0.100/24 brd + dev eth1 scope link label eth1:1 noprefixroute no_track home " +
                "preferred_lft 7"));
        assertEquals(new VirtualAddress(
            address("10.0.0.100"), 30, Optional.empty(), 0, Optional.empty(), Optional.empty(),
            Optional.of(address("10.0.0.102")), Set.of(), OptionalLong.empty()),
            virtualAddress("10.0.0.100 peer 10.0.0.102/30"));
        assertEquals(Optional.of(address("10.0.0.96")), virtualAddress("10.0.0.100/29 brd -").broadcast());
        assertEquals(Optional.of(address("10.0.0.7")), virtualAddress("10.0.0.100 broadcast 10.0.0.7").broadcast());
        assertEquals(254, virtualAddress("10.0.0.100 scope 254").scope());
        assertEquals(200, virtualAddress("10.0.0.100 scope site").scope());
        assertEquals(Set.of(Flag.DUPLICATE_DETECTION, Flag.MANAGE_TEMPORARY, Flag.AUTO_JOIN, Flag.VIRTUAL_MAC),
            virtualAddress("fe80::1/64 -nodad mngtmpaddr autojoin use_vmac").flags());
        assertEquals(OptionalLong.of(0xFFFF_FFFFL),
            virtualAddress("fe80::1 preferred_lft forever").preferredLifetimeS());
    }

    @Test
    void shouldNotUseIpv6HostAddressAsASource()
    {
        assertEquals(OptionalLong.of(0), virtualAddress("fe80::1").preferredLifetimeS());
        assertEquals(OptionalLong.empty(), virtualAddress("fe80::1/64").preferredLifetimeS());
    }

    @Test
    void shouldReadRouteInTheWordsOfIpRoute()
    {
        assertEquals(new VirtualRoute(
            VirtualRoute.Type.UNICAST, address("10.1.0.0"), 16, Optional.of(address("10.0.0.254")),
            Optional.of("eth0"), Optional.of(address("10.0.0.100")), 100, OptionalInt.of(5), OptionalInt.of(253), 18,
            Map.of(1, 1L << 2, 2, 1400L, 4, 400L, 8, 1360L, 11, 10L, 12, 1L, 13, 200L), true, true),
            route("10.1.0.0/16 via 10.0.0.254 dev eth0 src 10.0.0.100 table uplink metric 5 scope link " +
                "mtu lock 1400 rtt 50ms advmss 1360 initcwnd 10 features ecn rto_min 0.2s onlink"));
        assertEquals(new VirtualRoute(
            VirtualRoute.Type.BLACKHOLE, address("10.2.0.0"), 16, Optional.empty(), Optional.empty(),
            Optional.empty(), 254, OptionalInt.empty(), OptionalInt.empty(), 4, Map.of(), false, false),
            route("blackhole 10.2.0.0/16 protocol static no_track"));
        assertEquals(address("::"), route("default via fe80::1 dev eth0").destination());
        assertEquals(0, route("to default via 10.0.0.254 dev eth0").prefixLength());
        assertEquals(Optional.of(address("fe80::1")), route("10.3.0.0/16 via inet6 fe80::1 dev eth0").gateway());
    }

    @Test
    void shouldReadRuleInTheWordsOfIpRule()
    {
        assertEquals(new VirtualRule(
            false, true, Optional.of(address("10.1.0.0")), 16, Optional.of(address("10.2.0.1")), 32,
            Optional.of("eth0"), Optional.of("eth1"), OptionalLong.of(16), OptionalLong.of(255), OptionalInt.of(8),
            OptionalLong.of(1000), VirtualRule.Action.LOOKUP, 100),
            rules("not from 10.1.0.0/16 to 10.2.0.1 iif eth0 oif eth1 fwmark 0x10/0xff tos 8 priority 1000 " +
                "lookup uplink").get(0));
        assertEquals(List.of(OptionalLong.of(16384), OptionalLong.of(16383)),
            rules("from 10.1.0.0/16 table 5\nfrom 10.2.0.0/16 prohibit").stream()
                .map(VirtualRule::priority).toList());
        assertEquals(true, rules("inet6 from all unreachable priority 5").get(0).isIpv6());
    }

    @Test
    void shouldLeaveOutLinesThatCannotBeUsed()
    {
        for (final String line : List.of("10.1.0.0/33 dev eth0", "10.1.0.0/16 10.2.0.0/16 dev eth0", "dev eth0",
            "10.1.0.0/16 dev eth9", "10.1.0.0/16 dev", "10.1.0.0/16 table nosuch", "10.1.0.0/16 mtu big",
            "10.1.0.0/16 rtt soon", "10.1.0.0/16 src fd00::1", "inet6 10.1.0.0/16", "10.1.0.0/16 encap ip id 5"))
        {
            assertEquals(List.of(), settings("", "virtual_routes {\n" + line + "\n}\n").routes(), line);
        }
        for (final String line : List.of("from 10.1.0.0/16", "from ten table 5", "from 10.1.0.0/16 table 0",
            "fwmark 1/x table 5", "fwmark -1 table 5", "from 10.1.0.0/16 to fd00::1 table 5", "table 5 blackhole",
            "from 10.1.0.0/16 goto 7", "from 10.1.0.0/16 table 5 foo"))
        {
            assertEquals(List.of(), settings("", "virtual_rules {\n" + line + "\n}\n").rules(), line);
        }
    }

    private static VirtualAddress virtualAddress(final String line)
    {
        return settings(line, "").addresses().get(0);
    }

    private static VirtualRoute route(final String line)
    {
        return settings("", "virtual_routes {\n" + line + "\n}\n").routes().get(0);
    }

    private static List<VirtualRule> rules(final String lines)
    {
        return settings("", "virtual_rules {\n" + lines + "\n}\n").rules();
    }

    private static AddressSettings settings(final String address, final String lines)
    {
        return TestConfigurations.build("vrrp_instance A {\n interface eth0\n virtual_router_id 5\n" + lines +
            "virtual_ipaddress {\n" + address + "\n}\n}\n").vrrp().instances().get(0).addresses();
    }

    private static InetAddress address(final String text)
    {
        return Addresses.parse(text).orElseThrow();
    }
}
