/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All keywords of keepalived.conf by kind of block, read from the resource {@code keepalived-keywords.tsv}: those of
 * keepalived 2.4.3 and older spellings that files in use still have. Immutable.
 */
public final class KeywordTable
{
    /** Kind of block that the file itself is. */
    public static final String TOP = "top";

    private static final String RESOURCE = "keepalived-keywords.tsv";
    private static final int COLUMNS = 7;
    private static final String BLOCK_PREFIX = "block=";

    private final Map<String, Map<String, Keyword>> blocks;

    private KeywordTable(final Map<String, Map<String, Keyword>> blocks)
    {
        this.blocks = blocks;
    }

    /**
     * Read the table.
     *
     * @return the table of this version.
     */
    public static KeywordTable load()
    {
        try (InputStream stream = KeywordTable.class.getResourceAsStream(RESOURCE))
        {
            if (null == stream)
            {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
            }

            return read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read resource " + RESOURCE, ex);
        }
    }

    private static KeywordTable read(final BufferedReader reader) throws IOException
    {
        final Map<String, Map<String, Keyword>> blocks = new LinkedHashMap<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine())
        {
            if (!line.startsWith("#"))
            {
                final String[] columns = line.split("\t", -1);
                if (columns.length != COLUMNS)
                {
                    throw new IllegalStateException(RESOURCE + ": want " + COLUMNS + " columns: " + line);
                }

                final Keyword keyword = keyword(columns);
                blocks.computeIfAbsent(columns[0], (name) -> new LinkedHashMap<>()).put(keyword.name(), keyword);
            }
        }

        return new KeywordTable(blocks);
    }

    private static Keyword keyword(final String[] columns)
    {
        final boolean isBlock = columns[4].startsWith(BLOCK_PREFIX);
        final Keyword.Form form = isBlock ? Keyword.Form.BLOCK :
            "lines".equals(columns[4]) ? Keyword.Form.LINES : Keyword.Form.LEAF;

        return new Keyword(
            columns[1],
            Integer.parseInt(columns[2]),
            "*".equals(columns[3]) ? Keyword.ANY : Integer.parseInt(columns[3]),
            form,
            isBlock ? columns[4].substring(BLOCK_PREFIX.length()) : "",
            "now".equals(columns[5]),
            columns[6]);
    }

    /**
     * Find a keyword.
     *
     * @param block kind of block in which it stands.
     * @param name  as written.
     * @return the keyword, or empty if that block has none of that name.
     */
    public Optional<Keyword> find(final String block, final String name)
    {
        return Optional.ofNullable(blocks.getOrDefault(block, Map.of()).get(name));
    }

    /**
     * Keywords of a kind of block.
     *
     * @param block kind of block.
     * @return in the order of the table.
     */
    public List<Keyword> keywords(final String block)
    {
        return List.copyOf(blocks.getOrDefault(block, Map.of()).values());
    }

    /**
     * Kinds of block.
     *
     * @return in the order of the table.
     */
    public List<String> blockNames()
    {
        return List.copyOf(blocks.keySet());
    }

    /**
     * Kinds of block that have a keyword.
     *
     * @param name of the keyword.
     * @return in the order of the table.
     */
    public List<String> blocksWith(final String name)
    {
        final List<String> result = new ArrayList<>();
        blocks.forEach(
            (block, keywords) ->
            {
                if (keywords.containsKey(name))
                {
                    result.add(block);
                }
            });

        return result;
    }
}
