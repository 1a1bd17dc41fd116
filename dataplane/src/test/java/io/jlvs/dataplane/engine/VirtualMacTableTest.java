/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VirtualMacTableTest
{
    private static final int PORT = 2;
    private static final int OTHER = 3;
    private static final int MACVLAN = 7;
    private static final int SECOND_MACVLAN = 8;
    private static final long MAC = 0x0000_5E00_0133L;
    private static final long SECOND_MAC = 0x0000_5E00_0234L;
    private static final String VIP = "10.0.0.100";

    private final VirtualMacTable table = new VirtualMacTable(new Ports(List.of(link(PORT, "eth0", 1, true, "", 0))));

    @Test
    void shouldTakeWhatAMacvlanWithAnAddressTakes()
    {
        assertSame(VirtualMacSnapshot.EMPTY, table.snapshot());

        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        assertTaken();

        table.onAddress(address(MACVLAN, VIP));
        assertTaken(MAC);
        assertFalse(table.snapshot().contains(OTHER, MAC), "another interface");
        assertFalse(table.snapshot().contains(PORT, SECOND_MAC), "another address");

        table.onAddressRemoved(address(MACVLAN, VIP));
        assertTaken();
    }

    @Test
    void shouldNotMindWhatIsToldFirst()
    {
        table.onAddress(address(MACVLAN, "fd00::100"));
        assertTaken();

        table.onLink(macvlan(MACVLAN, SECOND_MAC, PORT, true));

        assertTaken(SECOND_MAC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1", "169.254.3.4"})
    void shouldNotTakeForABackupThatSendsFromALinkLocalAddress(final String address)
    {
        table.onLink(macvlan(MACVLAN, MAC, PORT, true));

        table.onAddress(address(MACVLAN, address));

        assertTaken();
    }

    @Test
    void shouldTakeUntilTheLastAddressIsGone()
    {
        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        table.onAddress(address(MACVLAN, VIP));
        table.onAddress(address(MACVLAN, "10.0.0.101"));
        table.onAddress(address(MACVLAN, "10.0.0.101"));

        table.onAddressRemoved(address(MACVLAN, VIP));
        assertTaken(MAC);

        table.onAddressRemoved(address(MACVLAN, "10.0.0.101"));
        assertTaken();
    }

    @Test
    void shouldFollowTheLink()
    {
        table.onAddress(address(MACVLAN, VIP));
        table.onLink(macvlan(MACVLAN, MAC, PORT, false));
        assertTaken();

        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        assertTaken(MAC);

        table.onLink(macvlan(MACVLAN, SECOND_MAC, PORT, true));
        assertTaken(SECOND_MAC);

        table.onLinkRemoved(MACVLAN);
        assertTaken();

        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        assertTaken();
    }

    @Test
    void shouldTakeForSeveralMacvlans()
    {
        table.onLink(macvlan(SECOND_MACVLAN, SECOND_MAC, PORT, true));
        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        table.onAddress(address(SECOND_MACVLAN, "fd00::100"));
        table.onAddress(address(MACVLAN, VIP));
        assertTaken(MAC, SECOND_MAC);

        table.onAddressRemoved(address(MACVLAN, VIP));

        assertTaken(SECOND_MAC);
    }

    @Test
    void shouldTakeNothingForOtherLinks()
    {
        table.onLink(macvlan(MACVLAN, MAC, OTHER, true));
        table.onLink(link(SECOND_MACVLAN, "eth0.10", SECOND_MAC, true, "vlan", PORT));
        table.onAddress(address(MACVLAN, VIP));
        table.onAddress(address(SECOND_MACVLAN, "10.0.1.1"));

        assertTaken();
    }

    @Test
    void shouldLeaveAMacvlanThatIsAnInterfaceOfTheDirectorToItself()
    {
        final LinkInfo eth0 = link(PORT, "eth0", 1, true, "", 0);
        final LinkInfo macvlan = macvlan(MACVLAN, MAC, PORT, true);
        final VirtualMacTable both = new VirtualMacTable(new Ports(List.of(eth0, macvlan)));

        both.onLink(eth0);
        both.onLink(macvlan);
        both.onAddress(address(MACVLAN, VIP));

        assertEquals(VirtualMacSnapshot.EMPTY, both.snapshot());
    }

    @Test
    void shouldPublishNothingNewWhenNothingIsDifferent()
    {
        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        table.onAddress(address(MACVLAN, VIP));
        final VirtualMacSnapshot before = table.snapshot();

        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        table.onAddress(address(MACVLAN, "10.0.0.101"));
        assertSame(before, table.snapshot());

        table.clear();
        table.onAddress(address(MACVLAN, VIP));
        table.onLink(macvlan(MACVLAN, MAC, PORT, true));
        assertSame(before, table.snapshot(), "told anew");

        table.clear();
        assertNotSame(before, table.snapshot());
        assertTaken();
    }

    private void assertTaken(final long... macs)
    {
        final VirtualMacSnapshot snapshot = table.snapshot();
        assertArrayEquals(macs, snapshot.macs(PORT), snapshot::toString);
        for (final long mac : macs)
        {
            assertTrue(snapshot.contains(PORT, mac), snapshot::toString);
        }
    }

    private static LinkInfo macvlan(final int index, final long mac, final int parent, final boolean isUp)
    {
        return link(index, "vrrp." + index, mac, isUp, LinkInfo.MACVLAN, parent);
    }

    private static LinkInfo link(
        final int index, final String name, final long mac, final boolean isUp, final String kind, final int parent)
    {
        return new LinkInfo(index, name, mac, 1500, isUp, isUp, false, kind, parent);
    }

    private static AddressInfo address(final int interfaceIndex, final String address)
    {
        return new AddressInfo(interfaceIndex, Specs.address(address), 32, 0, 0);
    }
}
