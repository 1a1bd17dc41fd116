/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.HttpConnection;
import io.jlvs.testbed.lab.LabTest;
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

/**
 * The kernel spreads flows over two workers of one director; nobody outside may notice. Client 10.0.0.10, VIP
 * 10.0.0.100, servers 10.0.0.21 and .22.
 */
class TwoWorkersLabTest
{
    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(2))
        .withNginx()
        .withUdp(53, "10.0.0.100")
        .withOptions("--workers", "2");

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
            -A -u 10.0.0.100:53 -s rr
            -a -u 10.0.0.100:53 -r 10.0.0.21:53 -g
            -a -u 10.0.0.100:53 -r 10.0.0.22:53 -g
            """);
    }

    @LabTest
    void shouldCarryConcurrentUploadsWithoutALostByte() throws Exception
    {
        final Uploads uploads = new Uploads(LAB.lab(), 100, 200_000, 21);

        uploads.verify(uploads.start(LAB.client(), "http://10.0.0.100/"), List.of(LAB.nginx(1), LAB.nginx(2)));
    }

    @LabTest
    void shouldCarryDatagramsInFragments() throws Exception
    {
        final Set<String> servers = new HashSet<>();
        for (int i = 0; i < 10; i++)
        {
            try (UdpClient flow = UdpClient.open(LAB.client(), "10.0.0.100", 53))
            {
                final String question = "0123456789".repeat(400);
                final String answer = flow.ask(question);
                assertEquals(question, answer.substring("rsN ".length()));
                servers.add(answer.substring(0, "rsN".length()));
            }
        }

        assertEquals(Set.of("rs1", "rs2"), servers);
    }

    @LabTest
    void shouldContinueOpenStreamsAfterKillAndRestart() throws Exception
    {
        final List<HttpConnection> streams = new ArrayList<>();
        final List<String> servers = new ArrayList<>();
        try
        {
            for (int i = 0; i < 20; i++)
            {
                streams.add(HttpConnection.open(LAB.client(), "10.0.0.100", 80));
                servers.add(streams.get(i).get("/"));
            }
            assertEquals(Set.of("rs1", "rs2"), new HashSet<>(servers));
            // Written behind: what was recorded is counted, so wait for that and not for a time.
            LAB.awaitCounter("connections-recorded", 20, Duration.ofSeconds(10));

            LAB.director().signal("KILL");
            LAB.director().awaitExit(Duration.ofSeconds(2));
            LAB.startDirector();

            for (int i = 0; i < 20; i++)
            {
                assertEquals(servers.get(i), streams.get(i).get("/"), "stream " + i);
            }
        }
        finally
        {
            for (final HttpConnection stream : streams)
            {
                stream.close();
            }
        }
    }
}
