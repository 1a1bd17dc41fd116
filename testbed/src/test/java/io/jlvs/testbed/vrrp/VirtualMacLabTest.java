/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.CapturedFrame;
import io.jlvs.testbed.lab.LabTest;

import java.time.Duration;
import java.util.List;

/**
 * The MAC address goes with the virtual address: {@code use_vmac}. d1, jlvs, is preferred by the odd virtual routers,
 * d2, keepalived, by the even ones. Clients see one station that moves.
 */
class VirtualMacLabTest
{
    private static final List<String> ODD = List.of("10.0.0.231", "fd00::233");
    private static final List<String> EVEN = List.of("10.0.0.232", "fd00::234");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int VRRP = 112;
    private static final int ARP = 0x0806;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int ARP_SENDER_MAC = 22;
    private static final int ARP_SENDER_ADDRESS = 28;

    @LabTest
    void shouldMoveTheMacWithTheAddress()
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            // What keepalived's note on virtual MACs asks of the administrator, and jlvs does itself.
            pair.second().jlvs().host().exec("sysctl", "-qw",
                "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2").orThrow();
            final Capture capture = Capture.start(pair.client(), "eth0", "arp or proto 112 or ip6 proto 112");
            pair.first().start(configuration(Conf.HIGH, Conf.LOW));
            pair.second().start(configuration(Conf.LOW, Conf.HIGH));
            pair.awaitHolding(pair.first(), ODD);
            pair.awaitHolding(pair.second(), EVEN);
            assertReached(pair);
            assertEquals("vrrp.231", lastInterface(pair, "10.0.0.231"));

            pair.first().stop();
            pair.awaitHolding(pair.second(), ODD);
            assertReached(pair);
            assertEquals("", pair.first().jlvs().host().exec("ip", "-o", "link", "show", "type", "macvlan").out());

            pair.first().start(configuration(Conf.HIGH, Conf.LOW));
            pair.awaitHolding(pair.first(), ODD);
            pair.awaitFree(pair.second(), ODD);
            assertReached(pair);

            pair.second().stop();
            pair.awaitHolding(pair.first(), EVEN);
            assertReached(pair);

            assertEquals(List.of(), capture.stop().stream()
                .filter((frame) -> !isRight(frame)).map(CapturedFrame::describe).toList());
            assertTrue(capture.frames().stream().anyMatch((frame) -> isAdvert(frame) && 231 == router(frame)));
            assertTrue(capture.frames().stream().anyMatch((frame) -> isAdvert(frame) && 233 == router(frame)));
            assertTrue(capture.frames().stream().anyMatch(VirtualMacLabTest::isOfVirtualAddress));
        }
    }

    private static String lastInterface(final Pair pair, final String address)
    {
        return pair.addresses(pair.first()).last(address).orElseThrow().interfaceName();
    }

    /** The client never forgets what it has learned; a station that moves without its MAC address is lost to it. */
    private static void assertReached(final Pair pair)
    {
        for (final String address : List.of("10.0.0.231", "10.0.0.232", "fd00::233", "fd00::234"))
        {
            final int virtualRouterId = Integer.parseInt(address.substring(address.length() - 3));
            final String mac = mac(virtualRouterId, address.contains(":"));
            Await.await(
                () -> 0 == pair.client().exec("ping", "-c", "1", "-W", "1", address).exit(),
                LIMIT,
                () -> address + " answers\n" + pair);
            final String neighbour = pair.client().exec("ip", "neigh", "show", "to", address).out();
            assertTrue(neighbour.contains("lladdr " + mac), () -> address + ": " + neighbour + "\n" + pair);
        }
    }

    private static boolean isRight(final CapturedFrame frame)
    {
        if (isAdvert(frame))
        {
            return frame.sourceMac().equals(mac(router(frame), IPV6 == frame.etherType()));
        }
        final String mac = mac(frame.u8(ARP_SENDER_ADDRESS + 3), false);
        return !isOfVirtualAddress(frame) || frame.sourceMac().equals(mac) && senderMac(frame).equals(mac);
    }

    private static boolean isAdvert(final CapturedFrame frame)
    {
        return IPV4 == frame.etherType() && VRRP == frame.u8(23) || IPV6 == frame.etherType() && VRRP == frame.u8(20);
    }

    private static int router(final CapturedFrame advert)
    {
        return advert.u8(IPV4 == advert.etherType() ? 35 : 55);
    }

    private static boolean isOfVirtualAddress(final CapturedFrame frame)
    {
        return ARP == frame.etherType() && List.of(231, 232).contains(frame.u8(ARP_SENDER_ADDRESS + 3));
    }

    private static String senderMac(final CapturedFrame arp)
    {
        return "%02x:%02x:%02x:%02x:%02x:%02x".formatted(
            arp.u8(ARP_SENDER_MAC), arp.u8(ARP_SENDER_MAC + 1), arp.u8(ARP_SENDER_MAC + 2),
            arp.u8(ARP_SENDER_MAC + 3), arp.u8(ARP_SENDER_MAC + 4), arp.u8(ARP_SENDER_MAC + 5));
    }

    private static String mac(final int virtualRouterId, final boolean isIpv6)
    {
        return "00:00:5e:00:0%d:%02x".formatted(isIpv6 ? 2 : 1, virtualRouterId);
    }

    private static String configuration(final int odd, final int even)
    {
        final String ipv6 = """
            version 3
            use_vmac
            """;
        return Conf.globals("") +
            Conf.instance(231, odd, "10.0.0.231/24", "use_vmac") +
            Conf.instance(232, even, "10.0.0.232/24", "use_vmac") +
            Conf.instance(233, odd, "fe80::233/64\nfd00::233/64", ipv6) +
            Conf.instance(234, even, "fe80::234/64\nfd00::234/64", ipv6);
    }
}
