/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.vrrp.model.VrrpInstance;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualMacSpecTest
{
    @Test
    void shouldNeedNothingWithoutUseVmac()
    {
        assertEquals(List.of(), specs("instance VI_1 interface eth0\naddress 10.0.0.100/32"));
    }

    @ParameterizedTest
    @CsvSource({"'', 00005e000133, false", "ipv6, 00005e000233, true"})
    void shouldHaveTheMacOfTheFamily(final String family, final String mac, final boolean isIpv6)
    {
        final VirtualMacSpec spec = specs("instance VI_1 interface eth0 vrid 51 use_vmac " + family).get(0);

        assertEquals(Long.parseLong(mac, 16), spec.mac());
        assertEquals(isIpv6, spec.hasIpv6());
        assertEquals(isIpv6, spec.hasLinkLocal());
    }

    @Test
    void shouldNeedNoLinkLocalAddressWhenAdvertsLeaveByTheBase()
    {
        assertFalse(specs("instance VI_1 interface eth0 use_vmac vmac_xmit_base ipv6").get(0).hasLinkLocal());
    }

    @Test
    void shouldNeedOneMoreForEachDeviceAndFamilyWhoseAddressesAskForIt()
    {
        final List<VirtualMacSpec> specs = specs(
            """
            instance VI_1 interface eth0 vrid 51 use_vmac
            address 10.0.0.100/32 use_vmac
            address 10.0.1.100/32 dev eth1 use_vmac
            excluded 10.0.1.101/32 dev eth1 use_vmac
            excluded fd00::100/64 use_vmac
            excluded fd00::101/64
            """);

        assertEquals(
            List.of("eth0 5e000133", "eth1 5e000133", "eth0 5e000233"),
            specs.stream().map((spec) -> spec.baseName() + " " + Long.toHexString(spec.mac())).toList());
        assertTrue(specs.get(2).hasIpv6());
        assertFalse(specs.get(2).hasLinkLocal(), "no adverts leave by it");
    }

    @Test
    void shouldTryNamesInTheOrderOfKeepalived()
    {
        assertEquals(
            List.of("vrrp.51", "vrrp1.51", "vrrp2.51"),
            candidates("instance VI_1 interface eth0 vrid 51 use_vmac", 3));
        assertEquals(
            List.of("vrrp.51", "vrrp6.51", "vrrp1.51", "vrrp2.51", "vrrp3.51", "vrrp4.51", "vrrp5.51", "vrrp7.51"),
            candidates("instance VI_1 interface eth0 vrid 51 use_vmac ipv6", 8));
        assertEquals(List.of("mine"), candidates("instance VI_1 interface eth0 use_vmac vmac mine", 1));
    }

    @Test
    void shouldMakeALinkLocalAddressOfTheBaseMac()
    {
        assertEquals(
            TestInstances.ip("fe80::ff:fe00:1"), VirtualMacInterfaces.linkLocal(0x02_00_00_00_00_01L));
        assertEquals(
            TestInstances.ip("fe80::5054:ff:fe12:3456"), VirtualMacInterfaces.linkLocal(0x52_54_00_12_34_56L));
    }

    private static List<String> candidates(final String text, final int count)
    {
        return IntStream.range(0, count).mapToObj(specs(text).get(0)::candidate).toList();
    }

    private static List<VirtualMacSpec> specs(final String text)
    {
        final VrrpInstance instance = TestInstances.one(text);
        return VirtualMacSpec.of(instance, "eth9");
    }
}
