/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.NativeException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/**
 * What every host has and every user may ask.
 */
class RouteNetlinkTest
{
    @Test
    void shouldFindTheLoopbackInterface()
    {
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            final LinkInfo link = netlink.link("lo").orElseThrow();

            assertTrue(link.loopback());
            assertEquals(0, link.mac());
            assertEquals(1, link.index());
            assertTrue(netlink.link("no-such-link").isEmpty());
        }
    }

    @Test
    void shouldFindTheLoopbackAddressAndItsRoute() throws UnknownHostException
    {
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            final InetAddress loopback = InetAddress.getByName("127.0.0.1");

            assertTrue(netlink.addresses().stream().anyMatch((address) -> address.address().equals(loopback)));
            final RouteInfo route = netlink.route(loopback).orElseThrow();
            assertEquals(RouteType.LOCAL, route.type());
            assertEquals(1, route.interfaceIndex());
            assertFalse(route.isUnicast());
        }
    }

    @Test
    void shouldNameTheObjectWhenTheKernelRefuses() throws UnknownHostException
    {
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            final InetAddress address = InetAddress.getByName("192.0.2.77");

            final NativeException ex = assertThrows(
                NativeException.class, () -> netlink.probeNeighbour(Integer.MAX_VALUE, address));

            assertTrue(Errno.ENODEV == ex.errno() || Errno.EPERM == ex.errno(), ex.getMessage());
            assertTrue(
                ex.getMessage().startsWith("netlink RTM_NEWNEIGH 192.0.2.77 on interface 2147483647: "),
                ex.getMessage());
            assertTrue(netlink.link("lo").isPresent(), "the socket is still in step after an error");
        }
    }
}
