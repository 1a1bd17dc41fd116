/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A name table of the system such as /etc/services or /etc/hosts: lines of words, a comment behind {@code #}.
 */
final class NameFile
{
    private NameFile()
    {
    }

    /**
     * Read the lines that hold at least two words.
     *
     * @param file to read; one that cannot be read counts as empty, as it does for the C library.
     * @return the words of each line, in order.
     */
    static List<String[]> read(final Path file)
    {
        final List<String[]> lines = new ArrayList<>();
        final String text;
        try
        {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        }
        catch (final IOException ex)
        {
            return lines;
        }

        int start = 0;
        while (start < text.length())
        {
            final int newLine = text.indexOf('\n', start);
            final int end = newLine < 0 ? text.length() : newLine;
            final int comment = text.indexOf('#', start);
            final String line = text.substring(start, comment >= 0 && comment < end ? comment : end);
            final StringTokenizer words = new StringTokenizer(line);
            if (words.countTokens() > 1)
            {
                final String[] fields = new String[words.countTokens()];
                for (int i = 0; i < fields.length; i++)
                {
                    fields[i] = words.nextToken();
                }
                lines.add(fields);
            }
            start = end + 1;
        }
        return lines;
    }
}
