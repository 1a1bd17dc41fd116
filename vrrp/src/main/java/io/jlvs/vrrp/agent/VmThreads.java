/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.ThreadScheduling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The threads of the virtual machine itself that stop all others at safepoints: the VRRP thread waits for them, so they
 * have to run as soon as it does. Compilers are not among them: nobody waits for these.
 */
final class VmThreads
{
    private static final Path TASKS = Path.of("/proc/self/task");
    /** Names as the kernel keeps them, cut to 15 bytes. */
    private static final List<String> NAMES = List.of(
        "VM Thread", "VM Periodic", "ZDriver", "ZDirector", "ZWorker", "RuntimeWorker", "G1 ", "GC Thread");

    private VmThreads()
    {
    }

    /**
     * Give them real-time priority, one less than another thread has: a thread of the same priority would have to wait
     * for them for a whole turn, 100 ms.
     *
     * @param priority of the other thread, 1 to 99; with 1 there is none below, and they stay as they are.
     * @return why one could not have it.
     */
    static Optional<String> scheduleBelow(final int priority)
    {
        return priority > 1 ? schedule(priority - 1) : Optional.empty();
    }

    private static Optional<String> schedule(final int priority)
    {
        try (Stream<Path> tasks = Files.list(TASKS))
        {
            return tasks.filter(VmThreads::isOfTheMachine)
                .map((task) -> ThreadScheduling.roundRobin(
                    Integer.parseInt(task.getFileName().toString()), priority))
                .flatMap(Optional::stream)
                .findFirst();
        }
        catch (final IOException ex)
        {
            return Optional.of(ex.toString());
        }
    }

    private static boolean isOfTheMachine(final Path task)
    {
        try
        {
            final String name = Files.readString(task.resolve("comm"));
            return NAMES.stream().anyMatch(name::startsWith);
        }
        catch (final IOException ex)
        {
            // It has ended by now.
            return false;
        }
    }
}
