/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.lab.UdpClient;
import io.jlvs.testbed.lab.Uploads;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Real requests to a VIP, answered by real servers straight back to the client. Client 10.0.0.10, director 10.0.0.1,
 * VIP 10.0.0.100, servers 10.0.0.21 to .23 on one segment, IPv6 alike in fd00::/64. The hosts' offloads are on:
 * super-frames and unfinished checksums reach the director.
 */
class DirectRouteLabTest
{
    private static final int MTU = 1500;
    private static final int IPV4_TOTAL_LENGTH_OFFSET = 16;

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(3))
        .withNginx()
        .withUdp(53, "10.0.0.100", "fd00::100");

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.23:80 -g
            -A -t [fd00::100]:80 -s rr
            -a -t [fd00::100]:80 -r [fd00::21]:80 -g
            -a -t [fd00::100]:80 -r [fd00::22]:80 -g
            -a -t [fd00::100]:80 -r [fd00::23]:80 -g
            -A -u 10.0.0.100:53 -s rr
            -a -u 10.0.0.100:53 -r 10.0.0.21:53 -g
            -a -u 10.0.0.100:53 -r 10.0.0.22:53 -g
            -a -u 10.0.0.100:53 -r 10.0.0.23:53 -g
            -A -u [fd00::100]:53 -s rr
            -a -u [fd00::100]:53 -r [fd00::21]:53 -g
            -a -u [fd00::100]:53 -r [fd00::22]:53 -g
            -a -u [fd00::100]:53 -r [fd00::23]:53 -g
            -A -t 10.0.0.101:80 -s rr -p 50
            -a -t 10.0.0.101:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.101:80 -r 10.0.0.22:80 -g
            -a -t 10.0.0.101:80 -r 10.0.0.23:80 -g
            -A -t 10.0.0.102:80 -s wrr
            -a -t 10.0.0.102:80 -r 10.0.0.21:80 -g -w 3
            -a -t 10.0.0.102:80 -r 10.0.0.22:80 -g -w 1
            """);
    }

    @LabTest
    void shouldSpreadTcpConnectionsInTurnNewestServerFirst()
    {
        final List<String> answers = Curl.on(LAB.client()).get("http://10.0.0.100/", 6);

        assertEquals(List.of("rs3", "rs2", "rs1", "rs3", "rs2", "rs1"), answers);
    }

    @LabTest
    void shouldSpreadTcpConnectionsOverIpv6()
    {
        final List<String> answers = Curl.on(LAB.client()).get("http://[fd00::100]/", 6);

        assertEquals(List.of("rs3", "rs2", "rs1", "rs3", "rs2", "rs1"), answers);
    }

    @LabTest
    void shouldSpreadUdpFlowsAndKeepEachOnItsServer() throws Exception
    {
        assertUdpSpreads("10.0.0.100");
    }

    @LabTest
    void shouldSpreadUdpFlowsOverIpv6() throws Exception
    {
        assertUdpSpreads("fd00::100");
    }

    @LabTest
    void shouldSpreadByWeight()
    {
        final List<String> answers = Curl.on(LAB.client()).get("http://10.0.0.102/", 8);

        assertEquals(6, answers.stream().filter("rs1"::equals).count(), answers::toString);
        assertEquals(2, answers.stream().filter("rs2"::equals).count(), answers::toString);
    }

    @LabTest
    void shouldKeepAClientOnOneServerWhenPersistent()
    {
        final Curl curl = Curl.on(LAB.client());
        final Set<String> servers = new HashSet<>();
        for (int i = 128; i < 134; i++)
        {
            final List<String> answers = curl.run("http://10.0.0.101/", 4, "--interface", "10.0.0." + i)
                .orThrow().out().lines().toList();

            assertEquals(1, new HashSet<>(answers).size(), "client 10.0.0." + i + ": " + answers);
            servers.addAll(answers);
        }

        assertEquals(Set.of("rs1", "rs2", "rs3"), servers);
        final String connections = LAB.jlvs().ipvsadm("-Lnc").orThrow().out();
        assertTrue(connections.contains(" 10.0.0.128:0 "), "a template in:\n" + connections);
    }

    @LabTest
    void shouldCarryAnUploadOf100MegabytesWithoutAChangedByte() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 1, 100_000_000, 1);
        final Capture capture = LAB.captureAtDirector("tcp dst port 80");

        uploads.verify(
            uploads.start(LAB.client(), "http://10.0.0.100/"), List.of(LAB.nginx(1), LAB.nginx(2), LAB.nginx(3)));

        capture.close();
        final long superFrames = capture.frames().stream().filter(
            (frame) -> frame.u16(IPV4_TOTAL_LENGTH_OFFSET) > MTU).count();
        assertEquals(LAB.hasOffloads(), superFrames > 0, "super-frames reach the director if offloads are on");
    }

    @LabTest
    void shouldCarryDatagramsInFragments() throws Exception
    {
        for (final String vip : List.of("10.0.0.100", "fd00::100"))
        {
            try (UdpClient flow = UdpClient.open(LAB.client(), vip, 53))
            {
                final String question = "0123456789".repeat(600);
                for (int i = 0; i < 5; i++)
                {
                    assertEquals(" " + question, flow.ask(question).substring("rsN".length()));
                }
            }
        }
    }

    @LabTest
    void shouldCarryAnUploadOverIpv6WithoutAChangedByte() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 1, 30_000_000, 2);

        uploads.verify(
            uploads.start(LAB.client(), "http://[fd00::100]/"), List.of(LAB.nginx(1), LAB.nginx(2), LAB.nginx(3)));
    }

    @LabTest
    void shouldCarry200ConcurrentConnectionsWithoutALostByte() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 200, 500_000, 3);

        final RunningProcess curl = uploads.start(LAB.client(), "http://10.0.0.100/", "--limit-rate", "100k");

        Await.await(
            () -> established() >= 200, Duration.ofSeconds(30), () -> "200 connections are open: " + established());
        uploads.verify(curl, List.of(LAB.nginx(1), LAB.nginx(2), LAB.nginx(3)));
    }

    private static int established()
    {
        int count = 0;
        for (int i = 1; i <= 3; i++)
        {
            count += (int)LAB.server(i).exec("ss", "-Htn", "state", "established", "src", "10.0.0.100")
                .orThrow().out().lines().count();
        }
        return count;
    }

    private static void assertUdpSpreads(final String vip) throws Exception
    {
        final List<String> servers = new ArrayList<>();
        for (int i = 0; i < 6; i++)
        {
            try (UdpClient flow = UdpClient.open(LAB.client(), vip, 53))
            {
                final String first = flow.ask("a");
                assertTrue(first.endsWith(" a"), first);
                assertEquals(first.replace(" a", " b"), flow.ask("b"));
                servers.add(first.replace(" a", ""));
            }
        }

        assertEquals(List.of("rs3", "rs2", "rs1", "rs3", "rs2", "rs1"), servers);
    }
}
