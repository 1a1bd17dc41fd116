/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Plans carried out on a model of a host, and what they leave there.
 */
class RealServerPlanTest
{
    private static final Placement VIP = new Placement(address("10.0.0.100"), "lo", false);
    private static final Placement SECOND_VIP = new Placement(address("10.0.0.101"), "lo", false);
    private static final Placement IPV6_VIP = new Placement(address("fd00::100"), "lo", false);
    private static final Placement TUNNEL_VIP = new Placement(address("10.0.0.100"), "tunl0", true);
    private static final Sysctl IGNORE_ALL = Sysctl.ipv4("all", "arp_ignore");
    private static final Sysctl ANNOUNCE_ALL = Sysctl.ipv4("all", "arp_announce");
    private static final Sysctl FILTER_ALL = Sysctl.ipv4("all", "rp_filter");

    private final Map<String, Set<InetAddress>> addresses = new HashMap<>(Map.of("lo", new HashSet<>()));
    private final Set<String> up = new HashSet<>(Set.of("lo"));
    private final Map<Sysctl, Integer> settings = new HashMap<>();
    private RealServerRecord record = RealServerRecord.EMPTY;

    RealServerPlanTest()
    {
        for (final String name : List.of("all", "lo", "tunl0"))
        {
            for (final String setting : List.of("arp_ignore", "arp_announce", "rp_filter"))
            {
                settings.put(Sysctl.ipv4(name, setting), 0);
            }
        }
    }

    @Test
    void shouldMakeSettingsBeforeTheAddress()
    {
        final List<String> commands = start(VIP);

        assertEquals(
            List.of(
                "sysctl -w net.ipv4.conf.all.arp_ignore=1",
                "sysctl -w net.ipv4.conf.all.arp_announce=2",
                "sysctl -w net.ipv4.conf.lo.arp_ignore=1",
                "sysctl -w net.ipv4.conf.lo.arp_announce=2",
                "ip addr replace 10.0.0.100/32 dev lo"),
            commands);
    }

    @Test
    void shouldNeedNoSettingForIpv6()
    {
        final List<String> commands = start(IPV6_VIP);

        assertEquals(List.of("ip -6 addr replace fd00::100/128 dev lo nodad preferred_lft 0"), commands);
    }

    @Test
    void shouldDoNothingTheSecondTime()
    {
        start(VIP);
        final RealServerRecord first = record;

        final List<String> commands = start(VIP);

        assertEquals(List.of(), commands);
        assertEquals(first, record);
    }

    @Test
    void shouldUndoInTheReverseDirectionAndForget()
    {
        final HostSnapshot before = host();
        start(VIP, IPV6_VIP);

        stop(VIP, IPV6_VIP);

        assertEquals(before, host());
        assertTrue(record.isEmpty(), record::toString);
    }

    @Test
    void shouldDoNothingWhenStoppedTwice()
    {
        start(VIP);
        stop(VIP);

        assertEquals(List.of(), stop(VIP));
    }

    @Test
    void shouldKeepSettingsUntilTheLastAddressGoes()
    {
        final HostSnapshot before = host();
        start(VIP);
        start(SECOND_VIP, IPV6_VIP);

        assertEquals(List.of("ip addr del 10.0.0.100/32 dev lo"), stop(VIP));
        assertEquals(1, settings.get(IGNORE_ALL));
        stop(SECOND_VIP);

        assertEquals(0, settings.get(IGNORE_ALL));
        stop(IPV6_VIP);
        assertEquals(before, host());
    }

    @Test
    void shouldLeaveWhatWasThereBefore()
    {
        addresses.get("lo").add(VIP.address());
        settings.put(IGNORE_ALL, 2);
        settings.put(ANNOUNCE_ALL, 1);
        final HostSnapshot before = host();

        start(VIP);
        assertEquals(2, settings.get(IGNORE_ALL), "2 suppresses as well");
        assertEquals(2, settings.get(ANNOUNCE_ALL));
        final RealServerPlan plan = RealServerPlan.stop(record, List.of(VIP), host());
        carryOut(plan);

        assertEquals(before, host());
        assertEquals(
            List.of("10.0.0.100 on lo was there before 'jlvs realserver start': it stays; remove it with " +
                "'ip addr del 10.0.0.100/32 dev lo'"),
            plan.notes());
    }

    @Test
    void shouldReplaceAnArpIgnoreThatAnswersForTheLoopback()
    {
        settings.put(IGNORE_ALL, 3);

        start(VIP);
        assertEquals(1, settings.get(IGNORE_ALL));
        stop(VIP);

        assertEquals(3, settings.get(IGNORE_ALL));
    }

    @Test
    void shouldNotUndoWhatSomeoneElseChangedSince()
    {
        start(VIP);
        settings.put(IGNORE_ALL, 8);

        final RealServerPlan plan = RealServerPlan.stop(record, List.of(VIP), host());
        carryOut(plan);

        assertEquals(8, settings.get(IGNORE_ALL));
        assertEquals(
            List.of("net.ipv4.conf.all.arp_ignore is 8, not the 1 that 'jlvs realserver start' wrote: it stays; " +
                "before it was 0"),
            plan.notes());
        assertTrue(record.isEmpty(), record::toString);
    }

    @Test
    void shouldSetUpAnewAfterARebootThatKeptTheRecord()
    {
        final HostSnapshot before = host();
        start(VIP);
        reset(before);

        start(VIP);
        assertTrue(addresses.get("lo").contains(VIP.address()));
        assertEquals(1, settings.get(IGNORE_ALL));
        stop(VIP);

        assertEquals(before, host());
    }

    @Test
    void shouldStopAfterARebootThatKeptTheRecord()
    {
        final HostSnapshot before = host();
        start(VIP);
        reset(before);

        assertEquals(List.of(), stop(VIP));
        assertTrue(record.isEmpty(), record::toString);
    }

    @Test
    void shouldLoadTheTunnelSetItUpAndUndoBoth()
    {
        final HostSnapshot before = host();

        assertEquals(
            List.of(
                "modprobe ipip",
                "ip link set tunl0 up",
                "sysctl -w net.ipv4.conf.all.arp_ignore=1",
                "sysctl -w net.ipv4.conf.all.arp_announce=2",
                "sysctl -w net.ipv4.conf.tunl0.arp_ignore=1",
                "sysctl -w net.ipv4.conf.tunl0.arp_announce=2",
                "ip addr replace 10.0.0.100/32 dev tunl0"),
            start(TUNNEL_VIP));
        final List<String> commands = stop(TUNNEL_VIP);

        assertEquals(List.of("ip link set tunl0 down", "modprobe -r ipip"), commands.subList(5, 7));
        assertEquals(before, host());
    }

    @Test
    void shouldLeaveATunnelThatWasThere()
    {
        addresses.put("tunl0", new HashSet<>());
        up.add("tunl0");
        final HostSnapshot before = host();

        start(TUNNEL_VIP);
        stop(TUNNEL_VIP);

        assertEquals(before, host());
    }

    @Test
    void shouldLoosenStrictReversePathFilteringOfTheTunnelAlone()
    {
        settings.put(FILTER_ALL, 1);

        start(TUNNEL_VIP);

        assertEquals(1, settings.get(FILTER_ALL));
        assertEquals(2, settings.get(Sysctl.ipv4("tunl0", "rp_filter")));
        stop(TUNNEL_VIP);
        assertEquals(0, settings.get(Sysctl.ipv4("tunl0", "rp_filter")));
    }

    @Test
    void shouldNameAnInterfaceThatDoesNotExist()
    {
        final RealServerException ex = assertThrows(
            RealServerException.class, () -> start(new Placement(VIP.address(), "lo9", false)));

        assertTrue(ex.getMessage().contains("no interface lo9"), ex.getMessage());
    }

    @Test
    void shouldRememberAcrossTheFile()
    {
        addresses.get("lo").add(SECOND_VIP.address());
        settings.put(FILTER_ALL, 1);
        start(VIP, SECOND_VIP, IPV6_VIP, TUNNEL_VIP);

        assertEquals(record, RecordFormat.parse(RecordFormat.text(record), "record"));
    }

    @Test
    void shouldNameTheLineOfARecordThatItDoesNotUnderstand()
    {
        final RealServerException ex = assertThrows(
            RealServerException.class,
            () -> RecordFormat.parse("jlvs-realserver 1\nlink tunl0\nsetting net/ipv4 0\n", "/run/jlvs/realserver"));

        assertTrue(ex.getMessage().startsWith("/run/jlvs/realserver:3: cannot understand 'setting net/ipv4 0'"),
            ex.getMessage());
    }

    @Test
    void shouldRefuseARecordOfAnotherVersion()
    {
        final RealServerException ex = assertThrows(
            RealServerException.class, () -> RecordFormat.parse("jlvs-realserver 2\n", "/run/jlvs/realserver"));

        assertTrue(ex.getMessage().contains("'jlvs-realserver 2'"), ex.getMessage());
        assertTrue(ex.getMessage().contains("'jlvs-realserver 1'"), ex.getMessage());
    }

    @Test
    void shouldPrintAScriptThatNeedsNothingOfThisHost()
    {
        assertEquals(
            """
            #!/bin/sh
            set -e
            modprobe ipip
            ip link set tunl0 up
            sysctl -w net.ipv4.conf.all.arp_ignore=1
            sysctl -w net.ipv4.conf.all.arp_announce=2
            sysctl -w net.ipv4.conf.tunl0.arp_ignore=1
            sysctl -w net.ipv4.conf.tunl0.arp_announce=2
            sysctl -w net.ipv4.conf.tunl0.rp_filter=2
            ip addr replace 10.0.0.100/32 dev tunl0
            """,
            RealServerScript.start(List.of(TUNNEL_VIP)));
    }

    @Test
    void shouldPrintAScriptThatTakesDown()
    {
        assertEquals(
            """
            #!/bin/sh
            set -e
            ip addr del 10.0.0.100/32 dev lo
            sysctl -w net.ipv4.conf.all.arp_ignore=0
            sysctl -w net.ipv4.conf.all.arp_announce=0
            sysctl -w net.ipv4.conf.lo.arp_ignore=0
            sysctl -w net.ipv4.conf.lo.arp_announce=0
            """,
            RealServerScript.stop(List.of(VIP)));
    }

    private List<String> start(final Placement... placements)
    {
        final List<String> commands = new ArrayList<>();
        commands.addAll(carryOut(RealServerPlan.interfaces(record, List.of(placements), host())));
        commands.addAll(carryOut(RealServerPlan.start(record, List.of(placements), host())));
        return commands;
    }

    private List<String> stop(final Placement... placements)
    {
        return carryOut(RealServerPlan.stop(record, List.of(placements), host()));
    }

    private List<String> carryOut(final RealServerPlan plan)
    {
        record = plan.record();
        plan.steps().forEach(this::carryOut);
        return plan.steps().stream().map((step) -> String.join(" ", step.command())).toList();
    }

    private void carryOut(final Step step)
    {
        if (step instanceof Step.AddAddress add)
        {
            addresses.get(add.placement().interfaceName()).add(add.placement().address());
        }
        else if (step instanceof Step.DeleteAddress delete)
        {
            assertTrue(addresses.get(delete.placement().interfaceName()).remove(delete.placement().address()));
        }
        else if (step instanceof Step.WriteSetting write)
        {
            settings.put(write.sysctl(), write.value());
        }
        else if (step instanceof Step.SetLink link)
        {
            assertTrue(link.isUp() ? up.add(link.interfaceName()) : up.remove(link.interfaceName()));
        }
        else if (step instanceof Step.LoadTunnel load)
        {
            addresses.put(load.tunnel().interfaceName(), new HashSet<>());
        }
        else if (step instanceof Step.UnloadTunnel unload)
        {
            addresses.remove(unload.tunnel().interfaceName());
        }
    }

    private void reset(final HostSnapshot host)
    {
        addresses.clear();
        host.addresses().forEach((name, values) -> addresses.put(name, new HashSet<>(values)));
        settings.clear();
        settings.putAll(host.settings());
    }

    private HostSnapshot host()
    {
        final Map<String, Set<InetAddress>> copy = new HashMap<>();
        addresses.forEach((name, values) -> copy.put(name, Set.copyOf(values)));
        return new HostSnapshot(copy, Set.copyOf(up), Map.copyOf(settings));
    }

    private static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(ex);
        }
    }
}
