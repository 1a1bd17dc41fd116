/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DirectorPulseTest
{
    private static final long HIDDEN_PID = Integer.MAX_VALUE;
    private static final long START_MS = CncFile.monotonicMs();

    @TempDir
    Path directory;

    @Test
    void shouldReportADirectorThatForwardsWithoutGarbage()
    {
        try (CncFile director = CncFile.create(directory); DirectorPulse pulse = new DirectorPulse(directory))
        {
            director.heartbeat(START_MS);
            director.forwarding().health(ForwardingHealth.FORWARDING);

            assertSame(ForwardingHealth.FORWARDING, pulse.health(ns(START_MS)));
            assertSame(
                ForwardingHealth.FORWARDING, pulse.health(ns(START_MS + DirectorPulse.SILENT_AFTER_MS)));
        }
    }

    @Test
    void shouldReportWhatTheDirectorSays()
    {
        try (CncFile director = CncFile.create(directory); DirectorPulse pulse = new DirectorPulse(directory))
        {
            director.heartbeat(START_MS);
            assertEquals(ForwardingState.STARTING, pulse.health(ns(START_MS)).state());

            final ForwardingHealth health = new ForwardingHealth(ForwardingState.WORKER_SILENT, "worker 3");
            director.forwarding().health(health);

            assertEquals(health, pulse.health(ns(START_MS)));
        }
    }

    @Test
    void shouldReportADirectorThatHangs()
    {
        try (CncFile director = CncFile.create(directory); DirectorPulse pulse = new DirectorPulse(directory))
        {
            director.heartbeat(START_MS);
            director.forwarding().health(ForwardingHealth.FORWARDING);
            pulse.health(ns(START_MS));

            final ForwardingHealth health = pulse.health(ns(START_MS + DirectorPulse.SILENT_AFTER_MS + 1));

            assertEquals(ForwardingState.SILENT, health.state());
            assertEquals(
                "the director (pid " + director.pid() + ") has given no sign for 1001 ms", health.text());
        }
    }

    @Test
    void shouldBePatientWithADirectorThatStarts()
    {
        try (CncFile director = CncFile.create(directory); DirectorPulse pulse = new DirectorPulse(directory))
        {
            director.heartbeat(START_MS);

            assertEquals(ForwardingState.STARTING, pulse.health(ns(START_MS + 60_000)).state());
        }
    }

    @Test
    void shouldSeeByItsProcessThatADirectorWasKilled() throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder("sleep", "60").start();
        try (CncFile director = CncFile.create(directory, 1, process.pid(), 1);
            DirectorPulse pulse = new DirectorPulse(directory))
        {
            director.heartbeat(START_MS);
            director.forwarding().health(ForwardingHealth.FORWARDING);
            assertTrue(pulse.health(ns(START_MS)).isForwarding());

            process.destroyForcibly().waitFor();

            assertTrue(pulse.health(ns(START_MS + DirectorPulse.LATE_AFTER_MS)).isForwarding());
            assertSame(
                ForwardingHealth.NO_DIRECTOR, pulse.health(ns(START_MS + DirectorPulse.LATE_AFTER_MS + 1)));
        }
        finally
        {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldBelieveAHiddenProcessForASecond()
    {
        try (CncFile director = CncFile.create(directory, 1, HIDDEN_PID, 1);
            DirectorPulse pulse = new DirectorPulse(directory))
        {
            director.heartbeat(START_MS);
            director.forwarding().health(ForwardingHealth.FORWARDING);

            assertTrue(pulse.health(ns(START_MS)).isForwarding());
            assertTrue(pulse.health(ns(START_MS + DirectorPulse.SILENT_AFTER_MS)).isForwarding());
            assertSame(
                ForwardingHealth.NO_DIRECTOR, pulse.health(ns(START_MS + DirectorPulse.SILENT_AFTER_MS + 1)));
        }
    }

    @Test
    void shouldSeeAtOnceThatADirectorEndedAndFindTheNext()
    {
        try (DirectorPulse pulse = new DirectorPulse(directory))
        {
            assertSame(ForwardingHealth.NO_DIRECTOR, pulse.health(ns(START_MS)));
            try (CncFile director = CncFile.create(directory))
            {
                director.forwarding().health(ForwardingHealth.FORWARDING);
                director.heartbeat(START_MS + 100);
                assertTrue(pulse.health(ns(START_MS + 100)).isForwarding());
            }

            assertSame(ForwardingHealth.NO_DIRECTOR, pulse.health(ns(START_MS + 100)));
            try (CncFile director = CncFile.create(directory))
            {
                director.heartbeat(START_MS + 200);
                assertSame(ForwardingHealth.NO_DIRECTOR, pulse.health(ns(START_MS + 199)));
                assertEquals(ForwardingState.STARTING, pulse.health(ns(START_MS + 200)).state());
            }
        }
    }

    @Test
    void shouldFindADirectorThatTookThePlaceOfAKilledOne()
    {
        try (CncFile killed = CncFile.create(directory, 1, HIDDEN_PID, 1);
            DirectorPulse pulse = new DirectorPulse(directory))
        {
            killed.heartbeat(START_MS);
            killed.forwarding().health(ForwardingHealth.FORWARDING);
            assertTrue(pulse.health(ns(START_MS)).isForwarding());
            assertSame(ForwardingHealth.NO_DIRECTOR, pulse.health(ns(START_MS + 1_001)));

            try (CncFile director = CncFile.create(directory))
            {
                director.heartbeat(START_MS + 1_101);
                assertEquals(ForwardingState.STARTING, pulse.health(ns(START_MS + 1_101)).state());
            }
        }
    }

    private static long ns(final long timeMs)
    {
        return TimeUnit.MILLISECONDS.toNanos(timeMs);
    }
}
