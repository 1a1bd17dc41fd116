/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.ThreadNiceness;
import io.jlvs.dataplane.linux.ThreadScheduling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The threads that can keep the VRRP thread waiting, for it stops at safepoints: those of the virtual machine itself,
 * which bring all others there, and the ordinary ones, which have to arrive. Compilers do neither.
 */
final class VmThreads
{
    private static final Path TASKS = Path.of("/proc/self/task");
    /** Names as the kernel keeps them, cut to 15 bytes. */
    private static final List<String> SAFEPOINTS = List.of(
        "VM Thread", "VM Periodic", "ZDriver", "ZDirector", "ZWorker", "RuntimeWorker", "G1 ", "GC Thread");
    private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");

    private VmThreads()
    {
    }

    /**
     * Give those of the virtual machine real-time priority, one less than another thread has: a thread of the same
     * priority would have to wait for them for a whole turn, 100 ms.
     *
     * @param priority of the other thread, 1 to 99; with 1 there is none below, and they stay as they are.
     * @return why one could not have it.
     */
    static Optional<String> scheduleBelow(final int priority)
    {
        if (priority <= 1)
        {
            return Optional.empty();
        }
        try
        {
            return those((name) -> isIn(SAFEPOINTS, name)).stream()
                .map((threadId) -> ThreadScheduling.roundRobin(threadId, priority - 1))
                .flatMap(Optional::stream)
                .findFirst();
        }
        catch (final IOException ex)
        {
            return Optional.of(ex.toString());
        }
    }

    /**
     * Set the niceness of all but the compilers, as far as it is permitted. Threads of real-time priority keep that.
     *
     * @param niceness -20 to 19.
     */
    static void prefer(final int niceness)
    {
        try
        {
            those((name) -> !isIn(COMPILERS, name)).forEach((threadId) -> ThreadNiceness.set(threadId, niceness));
        }
        catch (final IOException ex)
        {
            // Without /proc they stay as they are, and the VRRP thread may wait for them.
        }
    }

    private static List<Integer> those(final Predicate<String> isMeant) throws IOException
    {
        try (Stream<Path> tasks = Files.list(TASKS))
        {
            return tasks.filter((task) -> isMeant.test(name(task)))
                .map((task) -> Integer.valueOf(task.getFileName().toString()))
                .toList();
        }
    }

    private static boolean isIn(final List<String> names, final String name)
    {
        return names.stream().anyMatch(name::startsWith);
    }

    private static String name(final Path task)
    {
        try
        {
            return Files.readString(task.resolve("comm"));
        }
        catch (final IOException ex)
        {
            // It has ended by now.
            return "";
        }
    }
}
