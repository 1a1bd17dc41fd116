/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteType;
import io.jlvs.dataplane.table.ForwardingCode;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Whether packets can be sent to real servers.
 */
class ServerReachCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentWhenTheServerIsReachable()
    {
        assertEquals("", judged());
    }

    @Test
    void shouldFindAServerWithoutARoute()
    {
        fixture.routes.clear();

        assertEquals("ERROR 10.0.0.21: there is no route to it", judged());
    }

    @Test
    void shouldFindAServerThatIsThisHost()
    {
        final InetAddress server = FactsFixture.address("10.0.0.21");
        fixture.routes.put(server, new RouteInfo(server, RouteType.LOCAL, FactsFixture.LO, null, null, 0));

        assertEquals("ERROR 10.0.0.21: it is an address of this host: packets to it cannot be sent out", judged());
    }

    @Test
    void shouldFindDirectRoutingThroughARouter()
    {
        fixture.via("10.0.0.21", "10.0.0.254", 0);

        assertEquals(
            "ERROR 10.0.0.21: it is behind router 10.0.0.254, but direct routing reaches servers of the director's " +
            "own segments only: the router would send the VIP's packets back",
            judged());
    }

    @Test
    void shouldLetTunnelsGoThroughARouter()
    {
        fixture.serve(ForwardingCode.TUNNEL, "10.0.0.100", "10.0.0.21");
        fixture.via("10.0.0.21", "10.0.0.254", 0);

        assertEquals("", judged());
    }

    @Test
    void shouldFindANeighbourThatDoesNotAnswer()
    {
        neighbour("10.0.0.21", 0, NeighbourInfo.NUD_FAILED);

        assertEquals("ERROR 10.0.0.21: its next hop 10.0.0.21 does not answer ARP on eth0 (FAILED)", judged());
    }

    @Test
    void shouldFindARouterThatDoesNotAnswer()
    {
        fixture.serve(ForwardingCode.TUNNEL, "10.0.0.100", "10.0.0.21");
        fixture.via("10.0.0.21", "10.0.0.254", 0);
        neighbour("10.0.0.254", 0, NeighbourInfo.NUD_INCOMPLETE);

        assertEquals("ERROR 10.0.0.21: its next hop 10.0.0.254 does not answer ARP on eth0 (INCOMPLETE)", judged());
    }

    @Test
    void shouldFindTwoServersWithOneMac()
    {
        fixture.serve(ForwardingCode.DIRECT_ROUTE, "10.0.0.100", "10.0.0.21", "10.0.0.22");
        fixture.onLink("10.0.0.22");
        fixture.neighbours.add(new NeighbourInfo(
            FactsFixture.ETH0, FactsFixture.address("10.0.0.22"), FactsFixture.SERVER_MAC, NeighbourInfo.NUD_STALE));

        assertEquals(
            "WARNING 02:00:00:00:00:21: the servers 10.0.0.21, 10.0.0.22 have this one MAC: they are one machine, or " +
            "one answers ARP for the other",
            judged());
    }

    private void neighbour(final String address, final long mac, final int state)
    {
        fixture.neighbours.clear();
        fixture.neighbours.add(new NeighbourInfo(FactsFixture.ETH0, FactsFixture.address(address), mac, state));
    }

    private String judged()
    {
        return fixture.judged(new ServerReachCheck());
    }
}
