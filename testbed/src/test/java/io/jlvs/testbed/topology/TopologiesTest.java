/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TopologiesTest
{
    @Test
    void shouldPutEveryHostOfOneSegmentOnTheSameSegmentWithTheAddressesOfThePlan()
    {
        final Topology topology = Topologies.oneSegment(3);

        assertEquals(
            List.of("client", "director", "rs1", "rs2", "rs3"),
            topology.hosts().stream().map(HostSpec::name).toList());
        assertEquals("02:00:00:00:00:23", topology.host("rs3").interfaces().get(0).mac());
        assertEquals("10.0.0.23/24", topology.host("rs3").interfaces().get(0).addresses().get(0).cidr());
        assertEquals(
            List.of("10.0.0.100/32", "fd00::100/128"),
            topology.host("rs3").loopback().stream().map(AddressSpec::cidr).toList());
        assertEquals("1", topology.host("rs3").sysctls().get("net.ipv4.conf.all.arp_ignore"));
        assertEquals("2", topology.host("rs3").sysctls().get("net.ipv4.conf.all.arp_announce"));
    }

    @Test
    void shouldSeparateEveryServerOfTheRoutedPlanByTheRouter()
    {
        final Topology topology = Topologies.routed(2);

        final Set<String> segments = new HashSet<>();
        for (final String name : List.of("client", "director", "rs1", "rs2"))
        {
            assertTrue(segments.add(topology.host(name).interfaces().get(0).segment()), name);
        }
        assertEquals(
            segments,
            new HashSet<>(topology.host("router").interfaces().stream().map(InterfaceSpec::segment).toList()));
    }

    @Test
    void shouldGiveNoMacAddressTwiceOnASegment()
    {
        for (final Topology topology : List.of(Topologies.oneSegment(9), Topologies.routed(9)))
        {
            final Set<String> macs = new HashSet<>();
            for (final HostSpec host : topology.hosts())
            {
                for (final InterfaceSpec iface : host.interfaces())
                {
                    assertTrue(macs.add(iface.segment() + " " + iface.mac()), host.name() + " " + iface);
                }
            }
        }
    }

    @Test
    void shouldRefuseAHostOnAnUnknownSegment()
    {
        final InterfaceSpec iface = new InterfaceSpec("eth0", "wan", "02:00:00:00:00:01", List.of());
        final HostSpec host = new HostSpec("a", List.of(iface), List.of(), List.of(), java.util.Map.of());

        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> new Topology("t", List.of("lan"), List.of(host)));

        assertEquals("interface eth0 of host a is on segment wan, topology t has [lan]", ex.getMessage());
    }

    @Test
    void shouldRefuseAPrefixLengthThatDoesNotFitTheFamily()
    {
        assertThrows(IllegalArgumentException.class, () -> AddressSpec.host("10.0.0.1/33"));
        assertEquals(33, AddressSpec.host("fd00::1/33").prefix());
    }
}
