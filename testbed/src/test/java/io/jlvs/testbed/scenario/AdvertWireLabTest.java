/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.CapturedFrame;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.topology.Topologies;
import io.jlvs.vrrp.io.AdvertChannel;
import io.jlvs.vrrp.io.AdvertSocket;
import io.jlvs.vrrp.io.NeighbourAnnouncements;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.AdvertSettings.UnicastPeer;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.VrrpVersion;
import io.jlvs.vrrp.packet.AdvertDecoder;
import io.jlvs.vrrp.packet.AdvertEncoder;
import io.jlvs.vrrp.packet.AdvertVerdict;
import io.jlvs.vrrp.packet.AuthenticationSequence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/**
 * Adverts of every kind from d1 (10.0.0.1, fe80::1) to d2 (10.0.0.2, fe80::2) on one segment: d2 takes them, tshark
 * finds every checksum right, and the kernel of d2 does not answer them.
 */
class AdvertWireLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int ETHERTYPE_OFFSET = 12;
    private static final int ADVERT_COUNT = 3;
    private static final Set<Integer> PROTOCOLS = Set.of(IpProtocol.VRRP, IpProtocol.AUTHENTICATION);
    private static final String INTERFACE = "eth0";
    private static final String CHECKSUM_STATUS = "vrrp.checksum.status";
    private static final String WITH_PSEUDO_HEADER = "FALSE";
    private static final String WITHOUT_PSEUDO_HEADER = "TRUE";

    private static Lab lab;
    private static Host sender;
    private static Host receiver;

    @BeforeAll
    static void open()
    {
        lab = Lab.open(Topologies.twoDirectors(1));
        sender = lab.host(Topologies.FIRST_DIRECTOR);
        receiver = lab.host(Topologies.SECOND_DIRECTOR);
    }

    @AfterAll
    static void close()
    {
        if (null != lab)
        {
            lab.close();
        }
    }

    @LabTest
    void shouldSpeakVersion2WithEveryAuthentication()
    {
        assertCarried(v2(Authentication.NONE), WITH_PSEUDO_HEADER);
        assertCarried(v2(new Authentication.Password("1111")), WITH_PSEUDO_HEADER);
        assertCarried(v2(new Authentication.Header("secret12")), WITH_PSEUDO_HEADER);
    }

    @LabTest
    void shouldSpeakVersion3WithAndWithoutPseudoHeader()
    {
        final Capture with = assertCarried(v3(false, false, List.of()), WITH_PSEUDO_HEADER);
        final Capture without = assertCarried(v3(false, true, List.of()), WITHOUT_PSEUDO_HEADER);

        // Read the other way round, tshark does find them wrong.
        final String wrong = "0\n".repeat(ADVERT_COUNT);
        assertEquals(wrong, tshark(with, WITHOUT_PSEUDO_HEADER, "vrrp", "-T", "fields", "-e", CHECKSUM_STATUS));
        assertEquals(wrong, tshark(without, WITH_PSEUDO_HEADER, "vrrp", "-T", "fields", "-e", CHECKSUM_STATUS));
    }

    @LabTest
    void shouldSpeakVersion3OverIpv6()
    {
        assertCarried(v3(true, false, List.of()), WITH_PSEUDO_HEADER);
    }

    @LabTest
    void shouldSpeakByUnicastWithoutAnAnswerOfTheKernel()
    {
        assertCarried(v3(false, false, List.of("10.0.0.2")), WITH_PSEUDO_HEADER);
        assertCarried(v3(true, false, List.of("fe80::2")), WITH_PSEUDO_HEADER);
    }

    @LabTest
    void shouldSeeTheAnswerOfAKernelThatHasNoSocket()
    {
        final AdvertSettings settings = v3(false, false, List.of("10.0.0.2"));
        final Capture capture = Capture.start(receiver, INTERFACE, "icmp");
        try (AdvertSocket socket = socket(sender, settings))
        {
            send(socket, settings);
        }

        Await.await(
            () -> !capture.frames().isEmpty(), LIMIT, () -> "protocol unreachable in " + capture.frames());
        capture.stop();
    }

    @LabTest
    void shouldSpeakWithTheMacOfAMacvlan()
    {
        sender.exec("ip", "link", "add", "vrrp.51", "link", INTERFACE, "address", "00:00:5e:00:01:33",
            "type", "macvlan", "mode", "private").orThrow();
        sender.exec("ip", "link", "set", "vrrp.51", "up").orThrow();
        final AdvertSettings settings = v2(Authentication.NONE);
        final Capture capture = Capture.start(receiver, INTERFACE, "proto 112");
        try (AdvertSocket socket = sender.call(
            () -> AdvertSocket.open(AdvertChannel.of(settings, Optional.of("vrrp.51")))))
        {
            send(socket, settings);
        }
        finally
        {
            sender.exec("ip", "link", "del", "vrrp.51").orThrow();
        }

        Await.await(() -> ADVERT_COUNT == capture.frames().size(), LIMIT, () -> "adverts: " + capture.frames());
        capture.stop();
        capture.frames().forEach((frame) -> assertEquals("00:00:5e:00:01:33", frame.sourceMac()));
    }

    @LabTest
    void shouldTellWhyAnAdvertCannotBeSent()
    {
        final AdvertSettings settings = v2(Authentication.NONE);
        sender.exec("ip", "link", "add", "gone0", "type", "veth", "peer", "name", "gone1").orThrow();
        try (AdvertSocket socket = sender.call(
            () -> AdvertSocket.open(AdvertChannel.of(settings, Optional.of("gone0")))))
        {
            final AdvertEncoder encoder = encoder(settings);
            encoder.begin(ip("10.0.0.1"), 100, 0);

            assertEquals(Errno.ENETUNREACH, socket.send(encoder, ip("10.0.0.1"), settings.group()));
            sender.exec("ip", "link", "del", "gone0").orThrow();
            assertEquals(Errno.ENODEV, socket.send(encoder, ip("10.0.0.1"), settings.group()));
        }
    }

    @LabTest
    void shouldAnnounceAlsoAfterTheLinkWasDownOrMadeAnew()
    {
        final Capture capture = Capture.start(receiver, INTERFACE, "arp or icmp6");
        sender.exec("ip", "link", "add", "va0", "link", INTERFACE, "type", "macvlan", "mode", "bridge").orThrow();
        try (NeighbourAnnouncements announcements = sender.call(NeighbourAnnouncements::new))
        {
            sender.exec("ip", "link", "set", "va0", "up").orThrow();
            assertAnnounced(announcements);

            sender.exec("ip", "link", "set", "va0", "down").orThrow();
            sender.exec("ip", "link", "set", "va0", "up").orThrow();
            assertAnnounced(announcements);

            sender.exec("ip", "link", "del", "va0").orThrow();
            sender.exec(
                "ip", "link", "add", "va0", "link", INTERFACE, "type", "macvlan", "mode", "bridge").orThrow();
            sender.exec("ip", "link", "set", "va0", "up").orThrow();
            assertAnnounced(announcements);
        }
        finally
        {
            sender.exec("ip", "link", "del", "va0").orThrow();
        }

        Await.await(
            () -> 3 == capture.frames().stream().filter((frame) -> 0x0806 == frame.u16(ETHERTYPE_OFFSET)).count(),
            LIMIT, () -> "3 gratuitous ARP in " + capture.frames());
        capture.stop();
    }

    private static void assertAnnounced(final NeighbourAnnouncements announcements)
    {
        final Optional<String> failure = sender.call(() ->
        {
            try (RouteNetlink netlink = RouteNetlink.open())
            {
                final LinkInfo link = netlink.links().stream()
                    .filter((candidate) -> "va0".equals(candidate.name())).findFirst().orElseThrow();
                return announcements.send(link, ip("10.0.0.100"))
                    .or(() -> announcements.send(link, ip("fd00::100")));
            }
        });
        assertEquals(Optional.empty(), failure);
    }

    private static Capture assertCarried(final AdvertSettings settings, final String asVersion2)
    {
        final Capture capture = Capture.start(receiver, INTERFACE, "proto 112 or proto 51 or icmp or icmp6 or ip6");
        final AdvertDecoder decoder = new AdvertDecoder(
            settings, addresses(settings), TimeUnit.SECONDS.toNanos(1), new AuthenticationSequence());
        final List<AdvertVerdict> verdicts = new ArrayList<>();
        try (AdvertSocket ours = socket(sender, settings);
            AdvertSocket theirs = socket(receiver, settings))
        {
            send(ours, settings);
            Await.await(
                () ->
                {
                    theirs.receive((datagram) -> verdicts.add(decoder.decode(datagram, 0)), 100);
                    return ADVERT_COUNT <= verdicts.size();
                },
                LIMIT,
                () -> "verdicts: " + verdicts);
            assertEquals(0, ours.receive((datagram) -> verdicts.add(null), 100), "adverts that came back");
        }
        // What the socket has got need not have reached tcpdump yet.
        Await.await(() -> adverts(capture, settings) >= ADVERT_COUNT, LIMIT, () -> "captured: " + capture.frames());
        capture.stop();

        for (final AdvertVerdict verdict : verdicts)
        {
            final AdvertVerdict.Accepted accepted = assertInstanceOf(AdvertVerdict.Accepted.class, verdict);
            assertEquals(List.of(), accepted.remarks());
            assertEquals(20, accepted.advert().addresses().size());
            assertEquals(source(settings), accepted.advert().source());
            assertEquals(255, accepted.advert().ttl());
        }
        assertWire(capture, settings, asVersion2);
        return capture;
    }

    private static long adverts(final Capture capture, final AdvertSettings settings)
    {
        final int protocolOffset = settings.isIpv6() ? 20 : 23;
        return capture.frames().stream()
            .map(CapturedFrame::bytes)
            .filter((bytes) -> PROTOCOLS.contains(bytes[protocolOffset] & 0xff))
            .count();
    }

    private static void assertWire(final Capture capture, final AdvertSettings settings, final String asVersion2)
    {
        final String adverts = tshark(capture, asVersion2, "vrrp",
            "-T", "fields", "-e", CHECKSUM_STATUS, "-e", "ip.checksum.status", "-e", "vrrp.prio");
        // 1: good. IPv6 has no checksum of its own.
        final String line = settings.isIpv6() ? "1\t\t200" : "1\t1\t200";
        assertEquals((line + "\n").repeat(ADVERT_COUNT), adverts, settings::toString);
        assertEquals("", tshark(capture, asVersion2, "vrrp && _ws.expert"), "remarks of tshark");
        assertEquals("", tshark(capture, asVersion2, "icmp.type == 3 || icmpv6.type == 1 || icmpv6.type == 4"));
    }

    private static String tshark(
        final Capture capture, final String asVersion2, final String filter, final String... arguments)
    {
        final List<String> command = new ArrayList<>(List.of(
            "tshark", "-n", "-r", capture.file().toString(), "-o", "ip.check_checksum:TRUE",
            "-o", "vrrp.v3_checksum_as_in_v2:" + asVersion2, "-Y", filter));
        command.addAll(List.of(arguments));
        return sender.exec(Duration.ofSeconds(30), command).orThrow().out();
    }

    private static void send(final AdvertSocket socket, final AdvertSettings settings)
    {
        final AdvertEncoder encoder = encoder(settings);
        final InetAddress source = source(settings);
        for (int i = 0; i < ADVERT_COUNT; i++)
        {
            encoder.begin(source, 200, 0);
            final List<InetAddress> destinations = settings.peers().isEmpty() ?
                List.of(settings.group()) : settings.peers().stream().map(UnicastPeer::address).toList();
            destinations.forEach((to) -> assertEquals(0, socket.send(encoder, source, to)));
        }
    }

    private static AdvertSocket socket(final Host host, final AdvertSettings settings)
    {
        return host.call(() ->
        {
            final AdvertSocket socket = AdvertSocket.open(AdvertChannel.of(settings, settings.interfaceName()));
            if (settings.peers().isEmpty())
            {
                socket.join(settings.group());
                socket.join(settings.group());
            }
            return socket;
        });
    }

    private static AdvertEncoder encoder(final AdvertSettings settings)
    {
        return new AdvertEncoder(
            settings, addresses(settings), TimeUnit.SECONDS.toNanos(1), new AuthenticationSequence());
    }

    private static List<InetAddress> addresses(final AdvertSettings settings)
    {
        return IntStream.range(0, 20)
            .mapToObj((i) -> ip(settings.isIpv6() ? "fd00::" + (100 + i) : "10.0.0." + (100 + i)))
            .toList();
    }

    private static InetAddress source(final AdvertSettings settings)
    {
        return ip(settings.isIpv6() ? "fe80::1" : "10.0.0.1");
    }

    private static AdvertSettings v2(final Authentication authentication)
    {
        return settings(VrrpVersion.V2, false, List.of(), authentication, false);
    }

    private static AdvertSettings v3(
        final boolean isIpv6, final boolean isWithoutPseudoHeader, final List<String> peers)
    {
        return settings(VrrpVersion.V3, isIpv6, peers, Authentication.NONE, isWithoutPseudoHeader);
    }

    private static AdvertSettings settings(
        final VrrpVersion version,
        final boolean isIpv6,
        final List<String> peers,
        final Authentication authentication,
        final boolean isWithoutPseudoHeader)
    {
        return new AdvertSettings(version, isIpv6, Optional.of(INTERFACE), 51, Optional.empty(),
            ip(isIpv6 ? "ff02::12" : "224.0.0.18"),
            peers.stream().map((peer) -> new UnicastPeer(ip(peer), 0, 255)).toList(),
            false, 255, authentication, isWithoutPseudoHeader, false, false, false, true, Optional.empty());
    }

    private static InetAddress ip(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }
}
