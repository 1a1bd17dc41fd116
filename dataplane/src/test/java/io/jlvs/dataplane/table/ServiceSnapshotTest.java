/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServiceSnapshotTest
{
    @Test
    void shouldMatchByFamilyProtocolAddressAndPort()
    {
        final Service tcp = service(1, false, IpProtocol.TCP, 0, 100, 80);
        final Service udp = service(2, false, IpProtocol.UDP, 0, 100, 80);
        final Service ipv6 = service(3, true, IpProtocol.TCP, 0, 100, 80);
        final Service ipv6High = service(4, true, IpProtocol.TCP, 7, 100, 80);
        final ServiceSnapshot snapshot = new ServiceSnapshot(9, List.of(tcp, udp, ipv6, ipv6High));

        assertSame(tcp, snapshot.match(false, IpProtocol.TCP, 0, 100, 80));
        assertSame(udp, snapshot.match(false, IpProtocol.UDP, 0, 100, 80));
        assertSame(ipv6, snapshot.match(true, IpProtocol.TCP, 0, 100, 80));
        assertSame(ipv6High, snapshot.match(true, IpProtocol.TCP, 7, 100, 80));
        assertNull(snapshot.match(false, IpProtocol.SCTP, 0, 100, 80));
        assertNull(snapshot.match(false, IpProtocol.TCP, 0, 101, 80));
        assertNull(snapshot.match(false, IpProtocol.TCP, 0, 100, 81));
        assertEquals(9, snapshot.version());
        assertEquals(4, snapshot.size());
        assertSame(udp, snapshot.byId(2));
        assertNull(snapshot.byId(0));
        assertNull(snapshot.byId(5));
        assertNull(snapshot.byId(-1));
    }

    @Test
    void shouldKnowTheAddressesOfServices()
    {
        final ServiceSnapshot snapshot = new ServiceSnapshot(1, List.of(
            service(1, false, IpProtocol.TCP, 0, 100, 80),
            service(2, false, IpProtocol.UDP, 0, 100, 53),
            service(3, true, IpProtocol.TCP, 7, 100, 80)));

        assertTrue(snapshot.hasAddress(false, 0, 100));
        assertTrue(snapshot.hasAddress(true, 7, 100));
        assertFalse(snapshot.hasAddress(false, 0, 101));
        assertFalse(snapshot.hasAddress(true, 0, 100));
        assertFalse(ServiceSnapshot.EMPTY.hasAddress(false, 0, 0));
    }

    @Test
    void shouldMatchNothingWhenEmpty()
    {
        assertNull(ServiceSnapshot.EMPTY.match(false, IpProtocol.TCP, 0, 0, 0));
        assertEquals(0, ServiceSnapshot.EMPTY.size());
        assertEquals(0, ServiceSnapshot.EMPTY.services().length);
    }

    @Test
    void shouldFindEachOfTenThousand()
    {
        final List<Service> services = new ArrayList<>();
        for (int i = 0; i < 10_000; i++)
        {
            services.add(service(i, false, IpProtocol.TCP, 0, 0x0A00_0000L + i / 100, 1 + i % 100));
        }

        final ServiceSnapshot snapshot = new ServiceSnapshot(1, services);

        for (final Service service : services)
        {
            assertSame(service, snapshot.match(false, IpProtocol.TCP, 0, service.addressLow(), service.port()));
            assertSame(service, snapshot.byId(service.id()));
            assertNull(snapshot.match(false, IpProtocol.UDP, 0, service.addressLow(), service.port()));
        }
    }

    @Test
    void shouldRefuseTwoServicesWithOneKeyOrOneId()
    {
        final Service first = service(1, false, IpProtocol.TCP, 0, 100, 80);
        final Service sameKey = service(2, false, IpProtocol.TCP, 0, 100, 80);
        final Service sameId = service(1, false, IpProtocol.TCP, 0, 100, 81);

        assertThrows(IllegalArgumentException.class, () -> new ServiceSnapshot(1, List.of(first, sameKey)));
        assertThrows(IllegalArgumentException.class, () -> new ServiceSnapshot(1, List.of(first, sameId)));
    }

    private static Service service(
        final int id, final boolean ipv6, final int protocol, final long high, final long low, final int port)
    {
        return new Service(
            id, 1, ipv6, protocol, high, low, port, "rr", 0, new Destination[0], new TrafficCounters(1));
    }
}
