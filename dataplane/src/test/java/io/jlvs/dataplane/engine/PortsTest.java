/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PortsTest
{
    private static final LinkInfo LOOPBACK = new LinkInfo(1, "lo", 0, 65536, true, true, true);
    private static final LinkInfo ETH0 = link(2, "eth0", true, "", 0);
    private static final LinkInfo ETH1 = link(3, "eth1", false, "", 0);

    @Test
    void shouldWorkOnAllThatIsUpWhenNoneIsNamed()
    {
        assertEquals(List.of(ETH0), Ports.unnamed(List.of(LOOPBACK, ETH0, ETH1)));
    }

    @Test
    void shouldTakeFramesForAMacvlanFromTheInterfaceBelow()
    {
        final LinkInfo macvlan = link(4, "vrrp.51", true, LinkInfo.MACVLAN, 2);
        final LinkInfo tagged = link(5, "eth0.10", true, "vlan", 2);

        assertEquals(List.of(ETH0, tagged), Ports.unnamed(List.of(LOOPBACK, ETH0, macvlan, tagged)));
    }

    @Test
    void shouldWorkOnAMacvlanWhoseInterfaceBelowIsNotThere()
    {
        final LinkInfo ofContainer = link(4, "eth0", true, LinkInfo.MACVLAN, 0);
        final LinkInfo onOneThatIsDown = link(5, "m1", true, LinkInfo.MACVLAN, 3);

        assertEquals(
            List.of(ofContainer, onOneThatIsDown),
            Ports.unnamed(List.of(LOOPBACK, ETH1, ofContainer, onOneThatIsDown)));
    }

    private static LinkInfo link(
        final int index, final String name, final boolean isUp, final String kind, final int parent)
    {
        return new LinkInfo(index, name, index, 1500, isUp, isUp, false, kind, parent);
    }
}
