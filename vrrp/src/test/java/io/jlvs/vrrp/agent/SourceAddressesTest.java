/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Which address of an interface adverts are sent from.
 */
class SourceAddressesTest
{
    private static final int ETH0 = 2;
    private static final int ETH1 = 3;
    private static final int GLOBAL = 0;
    private static final int LINK = 253;
    private static final int SECONDARY = 0x01;
    private static final int TENTATIVE = 0x40;

    private final SourceAddresses sources = new SourceAddresses();

    @Test
    void shouldTakeTheFirstPrimaryAddressOfTheInterface() throws UnknownHostException
    {
        sources.reset(List.of(
            info(ETH1, "10.1.0.1", GLOBAL, 0),
            info(ETH0, "10.0.0.9", GLOBAL, SECONDARY),
            info(ETH0, "10.0.0.1", GLOBAL, 0),
            info(ETH0, "10.0.0.2", GLOBAL, 0)));

        assertEquals(Optional.of(InetAddress.getByName("10.0.0.1")), sources.first(ETH0, false));
        assertEquals(Optional.empty(), sources.first(ETH0, true));
    }

    @Test
    void shouldTakeALinkLocalAddressForIpv6OnceItIsUsable() throws UnknownHostException
    {
        sources.reset(List.of(info(ETH0, "fd00::1", GLOBAL, 0), info(ETH0, "fe80::1", LINK, TENTATIVE)));
        assertEquals(Optional.empty(), sources.first(ETH0, true));

        sources.put(info(ETH0, "fe80::1", LINK, 0));

        assertEquals(Optional.of(InetAddress.getByName("fe80::1")), sources.first(ETH0, true));
    }

    @Test
    void shouldForgetAnAddressThatIsRemoved() throws UnknownHostException
    {
        sources.put(info(ETH0, "10.0.0.1", GLOBAL, 0));
        assertTrue(sources.contains(InetAddress.getByName("10.0.0.1")));

        sources.remove(info(ETH0, "10.0.0.1", GLOBAL, 0));

        assertFalse(sources.contains(InetAddress.getByName("10.0.0.1")));
        assertEquals(Optional.empty(), sources.first(ETH0, false));
    }

    private static AddressInfo info(final int index, final String address, final int scope, final int flags)
        throws UnknownHostException
    {
        return new AddressInfo(index, InetAddress.getByName(address), 24, scope, flags);
    }
}
