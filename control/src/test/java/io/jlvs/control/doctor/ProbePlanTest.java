/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.linux.netlink.RouteType;
import io.jlvs.dataplane.text.InetText;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Where is asked for an address, and by how many frames.
 */
class ProbePlanTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldAskOnTheInterfaceThatHasTheAddressFromNobodyAndFromItself()
    {
        assertEquals("10.0.0.100 on eth0 by 2 [eth0]", planned());
    }

    @Test
    void shouldAskOnTheSegmentOfAnAddressThatThisHostHasNot()
    {
        fixture.hasNot("10.0.0.100");
        fixture.routes.clear();
        fixture.onLink("10.0.0.100");

        assertEquals("10.0.0.100 on eth0 by 2 [eth0]", planned());
    }

    @Test
    void shouldAskOnTheSegmentOfTheServersForAnAddressOnTheLoopback()
    {
        final InetAddress address = FactsFixture.address("10.0.0.100");
        fixture.hasNot("10.0.0.100");
        fixture.has(FactsFixture.LO, "10.0.0.100", 32);
        fixture.routes.put(address, new RouteInfo(address, RouteType.LOCAL, FactsFixture.LO, null, null, 0));

        assertEquals("10.0.0.100 on eth0 by 2 [eth0]", planned());
    }

    @Test
    void shouldNotAskBeyondARouter()
    {
        fixture.hasNot("10.0.0.100");
        fixture.routes.clear();
        fixture.via("10.0.0.100", "10.0.0.254", 0);

        assertEquals("[]", planned());
    }

    @Test
    void shouldSolicitFromTheLinkLocalAddressOrNotAtAll()
    {
        fixture.vips.set(0, FactsFixture.address("fd00::100"));
        fixture.has(FactsFixture.ETH0, "fd00::100", 128);
        assertEquals("fd00::100 on eth0 by 0 [eth0]", planned());

        fixture.has(FactsFixture.ETH0, "fd00::1", 64);
        fixture.has(FactsFixture.ETH0, "fe80::1", 64);

        assertEquals("fd00::100 on eth0 by 1 [eth0]", planned());
        final byte[] frame = plan().questions().get(0).frames().get(0);
        assertEquals((byte)0xFE, frame[22], "the source address begins like a link-local one");
    }

    @Test
    void shouldListenWhereAConfiguredRouterSpeaks()
    {
        fixture.link(FactsFixture.ETH1, "eth1", 3, 1500, false);
        for (final String name : List.of("eth1", "nope0"))
        {
            fixture.routers.add(new ConfiguredRouter("VI", Optional.of(name), 51, false, 2, 1_000, 0, Set.of()));
        }

        assertEquals("10.0.0.100 on eth0 by 2 [eth0, eth1]", planned());
    }

    private String planned()
    {
        final StringBuilder text = new StringBuilder();
        plan().questions().forEach((question) -> text.append(InetText.of(question.probed().address())).append(" on ")
            .append(question.probed().interfaceName()).append(" by ").append(question.frames().size()).append(' '));
        return text.append(plan().interfaces()).toString();
    }

    private ProbePlan plan()
    {
        final Facts facts = fixture.facts();
        return ProbePlan.of(facts.host(), new ExaminedConfiguration(
            facts.services(), facts.routers(), new LinkedHashSet<>(facts.addresses())));
    }
}
