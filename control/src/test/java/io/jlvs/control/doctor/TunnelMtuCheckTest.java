/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.table.ForwardingCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Whether clients' packets fit into tunnels.
 */
class TunnelMtuCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentForDirectRouting()
    {
        fixture.via("10.0.0.21", "10.0.0.254", 1_000);

        assertEquals("", judged());
    }

    @Test
    void shouldBeSilentWhenTheWayIsWideEnough()
    {
        fixture.serve(ForwardingCode.TUNNEL, "10.0.0.100", "10.0.0.21");
        fixture.link(FactsFixture.ETH1, "eth1", 3, 1_520, false);
        fixture.routes.replaceAll((address, route) -> new RouteInfo(
            address, route.type(), FactsFixture.ETH1, null, null, 0));

        assertEquals("", judged());
    }

    @Test
    void shouldNoteThatFullPacketsDoNotFitThroughAnEqualMtu()
    {
        fixture.serve(ForwardingCode.TUNNEL, "10.0.0.100", "10.0.0.21");

        assertEquals(
            "NOTE 10.0.0.21: the MTU to it on eth0 is 1500, less 20 bytes for the tunnel leaves 1480: clients whose " +
            "network drops ICMP need smaller TCP segments, which the server announces after 'ip route change default " +
            "via GATEWAY advmss 1440'",
            judged());
    }

    @Test
    void shouldWarnOfANarrowPath()
    {
        fixture.serve(ForwardingCode.TUNNEL, "10.0.0.100", "10.0.0.21");
        fixture.via("10.0.0.21", "10.0.0.254", 1_400);

        assertEquals(
            "WARNING 10.0.0.21: the MTU to it on eth0 is 1400, less 20 bytes for the tunnel leaves 1380, clients of " +
            "10.0.0.100 begin with up to 1500 (TCP segments above 1340 are refused with ICMP)",
            judged());
    }

    @Test
    void shouldFindATunnelTooNarrowForIpv6()
    {
        fixture.vips.set(0, FactsFixture.address("fd00::100"));
        fixture.has(FactsFixture.ETH0, "fd00::100", 128);
        fixture.serve(ForwardingCode.TUNNEL, "fd00::100", "fd00::21");
        fixture.via("fd00::21", "fd00::fe", 1_300);

        assertEquals(
            "ERROR fd00::21: the MTU to it on eth0 is 1300, less 40 bytes for the tunnel leaves 1260: IPv6 needs " +
            "1280, clients cannot send smaller packets than that",
            judged());
    }

    private String judged()
    {
        return fixture.judged(new TunnelMtuCheck());
    }
}
