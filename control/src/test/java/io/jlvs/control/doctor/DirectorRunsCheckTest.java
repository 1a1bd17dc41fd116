/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.ForwardingState;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Whether a director lives.
 */
class DirectorRunsCheckTest
{
    private final FactsFixture fixture = new FactsFixture();

    @Test
    void shouldBeSilentAboutALivingDirector()
    {
        assertEquals("", judged());
    }

    @Test
    void shouldFindThatNoneRuns()
    {
        fixture.director = DirectorFacts.absent("/dev/shm/jlvs", "no director is running in /dev/shm/jlvs");

        assertEquals("ERROR /dev/shm/jlvs: no director is running in /dev/shm/jlvs", judged());
    }

    @Test
    void shouldFindOneThatHangs()
    {
        fixture.director = new DirectorFacts(
            "/dev/shm/jlvs", "", 5_001, ForwardingHealth.FORWARDING, List.of(), List.of());

        assertEquals(
            "ERROR /dev/shm/jlvs: its last heartbeat is 5001 ms old, at most 5000 ms are normal: it hangs, is " +
            "stopped or starved of CPU",
            judged());
    }

    @Test
    void shouldFindOneThatDoesNotForward()
    {
        fixture.director = new DirectorFacts(
            "/dev/shm/jlvs", "", 5,
            new ForwardingHealth(ForwardingState.NO_INTERFACE, "eth0 is down"), List.of(), List.of());

        assertEquals("ERROR /dev/shm/jlvs: it runs and does not forward: eth0 is down", judged());
    }

    @Test
    void shouldWarnOfErrorsAndOfAFullTable()
    {
        fixture.director = new DirectorFacts(
            "/dev/shm/jlvs", "", 5, ForwardingHealth.FORWARDING,
            List.of(new CounterRow(105, "flow-table-full", 7, List.of(7L))), List.of("java.io.IOException: no"));

        assertEquals(
            """
            WARNING /dev/shm/jlvs: 7 connections found no room in the flow table since the director started
            WARNING /dev/shm/jlvs: it logged within the last ten minutes: java.io.IOException: no""",
            judged());
    }

    private String judged()
    {
        return fixture.judged(new DirectorRunsCheck());
    }
}
