/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * keepalived takes a server out that fails and puts it back when it recovers, each with a reason in its log. Client
 * 10.0.0.10, VIP 10.0.0.100, servers 10.0.0.21 and .22.
 */
class HealthChecksLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(2)).withNginx();

    @LabTest
    void shouldFollowATcpCheck()
    {
        final String check = """
            TCP_CHECK {
                connect_timeout 1
                retry 1
                delay_before_retry 1
                connect_port 80
            }
            """;

        shouldFollow(check, "TCP_CHECK on service [10.0.0.22]:tcp:80 failed");
    }

    @LabTest
    void shouldFollowAnHttpCheckOfStatusAndDigest()
    {
        // The digest is the MD5 sum of "healthy" and a line feed.
        final String check = """
            HTTP_GET {
                url {
                    path /health
                    digest 3b1fb749c971d7a2c6a517b37f735df2
                }
                url {
                    path /
                    status_code 200
                }
                connect_timeout 1
                retry 1
                delay_before_retry 1
            }
            """;

        shouldFollow(check, "[10.0.0.22]:tcp:80");
    }

    private static void shouldFollow(final String check, final String reason)
    {
        try (RunningProcess keepalived = LAB.jlvs().startKeepalived(configuration(check)))
        {
            awaitServers(keepalived, true, true);
            assertEquals(List.of("rs1", "rs2"), Curl.on(LAB.client()).get("http://10.0.0.100/", 2)
                .stream().sorted().toList());

            LAB.nginx(2).stop();
            try
            {
                awaitServers(keepalived, true, false);
                keepalived.awaitOutput(reason, LIMIT);
                keepalived.awaitOutput("Removing service [10.0.0.22]:tcp:80 from VS [10.0.0.100]:tcp:80", LIMIT);
                assertEquals(List.of("rs1", "rs1", "rs1", "rs1"), Curl.on(LAB.client()).get("http://10.0.0.100/", 4));
            }
            finally
            {
                LAB.nginx(2).start();
            }

            awaitServers(keepalived, true, true);
            keepalived.awaitOutput("Adding service [10.0.0.22]:tcp:80 to VS [10.0.0.100]:tcp:80", LIMIT);
            assertEquals(List.of("rs1", "rs2"), Curl.on(LAB.client()).get("http://10.0.0.100/", 2)
                .stream().sorted().toList());
        }
    }

    private static void awaitServers(final RunningProcess keepalived, final boolean rs1, final boolean rs2)
    {
        Await.await(
            () ->
            {
                final String table = LAB.jlvs().ipvsadm("-Ln").out();
                return table.contains("10.0.0.21:80 ") == rs1 && table.contains("10.0.0.22:80 ") == rs2;
            },
            LIMIT,
            () -> "rs1 in the table: " + rs1 + ", rs2: " + rs2 + "\n" + LAB.jlvs().ipvsadm("-Ln") + "\n" + keepalived);
    }

    private static String configuration(final String check)
    {
        return """
            ! Two servers behind a virtual one
            virtual_server 10.0.0.100 80 {
                delay_loop 1
                lb_algo rr
                lb_kind DR
                protocol TCP
                real_server 10.0.0.21 80 {
                    weight 1
                    %1$s
                }
                real_server 10.0.0.22 80 {
                    weight 1
                    %1$s
                }
            }
            """.formatted(check);
    }
}
