/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.Test;

import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Offloads that lose packets.
 */
class OffloadCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldLetGroAndChecksumsBe()
    {
        fixture.features.put("eth0", Set.of("generic-receive-offload", "rx-checksumming", "rx-vlan-offload"));

        assertEquals("", fixture.judged(new OffloadCheck()));
    }

    @Test
    void shouldFindLro()
    {
        fixture.features.put("eth0", Set.of("large-receive-offload"));

        assertEquals(
            "ERROR eth0: large-receive-offload is on: merged TCP segments are lost on the way to a real server",
            fixture.judged(new OffloadCheck()));
    }
}
