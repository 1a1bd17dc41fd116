/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the network of a measurement lives: network namespaces and a directory in shared memory, named after this
 * process. What is there goes with {@link #close()}, and when this process ends; what a killed process left behind goes
 * when the next one opens a place with the same prefix.
 */
public final class LabPlace implements AutoCloseable
{
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final String name;
    private final Thread cleaner;

    private LabPlace(final String name)
    {
        this.name = name;
        cleaner = new Thread(() -> remove(name));
    }

    /**
     * Claim the names, and remove what dead processes left under the same prefix. Nothing is made yet.
     *
     * @param prefix letters only; one for each kind of network.
     * @return the place, without namespaces and without the directory.
     */
    public static LabPlace open(final String prefix)
    {
        final Pattern names = Pattern.compile(prefix + "([0-9]+)(-[a-z0-9]+)?");
        for (final Path directory : List.of(NAMESPACES, SHARED_MEMORY))
        {
            for (final String found : names(directory))
            {
                final Matcher matcher = names.matcher(found);
                if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty())
                {
                    remove(prefix + matcher.group(1));
                }
            }
        }

        final LabPlace place = new LabPlace(prefix + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(place.cleaner);
        return place;
    }

    /**
     * Name of a namespace of this place.
     *
     * @param host letters and digits.
     * @return the name for ip(8).
     */
    public String namespace(final String host)
    {
        return name + "-" + host;
    }

    /**
     * Directory of this place.
     *
     * @return path in shared memory; whoever needs it makes it.
     */
    public Path directory()
    {
        return SHARED_MEMORY.resolve(name);
    }

    /**
     * Kill what runs in the namespaces, remove them and the directory.
     */
    @Override
    public void close()
    {
        remove(name);
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }

    private static void remove(final String lab)
    {
        for (final String namespace : names(NAMESPACES))
        {
            if (namespace.startsWith(lab + "-"))
            {
                for (final String pid : Commands.run("ip", "netns", "pids", namespace).split("\\s+"))
                {
                    if (!pid.isEmpty())
                    {
                        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                    }
                }
                Commands.run("ip", "netns", "delete", namespace);
            }
        }
        removeDirectory(SHARED_MEMORY.resolve(lab));
    }

    private static void removeDirectory(final Path directory)
    {
        if (!Files.isDirectory(directory))
        {
            return;
        }

        try (Stream<Path> files = Files.walk(directory))
        {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<String> names(final Path directory)
    {
        final List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            files.forEach((file) -> names.add(file.getFileName().toString()));
        }
        catch (final NoSuchFileException ex)
        {
            return names;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return names;
    }
}
