/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.AddressSpec;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;
import io.jlvs.dataplane.linux.netlink.RouteSpec;
import io.jlvs.dataplane.linux.netlink.RuleSpec;
import io.jlvs.vrrp.model.VrrpInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPlanTest
{
    private final LinkTable links = new LinkTable();

    AddressPlanTest()
    {
        links.reset(List.of(link(9, "eth0"), link(10, "eth1"), link(11, "vrrp.51")));
    }

    @Test
    void shouldOrderAddressesThenExcludedThenRoutesThenRules()
    {
        final AddressPlan plan = plan(
            """
            instance VI_1 interface eth0
            rule from 10.0.0.100/32 table 77
            route 192.168.7.0/24 via 10.0.0.254 table 77
            excluded 10.0.1.100/24 dev eth1
            address 10.0.0.100/32
            address 10.0.0.101/32
            """);

        assertEquals(
            List.of(
                "address 10.0.0.100/32 dev eth0",
                "address 10.0.0.101/32 dev eth0",
                "address 10.0.1.100/24 dev eth1",
                "route 192.168.7.0/24 via 10.0.0.254 table 77",
                "rule IPv4 from 10.0.0.100/32 to all table 77"),
            plan.objects().stream().map(OwnedObject::text).toList());
        assertEquals(List.of(), plan.failures());
    }

    @Test
    void shouldPlanTheOthersWhenAnInterfaceIsMissing()
    {
        final AddressPlan plan = plan(
            """
            instance VI_1 interface eth0
            address 10.0.0.100/32
            address 10.0.0.101/32 dev eth7
            route 192.168.7.0/24 dev eth8
            """);

        assertEquals(
            List.of("address 10.0.0.100/32 dev eth0"), plan.objects().stream().map(OwnedObject::text).toList());
        assertEquals(
            "[address 10.0.0.101/32 dev eth7: interface eth7 does not exist, " +
            "route 192.168.7.0/24 dev eth8 table 254: interface eth8 does not exist]",
            plan.failures().toString());
    }

    @Test
    void shouldCarryEverythingOfAnAddress()
    {
        final AddressPlan plan = plan(
            """
            instance VI_1 interface eth0
            address 10.0.0.100/24 dev eth1 scope 253 label eth1:v broadcast 10.0.0.255 peer 10.0.0.7 noprefixroute
            """);

        final AddressSpec expected = new AddressSpec(10, TestInstances.ip("10.0.0.100"), 24, 253,
            AddressSpec.IFA_F_NOPREFIXROUTE, Optional.of("eth1:v"), Optional.of(TestInstances.ip("10.0.0.255")),
            Optional.of(TestInstances.ip("10.0.0.7")), OptionalLong.empty());
        assertEquals(new NetlinkCommand.AddAddress(expected), plan.objects().get(0).add());
        assertEquals(new NetlinkCommand.DeleteAddress(expected), plan.objects().get(0).delete());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "fd00::100/64, 0x002, -",
        "fd00::100/64 -nodad, 0x000, -",
        "fd00::100/64 home mngtmpaddr autojoin noprefixroute, 0x712, -",
        "fd00::100/128, 0x002, 0",
        "fd00::100/128 preferred_lft 4294967295, 0x002, 4294967295",
        "fd00::100/64 preferred_lft 30, 0x002, 30",
        "10.0.0.100/32, 0x000, -",
        "10.0.0.100/32 preferred_lft 30, 0x000, -"})
    void shouldSetFlagsAndLifetimeAsKeepalived(final String words, final String flags, final Long preferredLifetimeS)
    {
        final AddressPlan plan = plan("instance VI_1 interface eth0\naddress " + words);

        final AddressSpec spec = ((NetlinkCommand.AddAddress)plan.objects().get(0).add()).address();
        assertEquals(Integer.decode(flags), spec.flags());
        assertEquals(
            null == preferredLifetimeS ? OptionalLong.empty() : OptionalLong.of(preferredLifetimeS),
            spec.preferredLifetimeS());
    }

    @Test
    void shouldCarryEverythingOfARoute()
    {
        final AddressPlan plan = plan(
            """
            instance VI_1 interface eth0
            route throw 192.168.7.0/24 via fe80::1 dev eth1 src 10.0.0.1 table 999 metric 5 scope 253 mtu 1400 onlink
            """);

        assertEquals(
            new NetlinkCommand.AddRoute(new RouteSpec(9, TestInstances.ip("192.168.7.0"), 24,
                Optional.of(TestInstances.ip("fe80::1")), OptionalInt.of(10), Optional.of(TestInstances.ip("10.0.0.1")),
                999, OptionalInt.of(5), OptionalInt.of(253), 18, Map.of(2, 1400L), true)),
            plan.objects().get(0).add());
    }

    @Test
    void shouldCarryEverythingOfARule()
    {
        final AddressPlan plan = plan(
            """
            instance VI_1 interface eth0
            rule ipv6 not from fd01::/64 to fd02::/48 iif eth0 oif eth1 fwmark 7 fwmask 15 tos 16 priority 500 prohibit
            """);

        assertEquals(
            new NetlinkCommand.AddRule(new RuleSpec(true, true, Optional.of(TestInstances.ip("fd01::")), 64,
                Optional.of(TestInstances.ip("fd02::")), 48, Optional.of("eth0"), Optional.of("eth1"),
                OptionalLong.of(7), OptionalLong.of(15), OptionalInt.of(16), OptionalLong.of(500), 8, 254, 18)),
            plan.objects().get(0).add());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.100/32, vrrp.51",
        "10.0.0.100/32 dev eth0, vrrp.51",
        "10.0.0.100/32 dev eth1, eth1",
        "10.0.0.100/32 dev eth1 use_vmac, vrrp1.51",
        "10.0.0.100/32 dev eth0 use_vmac, vrrp.51",
        "fd00::100/64, eth0",
        "fd00::100/64 use_vmac, vrrp6.51"})
    void shouldPutAddressesOnTheVirtualMacInterface(final String words, final String device)
    {
        final AddressDevices devices = new AddressDevices("eth0", false, Optional.of("vrrp.51"), Map.of(
            new AddressDevices.Base("eth1", false), "vrrp1.51",
            new AddressDevices.Base("eth0", true), "vrrp6.51"));
        final VrrpInstance instance = TestInstances.one("instance VI_1 interface eth0 use_vmac\naddress " + words);

        assertEquals(device, devices.of(instance.addresses().addresses().get(0)));
    }

    @Test
    void shouldKnowAnAddressThatTheKernelSpeaksOf()
    {
        final OwnedObject object = plan("instance VI_1 interface eth0\naddress 10.0.0.100/32").objects().get(0);

        assertTrue(object.isAddress(new AddressInfo(9, TestInstances.ip("10.0.0.100"), 32, 0, 0x80)));
        assertFalse(object.isAddress(new AddressInfo(10, TestInstances.ip("10.0.0.100"), 32, 0, 0x80)));
        assertFalse(object.isAddress(new AddressInfo(9, TestInstances.ip("10.0.0.100"), 24, 0, 0x80)));
        assertFalse(object.isAddress(new AddressInfo(9, TestInstances.ip("10.0.0.101"), 32, 0, 0x80)));
        assertFalse(object.isRouting());
    }

    private AddressPlan plan(final String text)
    {
        return AddressPlan.of(TestInstances.one(text).addresses(), AddressDevices.plain("eth0"), links);
    }

    private static LinkInfo link(final int index, final String name)
    {
        return new LinkInfo(index, name, 0x02_00_00_00_00_00L | index, 1500, true, true, false);
    }
}
