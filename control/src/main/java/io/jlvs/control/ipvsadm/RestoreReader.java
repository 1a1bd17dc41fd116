/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the input of {@code ipvsadm -R} into lines of words: blanks, tabs and carriage returns separate words, there
 * is no quoting, and no comment. A word {@code ipvsadm} is left out wherever it stands.
 */
final class RestoreReader
{
    private static final int END = -1;

    private final InputStream input;

    /**
     * Read from a stream.
     *
     * @param input not closed here.
     */
    RestoreReader(final InputStream input)
    {
        this.input = input;
    }

    /**
     * Next line.
     *
     * @return its words, none for a blank line, or null at the end.
     * @throws IOException if the input cannot be read.
     */
    String[] nextLine() throws IOException
    {
        final List<String> words = new ArrayList<>();
        final StringBuilder word = new StringBuilder();
        int c = input.read();
        if (END == c)
        {
            return null;
        }

        while (END != c && '\n' != c)
        {
            if (' ' == c || '\t' == c || '\r' == c)
            {
                end(word, words);
            }
            else
            {
                word.append((char)c);
            }
            c = input.read();
        }
        end(word, words);
        return words.toArray(new String[0]);
    }

    private static void end(final StringBuilder word, final List<String> words)
    {
        if (word.length() > 0)
        {
            final String text = word.toString();
            if (!"ipvsadm".equals(text))
            {
                words.add(text);
            }
            word.setLength(0);
        }
    }
}
