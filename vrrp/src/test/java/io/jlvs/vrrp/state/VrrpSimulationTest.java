/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * 100,000 failures of two routers, and no rule of {@link MastershipRules} broken. {@code -Djlvs.vrrp.seed} repeats a
 * run, {@code -Djlvs.vrrp.failures} makes it longer.
 */
class VrrpSimulationTest
{
    private static final long FAILURES = Long.getLong("jlvs.vrrp.failures", 100_000);
    private static final long FAILURES_OF_A_PAIR = 400;

    @Test
    void shouldHaveOneMasterWhateverFails()
    {
        final long seed = Long.getLong("jlvs.vrrp.seed", System.nanoTime());
        System.out.println("VrrpSimulationTest seed " + seed);
        long failures = 0;
        long events = 0;
        double closestBoth = 0;
        double closestMasterless = 0;

        for (long pair = seed; failures < FAILURES; pair++)
        {
            final VrrpSimulation simulation = run(pair, VrrpStateMachine::step, FAILURES_OF_A_PAIR);
            failures += simulation.failures();
            events += simulation.events();
            closestBoth = Math.max(closestBoth, simulation.rules().closestBoth());
            closestMasterless = Math.max(closestMasterless, simulation.rules().closestMasterless());
        }

        System.out.printf("VrrpSimulationTest %d failures, %d events; longest, as part of what is allowed: with two " +
            "masters %.3f, without one %.3f%n", failures, events, closestBoth, closestMasterless);
        assertTrue(closestBoth > 0.5 && closestMasterless > 0.5, "the failures did not strain the rules");
    }

    @Test
    void shouldNoticeMasterThatDoesNotGiveWay()
    {
        assertNoticed("two masters", (machine, state, event, nowNs) ->
            VrrpRole.MASTER == state.role() && event instanceof VrrpEvent.AdvertReceived ?
                new VrrpStep(state, List.of()) : machine.step(state, event, nowNs));
    }

    @Test
    void shouldNoticeBackupThatDoesNotTakeOver()
    {
        assertNoticed("sees no master", (machine, state, event, nowNs) ->
            VrrpRole.BACKUP == state.role() && event instanceof VrrpEvent.TimerExpired ?
                machine.step(state, new VrrpEvent.Outrun(""), nowNs) : machine.step(state, event, nowNs));
    }

    private static void assertNoticed(final String message, final SimulatedRouter.Stepping broken)
    {
        final AssertionError error = assertThrows(AssertionError.class, () -> run(1, broken, FAILURES_OF_A_PAIR));

        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    private static VrrpSimulation run(final long seed, final SimulatedRouter.Stepping stepping, final long failures)
    {
        try
        {
            return new VrrpSimulation(seed, stepping).run(failures);
        }
        catch (final AssertionError ex)
        {
            throw new AssertionError("seed " + seed + ": " + ex.getMessage(), ex);
        }
    }
}
