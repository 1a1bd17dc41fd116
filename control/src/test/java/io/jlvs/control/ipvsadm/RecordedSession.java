/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of commands with their output: blocks of a line {@code $ COMMAND}, the output (standard error first, as
 * standard output is written at the end) and a line {@code [exit N]}. Lines outside of blocks are notes.
 *
 * @param file  name of the recording.
 * @param steps in order.
 */
record RecordedSession(String file, List<Step> steps)
{
    private static final String EXIT = "[exit ";

    /**
     * A command or a note.
     *
     * @param line    number in the file.
     * @param command null for a note.
     * @param output  of the command, or the note.
     * @param exit    status of the command.
     */
    record Step(int line, String command, String output, int exit)
    {
        boolean isNote()
        {
            return null == command;
        }
    }

    static RecordedSession read(final String file)
    {
        final List<Step> steps = new ArrayList<>();
        final List<String> lines = lines(file);
        int i = 0;
        while (i < lines.size())
        {
            final int first = i;
            final int end = lines.get(i).startsWith("$ ") ? exitLine(lines, i) : -1;
            if (end < 0)
            {
                steps.add(new Step(first + 1, null, lines.get(i), 0));
            }
            else
            {
                final StringBuilder output = new StringBuilder();
                for (i = first + 1; i < end; i++)
                {
                    output.append(lines.get(i)).append('\n');
                }
                final String exit = lines.get(end).substring(EXIT.length(), lines.get(end).length() - 1);
                steps.add(new Step(
                    first + 1, lines.get(first).substring(2), output.toString(), Integer.parseInt(exit)));
            }
            i++;
        }
        return new RecordedSession(file, steps);
    }

    static List<String> lines(final String file)
    {
        final List<String> lines = new ArrayList<>();
        try (InputStream in = RecordedSession.class.getResourceAsStream("/golden/ipvsadm/" + file);
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)))
        {
            String line = reader.readLine();
            while (null != line)
            {
                lines.add(line);
                line = reader.readLine();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return lines;
    }

    /** Words of a command as a shell splits them: blanks, backslashes, single quotes. */
    static List<String> words(final String command)
    {
        final List<String> words = new ArrayList<>();
        final StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean quoted = false;
        for (int i = 0; i < command.length(); i++)
        {
            final char c = command.charAt(i);
            if ('\'' == c)
            {
                quoted = !quoted;
                inWord = true;
            }
            else if ('\\' == c && !quoted)
            {
                word.append(command.charAt(++i));
                inWord = true;
            }
            else if (' ' == c && !quoted)
            {
                if (inWord)
                {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            }
            else
            {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord)
        {
            words.add(word.toString());
        }
        return words;
    }

    private static int exitLine(final List<String> lines, final int start)
    {
        for (int i = start + 1; i < lines.size() && !lines.get(i).startsWith("$ "); i++)
        {
            if (lines.get(i).startsWith(EXIT))
            {
                return i;
            }
        }
        return -1;
    }
}
