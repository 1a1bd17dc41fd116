/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The VRRP thread has real-time priority: one that does not sleep takes a processor from everybody. Virtual routers
 * only, so there is no director to look at.
 */
class QuietLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(12);
    private static final Duration WATCH = Duration.ofSeconds(3);
    /** Of 100 a second: a thread that spins has 300 in the time of the watch. */
    private static final long TICKS = 100;
    /** In /proc/PID/task/ID/stat, counted from the field behind the name. */
    private static final int USER_TIME = 11;

    @LabTest
    void shouldSleepWhileThereIsNothingToDo() throws IOException
    {
        try (Lab lab = Lab.open(Topologies.twoDirectors(1)))
        {
            final Jlvs jlvs = Jlvs.on(lab.host(Topologies.FIRST_DIRECTOR));
            final AddressMonitor addresses = AddressMonitor.start(jlvs.host());
            final RunningProcess control =
                jlvs.startKeepalived(Variant.configuration(100, ""));
            addresses.awaitAdded(Variant.V2_NONE.address(), LIMIT);
            final Path thread = thread(control.pid(), "vrrp");

            final long before = ticks(thread);
            Await.hold(control::isAlive, WATCH, control::toString);

            final long used = ticks(thread) - before;
            assertTrue(used < TICKS, () -> used + " ticks of a processor in " + WATCH + "\n" + control);
        }
    }

    private static Path thread(final long pid, final String name) throws IOException
    {
        try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task")))
        {
            return tasks.filter((task) -> name.equals(read(task.resolve("comm")).strip())).findFirst().orElseThrow();
        }
    }

    private static long ticks(final Path thread)
    {
        final String stat = read(thread.resolve("stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
