/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Includes from the file system, matched as glob(3) does with brace expansion.
 */
public final class FileIncludes implements Includes
{
    private static final String WILDCARDS = "*?[";

    @Override
    public List<Source> resolve(final String from, final String pattern) throws IOException
    {
        final List<Source> sources = new ArrayList<>();
        final Path directory = Path.of(from).toAbsolutePath().getParent();
        for (final String name : braces(pattern))
        {
            for (final Path path : matches(directory, name))
            {
                if (Files.isRegularFile(path))
                {
                    sources.add(new Source(path.toString(), read(path)));
                }
            }
        }

        return sources;
    }

    /**
     * Text of a file; bytes that are not UTF-8 (comments in other encodings) become replacement characters.
     *
     * @param path of the file.
     * @return its text.
     * @throws IOException if it cannot be read.
     */
    public static String read(final Path path) throws IOException
    {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    private static List<String> braces(final String pattern)
    {
        final int open = pattern.indexOf('{');
        final int close = pattern.indexOf('}', open + 1);
        if (open < 0 || close < 0)
        {
            return List.of(pattern);
        }

        final List<String> result = new ArrayList<>();
        for (final String choice : pattern.substring(open + 1, close).split(",", -1))
        {
            result.addAll(braces(pattern.substring(0, open) + choice + pattern.substring(close + 1)));
        }

        return result;
    }

    private static List<Path> matches(final Path directory, final String pattern) throws IOException
    {
        List<Path> paths = List.of(pattern.startsWith("/") ? Path.of("/") : directory);
        for (final String component : pattern.split("/+"))
        {
            final List<Path> next = new ArrayList<>();
            for (final Path path : paths)
            {
                next.addAll(component.isEmpty() ? List.of(path) : step(path, component));
            }
            paths = next;
        }

        return paths;
    }

    private static List<Path> step(final Path directory, final String component) throws IOException
    {
        if (component.chars().noneMatch((c) -> WILDCARDS.indexOf(c) >= 0))
        {
            final Path path = directory.resolve(component).normalize();
            return Files.exists(path) ? List.of(path) : List.of();
        }

        if (!Files.isDirectory(directory))
        {
            return List.of();
        }

        try (Stream<Path> entries = Files.list(directory))
        {
            final PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + component);
            return entries
                .filter((entry) -> matcher.matches(entry.getFileName()))
                .filter((entry) -> component.startsWith(".") || !entry.getFileName().toString().startsWith("."))
                .sorted()
                .toList();
        }
        catch (final PatternSyntaxException ex)
        {
            throw new IOException("'" + component + "' is not a valid pattern of file names", ex);
        }
    }
}
