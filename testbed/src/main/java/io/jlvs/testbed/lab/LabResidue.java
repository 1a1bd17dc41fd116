/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a lab has on the machine, found by its names, and how to take it away.
 */
final class LabResidue
{
    static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Pattern NAME = Pattern.compile("(jl([0-9a-f]+)x[0-9]+)(-.*)?");

    private LabResidue()
    {
    }

    static String prefix(final long pid, final int number)
    {
        return "jl" + Long.toHexString(pid) + "x" + number;
    }

    /**
     * Remove labs whose process no longer runs.
     */
    static void removeOfDeadProcesses()
    {
        final Set<String> prefixes = new TreeSet<>();
        for (final Path directory : List.of(NAMESPACES, TEMPORARY, SHARED_MEMORY))
        {
            for (final String name : names(directory))
            {
                final Matcher matcher = NAME.matcher(name);
                if (matcher.matches() && !isJvmAlive(Long.parseLong(matcher.group(2), 16)))
                {
                    prefixes.add(matcher.group(1));
                }
            }
        }
        prefixes.forEach(LabResidue::remove);
    }

    /**
     * Kill what runs in a lab's namespaces, remove these and its directories. What is not there is not missed.
     *
     * @param prefix of the lab.
     */
    static void remove(final String prefix)
    {
        final List<String> namespaces = names(NAMESPACES).stream()
            .filter((name) -> name.startsWith(prefix + "-")).toList();
        for (final String namespace : namespaces)
        {
            final String pids = Command.run("ip", "netns", "pids", namespace).out();
            for (final String pid : pids.split("\\s+"))
            {
                // Threads that entered a namespace do not make this process belong to it, but be careful.
                if (!pid.isEmpty() && Long.parseLong(pid) != ProcessHandle.current().pid())
                {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
        for (final String namespace : namespaces)
        {
            final CommandResult result = Command.run("ip", "netns", "delete", namespace);
            if (0 != result.exit() && Files.exists(NAMESPACES.resolve(namespace)))
            {
                System.err.println("lab " + prefix + ": cannot remove a namespace: " + result);
            }
        }
        deleteTree(TEMPORARY.resolve(prefix));
        deleteTree(SHARED_MEMORY.resolve(prefix));
    }

    private static boolean isJvmAlive(final long pid)
    {
        try
        {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).startsWith("java");
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static List<String> names(final Path directory)
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.map((file) -> file.getFileName().toString()).sorted().toList();
        }
        catch (final NoSuchFileException ex)
        {
            return List.of();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static void deleteTree(final Path root)
    {
        if (!Files.exists(root))
        {
            return;
        }
        final List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(root))
        {
            tree.sorted(Comparator.reverseOrder()).forEach(files::add);
            for (final Path file : files)
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final IOException | UncheckedIOException ex)
        {
            System.err.println("cannot remove " + root + ": " + ex);
        }
    }
}
