/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a tree of a keepalived.conf, led by the keyword table. Everything wrong is collected as a diagnostic and, as in
 * keepalived, the line or block concerned is left out and the rest goes on; only braces that do not balance make the
 * file unusable. Never throws on any text. An instance parses one file; single-threaded.
 */
public final class ConfigParser
{
    private static final int MAXIMUM_DEPTH = 32;
    private static final int MAXIMUM_INCLUDE_DEPTH = 16;
    /** The others ask for an error if no file matches. */
    private static final List<String> TOLERANT_INCLUDES = List.of("include", "includer");
    private static final String TEXT_MARK = "//";
    /** In a block of unknown kind nothing is looked up: the unknown keyword was reported, that is enough. */
    private static final String UNKNOWN_BLOCK = "";

    private final KeywordTable table;
    private final Includes includes;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, Word> notYet = new LinkedHashMap<>();
    private final List<Token> tokens = new ArrayList<>();
    private int index;

    private ConfigParser(final KeywordTable table, final Includes includes)
    {
        this.table = table;
        this.includes = includes;
    }

    /**
     * Parse a text.
     *
     * @param file     name of the file for messages and relative includes.
     * @param text     of the file.
     * @param table    of keywords.
     * @param includes reads other files.
     * @return tree and diagnostics.
     */
    public static ParsedConfiguration parse(
        final String file, final String text, final KeywordTable table, final Includes includes)
    {
        final ConfigParser parser = new ConfigParser(table, includes);
        parser.lex(new Includes.Source(file, text), 0);
        final List<ConfigNode> nodes = parser.statements(KeywordTable.TOP, null, 0, false);

        return new ParsedConfiguration(
            file, nodes, parser.diagnostics.list(), List.copyOf(parser.notYet.values()));
    }

    private void lex(final Includes.Source source, final int depth)
    {
        final Iterator<Token> iterator = Lexer.tokens(source.file(), source.text(), diagnostics).iterator();
        while (iterator.hasNext())
        {
            final Token token = iterator.next();
            if (Token.Kind.INCLUDE == token.kind())
            {
                include(token.word().text(), iterator.next().word(), depth);
            }
            else
            {
                tokens.add(token);
            }
        }
    }

    private void include(final String keyword, final Word pattern, final int depth)
    {
        if (depth >= MAXIMUM_INCLUDE_DEPTH)
        {
            diagnostics.error(pattern.position(), "include of '" + pattern.text() + "' is nested more than " +
                MAXIMUM_INCLUDE_DEPTH + " deep; does the file include itself?");
            return;
        }

        try
        {
            final List<Includes.Source> sources = includes.resolve(pattern.position().file(), pattern.text());
            for (final Includes.Source source : sources)
            {
                lex(source, depth + 1);
            }
            if (sources.isEmpty() && !TOLERANT_INCLUDES.contains(keyword))
            {
                diagnostics.error(pattern.position(), keyword + " of '" + pattern.text() + "': no file matches");
            }
        }
        catch (final IOException | RuntimeException ex)
        {
            diagnostics.error(pattern.position(), "include of '" + pattern.text() + "' failed, left out: " + ex);
        }
    }

    private List<ConfigNode> statements(
        final String block, final Word opener, final int depth, final boolean isQuiet)
    {
        final List<ConfigNode> nodes = new ArrayList<>();
        while (index < tokens.size())
        {
            final Token token = tokens.get(index);
            switch (token.kind())
            {
                case CLOSE:
                    index++;
                    if (opener != null)
                    {
                        return nodes;
                    }
                    diagnostics.fatal(token.word().position(), "'}' closes no block; remove it or add the missing '{'");
                    break;

                case OPEN:
                    index++;
                    diagnostics.error(token.word().position(), "'{' follows no keyword; the block is left out");
                    skipBlock(token.word(), depth);
                    break;

                case WORD:
                    statement(block, depth, isQuiet).ifPresent(nodes::add);
                    break;

                default:
                    index++;
                    break;
            }
        }

        if (opener != null)
        {
            diagnostics.fatal(opener.position(), "block '" + opener.text() + "' has no closing '}'");
        }

        return nodes;
    }

    private Optional<ConfigNode> statement(final String block, final int depth, final boolean isQuiet)
    {
        final List<Word> words = words();
        final Word keyword = words.get(0);
        if (isText(keyword))
        {
            reportText(keyword, words);
            return Optional.empty();
        }

        final Optional<Keyword> found = table.find(block, keyword.text());
        if (found.isEmpty())
        {
            if (!UNKNOWN_BLOCK.equals(block))
            {
                diagnostics.error(keyword.position(), unknown(keyword.text(), block));
            }
            if (takeOpen())
            {
                skipBlock(keyword, depth);
            }

            return Optional.empty();
        }

        final Keyword entry = found.get();
        final boolean isLater = !entry.implemented();
        if (isLater && !isQuiet)
        {
            notYet.putIfAbsent(keyword.text(), keyword);
        }
        final List<Word> arguments = arguments(entry, words);
        final List<ConfigNode> children = children(entry, keyword, depth, isQuiet || isLater);
        if (arguments.size() < entry.minimum())
        {
            diagnostics.error(keyword.position(), "'" + entry.name() + "' needs a value (" + entry.argument() +
                "); it is left out");
            return Optional.empty();
        }

        return Optional.of(new ConfigNode(keyword, arguments, children));
    }

    private List<ConfigNode> children(
        final Keyword entry, final Word keyword, final int depth, final boolean isQuiet)
    {
        final boolean isOpen = takeOpen();
        if (Keyword.Form.LEAF == entry.form())
        {
            if (isOpen)
            {
                diagnostics.error(keyword.position(), "'" + entry.name() + "' takes no block; the block is left out");
                skipBlock(keyword, depth);
            }

            return List.of();
        }

        if (!isOpen)
        {
            diagnostics.fatal(keyword.position(), "'" + entry.name() + "' has no '{' behind it or on the next line");
        }
        if (depth >= MAXIMUM_DEPTH)
        {
            tooDeep(keyword);
            return List.of();
        }

        return Keyword.Form.LINES == entry.form() ?
            lines(keyword, depth + 1) : statements(entry.block(), keyword, depth + 1, isQuiet);
    }

    private List<ConfigNode> lines(final Word opener, final int depth)
    {
        final List<ConfigNode> nodes = new ArrayList<>();
        while (index < tokens.size())
        {
            final Token token = tokens.get(index);
            switch (token.kind())
            {
                case CLOSE:
                    index++;
                    return nodes;

                case OPEN:
                    index++;
                    diagnostics.error(token.word().position(), "'" + opener.text() + "' holds lines, no blocks");
                    skipBlock(token.word(), depth);
                    break;

                case WORD:
                    freeLine().ifPresent(nodes::add);
                    break;

                default:
                    index++;
                    break;
            }
        }
        diagnostics.fatal(opener.position(), "block '" + opener.text() + "' has no closing '}'");

        return nodes;
    }

    private Optional<ConfigNode> freeLine()
    {
        final List<Word> words = words();
        int count = 0;
        while (count < words.size() && !isText(words.get(count)))
        {
            count++;
        }
        if (count < words.size())
        {
            reportText(words.get(count), words.subList(count, words.size()));
        }

        return 0 == count ?
            Optional.empty() : Optional.of(new ConfigNode(words.get(0), words.subList(1, count), List.of()));
    }

    private List<Word> arguments(final Keyword entry, final List<Word> words)
    {
        final List<Word> arguments = new ArrayList<>();
        for (int i = 1; i < words.size(); i++)
        {
            final Word word = words.get(i);
            final List<Word> rest = words.subList(i, words.size());
            if (isText(word) && arguments.size() >= entry.minimum())
            {
                reportText(word, rest);
                return arguments;
            }
            if (arguments.size() >= entry.maximum())
            {
                diagnostics.warning(word.position(), "text after '" + entry.name() +
                    (arguments.isEmpty() ? "" : " " + arguments.get(arguments.size() - 1).text()) +
                    "' is ignored: '" + join(rest) + "'; comments begin with # or !");
                return arguments;
            }
            arguments.add(word);
        }

        return arguments;
    }

    private List<Word> words()
    {
        final List<Word> words = new ArrayList<>();
        while (index < tokens.size() && Token.Kind.WORD == tokens.get(index).kind())
        {
            words.add(tokens.get(index++).word());
        }

        return words;
    }

    private boolean takeOpen()
    {
        int next = index;
        while (next < tokens.size() && Token.Kind.END_OF_LINE == tokens.get(next).kind())
        {
            next++;
        }
        if (next < tokens.size() && Token.Kind.OPEN == tokens.get(next).kind())
        {
            index = next + 1;
            return true;
        }

        return false;
    }

    private void skipBlock(final Word opener, final int depth)
    {
        if (depth >= MAXIMUM_DEPTH)
        {
            tooDeep(opener);
        }
        else
        {
            statements(UNKNOWN_BLOCK, opener, depth + 1, true);
        }
    }

    private void tooDeep(final Word opener)
    {
        diagnostics.fatal(opener.position(), "blocks are nested more than " + MAXIMUM_DEPTH + " deep");
        index = tokens.size();
    }

    private String unknown(final String name, final String block)
    {
        final String where = KeywordTable.TOP.equals(block) ? "at the top level" : "in " + block;
        final String what = "unknown keyword '" + name + "' " + where;
        final List<String> candidates = table.keywords(block).stream().map(Keyword::name).toList();
        final Optional<String> nearest = Suggestion.nearest(name, candidates);
        if (nearest.isPresent())
        {
            return what + ", did you mean '" + nearest.get() + "'? It is left out";
        }

        final List<String> homes = table.blocksWith(name);
        if (!homes.isEmpty())
        {
            final String home = homes.get(0);
            return what + "; it belongs " + (KeywordTable.TOP.equals(home) ? "at the top level" : "in " + home) +
                " and is left out here";
        }

        return what + "; it is left out";
    }

    private static boolean isText(final Word word)
    {
        return !word.quoted() && word.text().startsWith(TEXT_MARK);
    }

    private void reportText(final Word first, final List<Word> words)
    {
        diagnostics.warning(first.position(),
            "text after the value is ignored: '" + join(words) + "'; comments begin with # or !");
    }

    private static String join(final List<Word> words)
    {
        return String.join(" ", words.stream().map(Word::text).toList());
    }
}
