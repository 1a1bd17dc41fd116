/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.UdpClient;
import io.jlvs.testbed.lab.Uploads;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Requests in tunnels to servers of other networks: client 10.0.0.10, router, director 172.16.1.3 with VIP
 * 172.16.1.100, rs1 172.16.11.21, rs2 172.16.12.22, IPv6 alike. MTU 1500 everywhere, so that full segments do not fit
 * into the tunnel and the client must learn of it.
 */
class TunnelLabTest
{
    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.routed(2))
        .withNginx()
        .withDecapsulation()
        .withUdp(53, "172.16.1.100", "fd00:0:0:1::100");

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 172.16.1.100:80 -s rr
            -a -t 172.16.1.100:80 -r 172.16.11.21:80 -i
            -a -t 172.16.1.100:80 -r 172.16.12.22:80 -i
            -A -u 172.16.1.100:53 -s rr
            -a -u 172.16.1.100:53 -r 172.16.11.21:53 -i
            -a -u 172.16.1.100:53 -r 172.16.12.22:53 -i
            -A -t [fd00:0:0:1::100]:80 -s rr
            -a -t [fd00:0:0:1::100]:80 -r [fd00:0:0:11::21]:80 -i
            -a -t [fd00:0:0:1::100]:80 -r [fd00:0:0:12::22]:80 -i
            """);
    }

    @LabTest
    void shouldSpreadTcpConnectionsOverServersOfOtherNetworks()
    {
        final List<String> answers = Curl.on(LAB.client()).get("http://172.16.1.100/", 4);

        assertEquals(List.of("rs2", "rs1", "rs2", "rs1"), answers);
    }

    @LabTest
    void shouldSpreadTcpConnectionsOverIpv6()
    {
        final List<String> answers = Curl.on(LAB.client()).get("http://[fd00:0:0:1::100]/", 4);

        assertEquals(List.of("rs2", "rs1", "rs2", "rs1"), answers);
    }

    @LabTest
    void shouldSpreadUdpFlows() throws Exception
    {
        final Set<String> servers = new HashSet<>();
        for (int i = 0; i < 4; i++)
        {
            try (UdpClient flow = UdpClient.open(LAB.client(), "172.16.1.100", 53))
            {
                final String answer = flow.ask("q");
                assertEquals(answer, flow.ask("q"));
                servers.add(answer);
            }
        }

        assertEquals(Set.of("rs1 q", "rs2 q"), servers);
    }

    @LabTest
    void shouldCarryAnUploadThoughFullSegmentsDoNotFitIntoTheTunnel() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 1, 20_000_000, 4);

        uploads.verify(uploads.start(LAB.client(), "http://172.16.1.100/"), List.of(LAB.nginx(1), LAB.nginx(2)));
    }

    @LabTest
    void shouldCarryConcurrentUploadsThroughTheTunnel() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 50, 400_000, 5);

        uploads.verify(uploads.start(LAB.client(), "http://172.16.1.100/"), List.of(LAB.nginx(1), LAB.nginx(2)));
    }

    @LabTest
    void shouldCarryAnUploadInIpv6Tunnels() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 1, 5_000_000, 6);

        uploads.verify(
            uploads.start(LAB.client(), "http://[fd00:0:0:1::100]/"), List.of(LAB.nginx(1), LAB.nginx(2)));
    }
}
