/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Time that CPUs have spent so far, from proc(5). All in nanoseconds.
 *
 * @param workerNs  of the director's worker threads, by the scheduler's exact clock.
 * @param systemNs  of these the share in the kernel, by the tick.
 * @param othersNs  of the director's other threads.
 * @param softIrqNs of all CPUs in softirq, by the tick.
 * @param idleNs    of all CPUs, by the tick.
 * @param stolenNs  of all CPUs, by the tick: the host of a virtual machine ran something else.
 */
record CpuTimes(long workerNs, long systemNs, long othersNs, long softIrqNs, long idleNs, long stolenNs)
{
    /** No process to watch. */
    static final long NO_PROCESS = 0;

    /** Threads have the names of their agents. */
    private static final String WORKER_PREFIX = "(worker-";
    /** USER_HZ, the same on all architectures in use. */
    private static final long TICK_NS = 1_000_000_000L / 100;
    /** In /proc/PID/stat, counted from the field behind the closing parenthesis of the name. */
    private static final int STAT_USER = 11;
    private static final int STAT_SYSTEM = 12;
    /** In the first line of /proc/stat, the label being 0. */
    private static final int CPU_IDLE = 4;
    private static final int CPU_SOFT_IRQ = 7;
    private static final int CPU_STOLEN = 8;

    /**
     * Read.
     *
     * @param pid of a director, or {@link #NO_PROCESS}.
     * @return the times.
     */
    static CpuTimes of(final long pid)
    {
        final long[] cpu = firstCpuLine();
        long workerNs = 0;
        long systemNs = 0;
        long othersNs = 0;
        if (NO_PROCESS != pid)
        {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task")))
            {
                for (final Path task : tasks)
                {
                    final String stat = Files.readString(task.resolve("stat"));
                    final String[] schedule = Files.readString(task.resolve("schedstat")).split(" ");
                    final long runNs = Long.parseLong(schedule[0]);
                    if (stat.contains(WORKER_PREFIX))
                    {
                        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        final long userTicks = Long.parseLong(fields[STAT_USER]);
                        final long systemTicks = Long.parseLong(fields[STAT_SYSTEM]);
                        workerNs += runNs;
                        systemNs += runNs * systemTicks / Math.max(1, userTicks + systemTicks);
                    }
                    else
                    {
                        othersNs += runNs;
                    }
                }
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException("process " + pid + " cannot be watched", ex);
            }
        }

        return new CpuTimes(
            workerNs,
            systemNs,
            othersNs,
            cpu[CPU_SOFT_IRQ] * TICK_NS,
            cpu[CPU_IDLE] * TICK_NS,
            cpu[CPU_STOLEN] * TICK_NS);
    }

    /**
     * What was spent since.
     *
     * @param before an earlier reading.
     * @return the difference.
     */
    CpuTimes since(final CpuTimes before)
    {
        return new CpuTimes(
            workerNs - before.workerNs,
            systemNs - before.systemNs,
            othersNs - before.othersNs,
            softIrqNs - before.softIrqNs,
            idleNs - before.idleNs,
            stolenNs - before.stolenNs);
    }

    private static long[] firstCpuLine()
    {
        try
        {
            final List<String> words = List.of(Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +"));
            final long[] values = new long[words.size()];
            for (int i = 1; i < values.length; i++)
            {
                values[i] = Long.parseLong(words.get(i));
            }

            return values;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("/proc/stat", ex);
        }
    }
}
