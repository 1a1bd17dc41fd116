/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Running processes by /proc, see proc(5): the kernel's only list that holds in every namespace. Processes that have
 * ended and wait for their parent do not count.
 */
final class ProcessTable
{
    private static final Path PROC = Path.of("/proc");
    /** Fields of stat, counted from the one behind the name. */
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    private ProcessTable()
    {
    }

    /**
     * All of them.
     *
     * @param isWithWords whether command lines are read: costs a page of the process's memory each.
     * @return those that run.
     */
    static List<ProcessFacts> all(final boolean isWithWords)
    {
        final List<ProcessFacts> result = new ArrayList<>();
        final String[] names = new File(PROC.toString()).list();
        for (final String name : names == null ? new String[0] : names)
        {
            if (Character.isDigit(name.charAt(0)))
            {
                process(Long.parseLong(name), isWithWords).ifPresent(result::add);
            }
        }
        return result;
    }

    /**
     * One of them.
     *
     * @param id          of the process.
     * @param isWithWords whether its command line is read.
     * @return what it is; empty if it does not run.
     */
    static Optional<ProcessFacts> process(final long id, final boolean isWithWords)
    {
        final Path directory = PROC.resolve(Long.toString(id));
        try
        {
            final String stat = read(directory.resolve("stat"));
            final int nameEnd = stat.lastIndexOf(')');
            final String[] fields = stat.substring(nameEnd + 2).split(" ", START_TIME + 2);
            final char state = fields[STATE].charAt(0);

            return state == 'Z' || state == 'X' ?
                Optional.empty() :
                Optional.of(new ProcessFacts(
                    id,
                    Long.parseLong(fields[START_TIME]),
                    stat.substring(stat.indexOf('(') + 1, nameEnd),
                    isWithWords ? words(read(directory.resolve("cmdline"))) : List.of()));
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }

    /** Each word ends with a zero byte, unless the process has written over them. */
    private static List<String> words(final String commandLine)
    {
        final boolean isTerminated = commandLine.endsWith("\0");
        final String words = isTerminated ? commandLine.substring(0, commandLine.length() - 1) : commandLine;

        return commandLine.isEmpty() ? List.of() : List.of(words.split("\0", -1));
    }

    private static String read(final Path file) throws IOException
    {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
