/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a director owns, as iproute2 sees it. Topology: {@link AddressLab}.
 */
@Tag("lab")
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualAddressesLabTest
{
    private AddressLab lab;

    @BeforeEach
    void open()
    {
        lab = new AddressLab();
    }

    @AfterEach
    void close()
    {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({
        "keepalived-ipv4.addr, address 10.0.0.100/32 dev eth0",
        "keepalived-ipv6.addr, address fe80::100/64 | address fd00::100/64"})
    void shouldShowTheAddressesThatKeepalivedShows(final String recording, final String addresses) throws IOException
    {
        lab.start("instance VI_1 interface eth0\n" + addresses.replace("| ", "\n"));
        final List<String> before = lab.addresses("eth0");

        lab.tell("install VI_1");
        assertEquals(recorded(recording), lab.addresses("eth0"));

        lab.tell("withdraw VI_1");
        assertEquals(before, lab.addresses("eth0"));
    }

    @Test
    void shouldInstallEachKindOfAddress()
    {
        lab.start(
            """
            instance VI_1 interface eth0
            address 10.0.2.100/24 label eth0:v broadcast 10.0.2.255 scope 253
            address 10.0.3.1/32 peer 10.0.3.2
            address 10.0.4.1/24 noprefixroute
            excluded fd00::100/128
            excluded fd00::101/64 preferred_lft 600 noprefixroute
            excluded fd00::102/128 preferred_lft 4294967295 home
            """);
        final List<String> before = lab.addresses("eth0");

        assertEquals(6, lab.tell("install VI_1").size());

        final String shown = lab.ip("addr", "show", "dev", "eth0").replaceAll("\n\\s+valid_lft", " valid_lft");
        for (final String expected : List.of(
            "inet 10.0.2.100/24 brd 10.0.2.255 scope link eth0:v valid_lft forever preferred_lft forever",
            "inet 10.0.3.1 peer 10.0.3.2/32 scope global eth0 valid_lft forever preferred_lft forever",
            "inet 10.0.4.1/24 scope global noprefixroute eth0 valid_lft forever preferred_lft forever",
            "inet6 fd00::100/128 scope global nodad deprecated  valid_lft forever preferred_lft 0sec",
            "inet6 fd00::102/128 scope global nodad home  valid_lft forever preferred_lft forever"))
        {
            assertTrue(shown.contains(expected), expected + "\n" + shown);
        }
        assertTrue(shown.matches("(?s).*inet6 fd00::101/64 scope global nodad noprefixroute  " +
            "valid_lft forever preferred_lft (600|59[0-9])sec.*"), shown);
        assertEquals(6, lab.tell("withdraw VI_1").size());
        assertEquals(before, lab.addresses("eth0"));
    }

    @Test
    void shouldInstallRoutesAndRulesBehindTheAddressesTheyNeed()
    {
        lab.start(
            """
            instance VI_1 interface eth0
            address 10.0.9.100/24
            excluded fd09::100/64
            route 192.168.7.0/24 via 10.0.9.254 src 10.0.9.100 table 1000 metric 5 mtu 1400
            route 192.168.8.0/24 dev eth0 table 77 scope 253
            route 192.168.9.0/24 via fd09::254 dev eth0 table 77
            route 192.168.10.0/24 via 172.16.0.1 dev eth0 onlink table 77
            route blackhole 192.168.11.0/24 table 77
            route fd77::/64 via fd09::254 dev eth0 table 77
            rule from 10.0.9.100/32 to 192.168.0.0/16 iif eth0 fwmark 0x10 fwmask 0xff tos 0x10 priority 500 table 1000
            rule not to 10.0.0.0/8 oif eth0 priority 501 table 77
            rule ipv6 from fd09::/64 priority 502 table 77
            rule ipv6 to fd99::/64 priority 503 unreachable
            """);

        assertEquals(12, lab.tell("install VI_1").stream().filter((line) -> line.startsWith("done ")).count());

        assertEquals(
            "192.168.7.0/24 via 10.0.9.254 dev eth0 proto keepalived src 10.0.9.100 metric 5 mtu 1400\n",
            unpadded(lab.ip("route", "show", "table", "1000")));
        assertEquals(
            """
            192.168.8.0/24 dev eth0 proto keepalived scope link
            192.168.9.0/24 via inet6 fd09::254 dev eth0 proto keepalived
            192.168.10.0/24 via 172.16.0.1 dev eth0 proto keepalived onlink
            blackhole 192.168.11.0/24 proto keepalived
            """,
            unpadded(lab.ip("route", "show", "table", "77")));
        assertEquals(
            "fd77::/64 via fd09::254 dev eth0 proto keepalived metric 1024 pref medium\n",
            unpadded(lab.ip("-6", "route", "show", "table", "77")));
        assertEquals(
            """
            0: from all lookup local
            500: from 10.0.9.100 to 192.168.0.0/16 tos 0x10 fwmark 0x10/0xff iif eth0 lookup 1000 proto keepalived
            501: not from all to 10.0.0.0/8 oif eth0 lookup 77 proto keepalived
            32766: from all lookup main
            32767: from all lookup default
            """,
            unpadded(lab.ip("rule", "show")));
        assertEquals(
            """
            0: from all lookup local
            502: from fd09::/64 lookup 77 proto keepalived
            503: from all to fd99::/64 unreachable proto keepalived
            32766: from all lookup main
            """,
            unpadded(lab.ip("-6", "rule", "show")));

        final List<String> withdrawn = lab.tell("withdraw VI_1");

        assertEquals(12, withdrawn.stream().filter((line) -> line.startsWith("done ")).count(), withdrawn::toString);
        assertEquals("done rule IPv6 from all to fd99::/64 priority 503 action 7", withdrawn.get(0));
        assertEquals("done address 10.0.9.100/24 dev eth0", withdrawn.get(11));
        assertFalse(lab.ip("rule", "show").contains("keepalived"));
        assertFalse(lab.ip("-6", "rule", "show").contains("keepalived"));
        assertEquals("", lab.ip("route", "show", "table", "all", "proto", "keepalived"));
        assertEquals("", lab.ip("-6", "route", "show", "table", "all", "proto", "keepalived"));
    }

    @Test
    void shouldInstallTheOthersWhenOneIsBad()
    {
        lab.start(
            """
            instance VI_1 interface eth0
            address 10.0.0.100/32
            address 10.0.0.101/32 dev eth7
            address 10.0.0.102/32 label a-label-that-is-far-too-long-for-the-kernel
            address 10.0.0.1/24
            address 10.0.0.103/32
            route 192.168.7.0/24 via 172.16.0.1
            """);

        final List<String> report = lab.tell("install VI_1");

        assertEquals(
            List.of(
                "done address 10.0.0.100/32 dev eth0",
                "done address 10.0.0.103/32 dev eth0",
                "failed address 10.0.0.101/32 dev eth7: interface eth7 does not exist"),
            report.subList(0, 3), "an address that is there already is neither");
        assertTrue(report.get(3).startsWith("failed address 10.0.0.102/32 dev eth0: netlink RTM_NEWADDR "),
            report::toString);
        assertTrue(report.get(4).startsWith("failed route 192.168.7.0/24 via 172.16.0.1 table 254: netlink " +
            "RTM_NEWROUTE 192.168.7.0/24 via 172.16.0.1 table 254: ENETUNREACH"), report::toString);
        assertEquals(5, report.size());
        assertEquals(List.of(), lab.tell("install VI_1").stream()
            .filter((line) -> line.startsWith("done ")).toList());
        assertEquals(3, lab.tell("withdraw VI_1").size(), "10.0.0.1 is configured, so it goes");
        assertEquals(List.of(), lab.tell("withdraw VI_1"));
    }

    @Test
    void shouldRemoveWhatAKilledRunHasLeft()
    {
        final String instances =
            """
            instance VI_1 interface eth0 vrid 51 use_vmac
            address 10.0.0.100/32
            address 10.0.1.100/32 dev lo
            rule from 10.0.0.100/32 table 77
            """;
        lab.start(instances);
        lab.tell("prepare VI_1");
        lab.tell("install VI_1");
        final String link = lab.ip("link", "show", "dev", "vrrp.51");
        lab.kill();

        lab.start(instances);
        lab.tell("prepare VI_1");
        lab.tell("withdraw VI_1");

        assertEquals(link, lab.ip("link", "show", "dev", "vrrp.51"), "taken over, not made again");
        assertEquals(List.of(), lab.addresses("vrrp.51"));
        assertFalse(lab.ip("addr", "show", "dev", "lo").contains("10.0.1.100"));
        assertFalse(lab.ip("rule", "show").contains("keepalived"));
        lab.tell("release VI_1");
        assertFalse(lab.ip("link", "show").contains("vrrp"));
    }

    @Test
    void shouldPutBackAnAddressOfAnInstanceWithoutRoutes()
    {
        lab.start("instance VI_1 interface eth0\naddress 10.0.0.100/32");
        lab.tell("install VI_1");

        lab.ip("addr", "del", "10.0.0.100/32", "dev", "eth0");

        assertEquals(
            List.of("done address 10.0.0.100/32 dev eth0"), lab.restoredUntil("done address 10.0.0.100/32 dev eth0"));
        assertTrue(lab.addresses("eth0").contains("inet 10.0.0.100/32 scope global eth0"));
    }

    @Test
    void shouldPutBackWhatOthersTakeAway()
    {
        lab.start(
            """
            instance VI_1 interface eth0
            address 10.0.0.100/32
            excluded fd00::100/64
            route 192.168.7.0/24 dev eth0 table 77
            rule from 10.0.0.100/32 table 77
            """);
        lab.tell("install VI_1");
        lab.tell("restored");

        lab.ip("addr", "del", "10.0.0.100/32", "dev", "eth0");
        lab.await((text) -> text.contains("10.0.0.100/32"), "addr", "show", "dev", "eth0");
        lab.ip("route", "del", "192.168.7.0/24", "table", "77");
        lab.await((text) -> text.contains("192.168.7.0/24"), "route", "show", "table", "77");
        lab.ip("rule", "del", "from", "10.0.0.100");
        lab.await((text) -> text.contains("from 10.0.0.100"), "rule", "show");
        lab.ip("link", "set", "eth0", "down");
        lab.ip("link", "set", "eth0", "up");
        lab.await((text) -> text.contains("fd00::100/64"), "addr", "show", "dev", "eth0");
        lab.await((text) -> text.contains("192.168.7.0/24"), "route", "show", "table", "77");

        final List<String> restored = lab.tell("restored");
        assertTrue(restored.containsAll(List.of(
            "done address 10.0.0.100/32 dev eth0",
            "done route 192.168.7.0/24 dev eth0 table 77",
            "done rule IPv4 from 10.0.0.100/32 to all table 77",
            "done address fd00::100/64 dev eth0")), restored::toString);
        lab.tell("withdraw VI_1");
        assertEquals(List.of(), lab.tell("restored").stream().filter((line) -> line.startsWith("done")).toList());
        assertFalse(lab.ip("addr", "show", "dev", "eth0").contains("10.0.0.100"), "it is not ours any more");
    }

    @Test
    void shouldInstallWhenAnInterfaceComesBack()
    {
        lab.join("eth1", "02:00:00:00:01:01");
        lab.start(
            """
            instance VI_1 interface eth1 vrid 52 use_vmac
            address 10.0.1.100/32
            address 10.0.1.101/32 dev eth0
            """);
        lab.tell("prepare VI_1");
        lab.tell("install VI_1");
        final String index = lab.ip("-o", "link", "show", "dev", "eth1").split(":")[0];

        lab.ip("link", "del", "eth1");
        final List<String> restored = lab.restoredUntil(
            "failed macvlan vrrp.52 on eth1: interface eth1 does not exist");
        lab.join("eth1", "02:00:00:00:01:01");
        restored.addAll(lab.restoredUntil("done address 10.0.1.100/32 dev vrrp.52"));

        assertTrue(lab.ip("addr", "show").contains("10.0.1.100/32 scope global vrrp.52"));

        assertNotEquals(index, lab.ip("-o", "link", "show", "dev", "eth1").split(":")[0], "it is another one");
        assertEquals(
            List.of(
                "done address 10.0.1.100/32 dev vrrp.52",
                "done macvlan vrrp.52",
                "failed address 10.0.1.100/32 dev vrrp.52: interface vrrp.52 does not exist",
                "failed macvlan vrrp.52 on eth1: interface eth1 does not exist"),
            restored.stream().sorted().toList(), "each is told once");
        assertTrue(lab.tell("release VI_1").contains("done macvlan vrrp.52"));
    }

    @Test
    void shouldMakeAnInterfaceWithTheVirtualMac()
    {
        lab.in("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=2", "net.ipv4.conf.default.rp_filter=0",
            "net.ipv4.conf.eth0.rp_filter=1", "net.ipv4.conf.lo.rp_filter=0");
        lab.start(
            """
            instance VI_1 interface eth0 vrid 51 use_vmac
            address 10.0.0.100/32 dev eth0
            instance VI_6 interface eth0 vrid 51 use_vmac ipv6
            address fe80::100/64
            address fd00::100/64
            """);
        final List<String> before = settings("eth0");

        assertEquals(List.of("done macvlan vrrp.51"), lab.tell("prepare VI_1"));
        assertEquals(List.of("done macvlan vrrp6.51"), lab.tell("prepare VI_6"));
        assertEquals(List.of(), lab.tell("prepare VI_1"));
        lab.tell("install VI_1");
        lab.tell("install VI_6");

        final String link = lab.ip("-d", "link", "show", "dev", "vrrp.51");
        assertTrue(link.contains("vrrp.51@eth0: <BROADCAST,MULTICAST,UP,LOWER_UP>"), link);
        assertTrue(link.contains("link/ether 00:00:5e:00:01:33"), link);
        assertTrue(link.contains("macvlan mode private"), link);
        assertTrue(lab.ip("link", "show", "dev", "vrrp6.51").contains("link/ether 00:00:5e:00:02:33"));
        assertEquals(List.of("inet 10.0.0.100/32 scope global vrrp.51"), lab.addresses("vrrp.51"));
        assertEquals(
            List.of(
                "inet6 fd00::100/64 scope global nodad",
                "inet6 fe80::100/64 scope link nodad",
                "inet6 fe80::1/64 scope link nodad"),
            lab.addresses("vrrp6.51"));
        assertEquals(List.of("vrrp.51"), lab.tell("device VI_1"));
        assertEquals(List.of("vrrp6.51"), lab.tell("device VI_6"));
        assertEquals(List.of("1", "0", "0", "1", "0"), settings("vrrp.51"));
        assertEquals(List.of("1", "1", "2", "0", "0"), settings("eth0"), "rp_filter of all moves to each");
        assertEquals("0", sysctl("ipv4.conf.all.rp_filter"));
        assertEquals("2", sysctl("ipv4.conf.lo.rp_filter"));
        lab.ipAtPeer("addr", "add", "10.0.0.7/24", "dev", "eth0");
        assertEquals(0, lab.statusAtPeer("ping", "-c", "1", "-W", "2", "10.0.0.100"), "answers by the virtual MAC");

        lab.tell("release VI_1");
        lab.tell("release VI_6");

        assertFalse(lab.ip("link", "show").contains("vrrp"));
        assertEquals(before, settings("eth0"));
        assertEquals("2", sysctl("ipv4.conf.all.rp_filter"));
        assertEquals("0", sysctl("ipv4.conf.lo.rp_filter"));
        assertEquals("0", sysctl("ipv4.conf.default.rp_filter"));
    }

    @Test
    void shouldNotTouchAnInterfaceThatIsNoMacvlan()
    {
        lab.join("mine", "02:00:00:00:01:01");
        lab.start("instance VI_1 interface eth0 use_vmac vmac mine\naddress 10.0.0.100/32");
        final String before = lab.ip("link", "show", "dev", "mine");

        assertEquals(
            List.of("failed macvlan mine on eth0: the name mine is taken by another interface"),
            lab.tell("prepare VI_1"));

        lab.tell("release VI_1");
        assertEquals(before, lab.ip("link", "show", "dev", "mine"));
    }

    @Test
    void shouldDeleteWhatIsNoMoreConfiguredAndAddWhatIsNew()
    {
        lab.start(
            """
            instance old name VI_1 interface eth0
            address 10.0.0.100/32
            address 10.0.0.101/32
            rule from 10.0.0.101/32 table 77
            instance new name VI_1 interface eth0
            address 10.0.0.100/32
            address 10.0.0.102/32
            """);
        lab.tell("install old");

        final List<String> report = lab.tell("install new");

        assertEquals(
            List.of(
                "done rule IPv4 from 10.0.0.101/32 to all table 77",
                "done address 10.0.0.101/32 dev eth0",
                "done address 10.0.0.102/32 dev eth0"),
            report);
        assertEquals(List.of(), lab.tell("install new"), "nothing changes when nothing has changed");
        assertEquals(2, lab.tell("withdraw new").size());
    }

    @Test
    void shouldKeepStaticAddressesForTheWholeLife()
    {
        lab.start(
            """
            instance statics interface eth0
            address 10.0.5.1/24
            route 192.168.7.0/24 via 10.0.5.254
            rule from 10.0.5.0/24 table 77
            """);

        assertEquals(3, lab.tell("static statics").size());
        lab.ip("addr", "del", "10.0.5.1/24", "dev", "eth0");
        lab.await((text) -> text.contains("10.0.5.1/24"), "addr", "show", "dev", "eth0");
        lab.await((text) -> text.contains("192.168.7.0/24"), "route", "show");

        assertEquals(3, lab.tell("unstatic").size());
        assertFalse(lab.ip("addr", "show", "dev", "eth0").contains("10.0.5.1"));
    }

    @Test
    void shouldPromoteSecondariesWhileItIsAskedFor()
    {
        lab.in("sysctl", "-qw", "net.ipv4.conf.eth0.promote_secondaries=0");
        lab.start("instance VI_1 interface eth0 promote_secondaries\naddress 10.0.0.100/24");

        lab.tell("prepare VI_1");
        assertEquals("1", sysctl("ipv4.conf.eth0.promote_secondaries"));

        lab.tell("release VI_1");
        assertEquals("0", sysctl("ipv4.conf.eth0.promote_secondaries"));
    }

    @Test
    void shouldAnswerNothingOnAddressesThatAreNotAccepted()
    {
        lab.ipAtPeer("addr", "add", "10.0.0.7/24", "dev", "eth0");
        lab.ipAtPeer("addr", "add", "fd00::7/64", "dev", "eth0", "nodad");
        lab.start(
            """
            instance VI_1 interface eth0 no_accept
            address 10.0.0.100/32
            excluded fd00::100/64
            """);

        assertEquals(List.of(), lab.tell("prepare VI_1"));
        lab.tell("install VI_1");
        assertNotEquals(0, lab.statusAtPeer("ping", "-c", "1", "-W", "1", "10.0.0.100"));
        assertNotEquals(0, lab.statusAtPeer("ping", "-c", "1", "-W", "1", "fd00::100"));
        assertEquals(0, lab.statusAtPeer("ping", "-c", "1", "-W", "1", "10.0.0.1"));
        assertEquals(0, lab.statusAtPeer("ping", "-c", "1", "-W", "1", "fd00::1"));
        assertEquals(
            0, lab.statusAtPeer("sh", "-c", "ip neigh show fd00::100 | grep -q 02:00:00:00:00:01"),
            "neighbour discovery goes on");

        lab.tell("release VI_1");
        assertFalse(lab.in("nft", "list", "tables").contains("jlvs_vrrp"));
    }

    @ParameterizedTest
    @CsvSource({"20", "200", "300"})
    void shouldInstallAndWithdrawManyAddresses(final int count)
    {
        final List<String> lines = new ArrayList<>(List.of("instance VI_1 interface eth0"));
        lines.addAll(IntStream.range(0, count)
            .mapToObj((i) -> "address 10.7." + i / 100 + "." + i % 100 + "/32").toList());
        lab.start(String.join("\n", lines));

        final List<String> times = lab.tell("time VI_1");
        for (final String line : times)
        {
            System.out.println(line);
            assertTrue(line.contains(" " + count + " added"), line);
            assertTrue(line.contains(" " + count + " deleted"), line);
        }
        assertEquals(count, lab.tell("install VI_1").size());
        assertEquals(
            IntStream.range(0, count).mapToObj((i) -> "inet 10.7." + i / 100 + "." + i % 100 +
                "/32 scope global eth0").toList(),
            lab.addresses("eth0").stream().filter((line) -> line.startsWith("inet 10.7.")).toList());
        assertEquals(count, lab.tell("withdraw VI_1").size());
        assertFalse(lab.ip("addr", "show", "dev", "eth0").contains("10.7."));
    }

    private List<String> settings(final String device)
    {
        return List.of(
            sysctl("ipv4.conf." + device.replace('.', '/') + ".arp_ignore"),
            sysctl("ipv4.conf." + device.replace('.', '/') + ".arp_filter"),
            sysctl("ipv4.conf." + device.replace('.', '/') + ".rp_filter"),
            sysctl("ipv4.conf." + device.replace('.', '/') + ".accept_local"),
            sysctl("ipv4.conf." + device.replace('.', '/') + ".forwarding"));
    }

    private String sysctl(final String name)
    {
        return lab.in("sysctl", "-n", "net." + name).strip();
    }

    /** iproute2 leaves blanks at the ends of lines, and a tab behind the number of a rule. */
    private static String unpadded(final String text)
    {
        return text.replaceAll("[ \t]+", " ").replaceAll(" (?=\n)", "");
    }

    private static List<String> recorded(final String name) throws IOException
    {
        try (InputStream in = VirtualAddressesLabTest.class.getResourceAsStream(name))
        {
            final String text = new String(in.readAllBytes());
            return AddressLab.inetLines(text.substring(text.indexOf(": eth0@")));
        }
    }
}
