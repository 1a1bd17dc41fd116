/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Services that kernel IPVS has too.
 */
class KernelServicesCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    /** As /proc/net/ip_vs prints it. */
    private static final List<String> LISTING = List.of(
        "IP Virtual Server version 1.2.1 (size=4096)",
        "Prot LocalAddress:Port Scheduler Flags",
        "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn",
        "TCP  0A000064:0050 rr ",
        "  -> 0A000015:0050      Route   1      0          0         ",
        "UDP  [fd00:0000:0000:0000:0000:0000:0000:0100]:0035 wlc ",
        "FWM  00000005 rr ");

    @Test
    void shouldReadTheListing()
    {
        assertEquals(
            Set.of("TCP 10.0.0.100:80", "UDP [fd00::100]:53", "FWM 5"), KernelServices.parse(LISTING));
    }

    @Test
    void shouldFindAServiceThatBothHave()
    {
        fixture.kernelServices.addAll(KernelServices.parse(LISTING));

        assertEquals(
            "ERROR TCP 10.0.0.100:80: the kernel's own IPVS has this service too (/proc/net/ip_vs)", judged());
    }

    @Test
    void shouldBeSilentAboutOtherServicesOfTheKernel()
    {
        fixture.kernelServices.add("TCP 10.0.0.100:81");

        assertEquals("", judged());
    }

    private String judged()
    {
        return fixture.judged(new KernelServicesCheck());
    }
}
