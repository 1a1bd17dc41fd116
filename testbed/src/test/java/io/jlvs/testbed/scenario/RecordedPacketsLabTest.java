/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Decapsulation;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.Replay;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The director's frames equal those of kernel IPVS, byte for byte: hardware addresses, TTL, checksums, outer headers,
 * ICMP messages, RSTs. The client's frames of each recording are sent again; server rs1 has no VIP here and keeps
 * silent, so that nothing but the recording reaches the director.
 */
class RecordedPacketsLabTest
{
    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(1));

    private static final String DIRECT_ROUTE = """
        -A -t 10.0.0.100:80 -s rr
        -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
        -A -u 10.0.0.100:53 -s rr
        -a -u 10.0.0.100:53 -r 10.0.0.21:53 -g
        -A -u 10.0.0.100:5353 -s rr
        -a -u 10.0.0.100:5353 -r 10.0.0.21:5353 -g
        """;

    private static final String DIRECT_ROUTE_IPV6 = """
        -A -t [fd00::100]:80 -s rr
        -a -t [fd00::100]:80 -r [fd00::21]:80 -g
        -A -u [fd00::100]:53 -s rr
        -a -u [fd00::100]:53 -r [fd00::21]:53 -g
        """;

    private static final String NO_SERVER = """
        -A -t 10.0.0.100:80 -s rr
        -A -u 10.0.0.100:53 -s rr
        -A -t [fd00::100]:80 -s rr
        """;

    private static final String ALL_WEIGHTS_ZERO = """
        -A -t 10.0.0.100:80 -s rr
        -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g -w 0
        -A -u 10.0.0.100:53 -s rr
        -a -u 10.0.0.100:53 -r 10.0.0.21:53 -g -w 0
        -A -t [fd00::100]:80 -s rr
        -a -t [fd00::100]:80 -r [fd00::21]:80 -g -w 0
        """;

    private static Replay replay;

    @BeforeAll
    static void silenceServer()
    {
        // With lo down the VIP is gone, its address on eth0 stays; tunnels end here as they would on a real server.
        LAB.server(1).exec("ip", "link", "set", "lo", "down").orThrow();
        Decapsulation.attach(LAB.server(1), "eth0");
        for (final String server : new String[]{"10.0.0.21", "10.0.0.10", "fd00::21", "fd00::10"})
        {
            LAB.directorHost().exec("ping", "-c", "1", "-W", "2", server).orThrow();
        }
        replay = new Replay(LAB.lab());
    }

    @LabTest
    void shouldForwardTcpAndUdpDirectlyAsInDrBoth()
    {
        replay(DIRECT_ROUTE, "dr-both");
    }

    @LabTest
    void shouldForwardIpv6DirectlyAsInDr6()
    {
        replay(DIRECT_ROUTE_IPV6, "dr6");
    }

    @LabTest
    void shouldLowerTtlAndAnswerTimeExceededAsInDrTtl()
    {
        replay(DIRECT_ROUTE, "dr-ttl");
    }

    @LabTest
    void shouldReassembleAndFragmentAgainAsInDrFrag()
    {
        replay(DIRECT_ROUTE, "dr-frag");
    }

    @LabTest
    void shouldLeaveWrongChecksumsAloneAsInDrBadsum()
    {
        replay(DIRECT_ROUTE, "dr-badsum");
    }

    @LabTest
    void shouldForwardFramesOfFullSizeAsInDrBig()
    {
        replay(DIRECT_ROUTE, "dr-big");
    }

    @LabTest
    void shouldForwardIcmpErrorsOfTheClientAsInDrIcmpin()
    {
        replay(DIRECT_ROUTE, "dr-icmpin");
    }

    @LabTest
    void shouldNotMeetIcmpErrorsOfTheServerAsInDrRsicmp()
    {
        replay(DIRECT_ROUTE, "dr-rsicmp");
    }

    @LabTest
    void shouldResetStraySegmentsAsInDrNonsyn()
    {
        replay(DIRECT_ROUTE, "dr-nonsyn");
    }

    @LabTest
    void shouldLeavePortsWithoutServiceToTheKernelAsInDrNosvc()
    {
        replay(DIRECT_ROUTE, "dr-nosvc");
    }

    @LabTest
    void shouldAnswerPortUnreachableWithoutServersAsInNodest()
    {
        replay(NO_SERVER, "nodest");
    }

    @LabTest
    void shouldAnswerPortUnreachableWhenAllWeightsAreZeroAsInAllzero()
    {
        replay(ALL_WEIGHTS_ZERO, "allzero");
    }

    @LabTest
    void shouldTunnelTcpAndUdpAsInTunBoth()
    {
        replay(tunnel(DIRECT_ROUTE), "tun-both");
    }

    @LabTest
    void shouldTunnelIpv6AsInTun6()
    {
        replay(tunnel(DIRECT_ROUTE_IPV6), "tun6");
    }

    @LabTest
    void shouldCopyTtlToTheOuterHeaderAsInTunTtl()
    {
        replay(tunnel(DIRECT_ROUTE), "tun-ttl");
    }

    @LabTest
    void shouldCopyDontFragmentAndCountIdentificationsAsInTunIds()
    {
        replay(tunnel(DIRECT_ROUTE), "tun-ids");
    }

    @LabTest
    void shouldAnswerFragmentationNeededOrFragmentTheOuterPacketAsInTunBig()
    {
        replay(tunnel(DIRECT_ROUTE), "tun-big");
    }

    @LabTest
    void shouldTunnelFragmentsAsInTunFrag()
    {
        replay(tunnel(DIRECT_ROUTE), "tun-frag");
    }

    @LabTest
    void shouldTunnelIcmpErrorsOfTheClientAsInTunIcmpin()
    {
        replay(tunnel(DIRECT_ROUTE), "tun-icmpin");
    }

    private static void replay(final String table, final String recording)
    {
        LAB.jlvs().table(table + Replay.TABLE);
        replay.run(recording);
    }

    private static String tunnel(final String directRoute)
    {
        return directRoute.replace(" -g", " -i");
    }
}
