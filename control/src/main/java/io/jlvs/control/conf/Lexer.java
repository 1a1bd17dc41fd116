/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a keepalived.conf into tokens, line by line, by the rules of keepalived's {@code lib/parser.c}: {@code #} and
 * {@code !} begin a comment anywhere outside quotes, braces stand for themselves, a quoted string ends on its line.
 * Never throws; what it cannot take becomes a diagnostic.
 */
final class Lexer
{
    private static final Pattern INCLUDE = Pattern.compile("(include[rmwba]?)[ \\t]+(.*)");
    private static final Pattern DEFINITION = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*[ \\t]*=.*");
    private static final Pattern REPETITION = Pattern.compile("~(SEQx?|LST)\\b.*");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String FOREIGN_SPACES = "\u3000\u00A0\u2003\u2002\u200B" + BYTE_ORDER_MARK;

    private final String file;
    private final Diagnostics diagnostics;
    private final List<Token> tokens = new ArrayList<>();

    private String line;
    private int lineNumber;
    private int index;
    private boolean foreignSpaceReported;

    private Lexer(final String file, final Diagnostics diagnostics)
    {
        this.file = file;
        this.diagnostics = diagnostics;
    }

    /**
     * Cut a text into tokens.
     *
     * @param file        name for positions.
     * @param text        of the file.
     * @param diagnostics takes what is found.
     * @return the tokens; each line ends with {@link Token.Kind#END_OF_LINE}.
     */
    static List<Token> tokens(final String file, final String text, final Diagnostics diagnostics)
    {
        return new Lexer(file, diagnostics).run(text);
    }

    private List<Token> run(final String text)
    {
        boolean isContinuedDefinition = false;
        for (final String next : text.split("\r?\n", -1))
        {
            line = next;
            lineNumber++;
            index = 0;
            foreignSpaceReported = 1 == lineNumber && next.indexOf(BYTE_ORDER_MARK) == 0;
            final String stripped = next.strip();
            if (isContinuedDefinition)
            {
                isContinuedDefinition = stripped.endsWith("\\");
            }
            else if (DEFINITION.matcher(stripped).matches())
            {
                unsupported("definitions ($NAME=VALUE)", "write the value where the name is used");
                isContinuedDefinition = stripped.endsWith("\\");
            }
            else if (stripped.startsWith("@"))
            {
                unsupported("conditional lines (@id)", "keep a file for each host");
            }
            else if (REPETITION.matcher(stripped).matches())
            {
                unsupported("repetitions (~SEQ, ~LST)", "write the lines out");
            }
            else
            {
                line();
            }
            add(Token.Kind.END_OF_LINE, "", index, false);
        }

        return tokens;
    }

    private void unsupported(final String what, final String remedy)
    {
        final int column = line.length() - line.stripLeading().length() + 1;
        diagnostics.error(new Position(file, lineNumber, column),
            what + " are not supported yet; the line is left out: " + remedy);
    }

    private void line()
    {
        final Matcher include = INCLUDE.matcher(withoutComment());
        if (include.matches())
        {
            index = line.indexOf(include.group(1));
            add(Token.Kind.INCLUDE, include.group(1), index, false);
            add(Token.Kind.WORD, unquoted(include.group(2).strip()), index + include.start(2), false);
            return;
        }

        while (index < line.length())
        {
            final char c = line.charAt(index);
            if (isSpace(c))
            {
                index++;
            }
            else if ('#' == c || '!' == c)
            {
                return;
            }
            else if ('{' == c)
            {
                add(Token.Kind.OPEN, "{", index++, false);
            }
            else if ('}' == c)
            {
                add(Token.Kind.CLOSE, "}", index++, false);
            }
            else
            {
                word();
            }
        }
    }

    private String withoutComment()
    {
        final String stripped = line.strip();
        final int hash = stripped.indexOf('#');
        final String withoutHash = hash < 0 ? stripped : stripped.substring(0, hash);
        final int bang = withoutHash.indexOf('!');

        return (bang < 0 ? withoutHash : withoutHash.substring(0, bang)).strip();
    }

    private static String unquoted(final String text)
    {
        final boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private boolean isSpace(final char c)
    {
        if (FOREIGN_SPACES.indexOf(c) >= 0)
        {
            if (!foreignSpaceReported)
            {
                foreignSpaceReported = true;
                diagnostics.warning(new Position(file, lineNumber, index + 1), String.format(
                    "character U+%04X is taken as a space; write an ordinary space", (int)c));
            }

            return true;
        }

        return ' ' == c || '\t' == c || '\r' == c || '\f' == c || '\u000B' == c;
    }

    private void word()
    {
        final int start = index;
        final StringBuilder builder = new StringBuilder();
        boolean quoted = false;
        while (index < line.length())
        {
            final char c = line.charAt(index);
            if ('"' == c || '\'' == c && index == start && line.indexOf('\'', index + 1) > 0)
            {
                quoted = true;
                quotedPart(c, builder);
            }
            else if ('\\' == c && index + 1 < line.length() && "#!".indexOf(line.charAt(index + 1)) >= 0)
            {
                builder.append(line.charAt(index + 1));
                index += 2;
            }
            else if ('$' == c && line.startsWith("${", index) && line.indexOf('}', index) > 0)
            {
                final int end = line.indexOf('}', index) + 1;
                builder.append(line, index, end);
                index = end;
            }
            else if ("#!{}".indexOf(c) >= 0 || isSpace(c))
            {
                break;
            }
            else
            {
                builder.append(c);
                index++;
            }
        }

        add(Token.Kind.WORD, builder.toString(), start, quoted);
    }

    private void quotedPart(final char quote, final StringBuilder builder)
    {
        final int start = index++;
        while (index < line.length() && line.charAt(index) != quote)
        {
            if ('\\' == line.charAt(index) && index + 1 < line.length())
            {
                index++;
                escape(builder);
            }
            else
            {
                builder.append(line.charAt(index++));
            }
        }

        if (index >= line.length())
        {
            diagnostics.error(new Position(file, lineNumber, start + 1),
                "quoted string has no closing " + quote + " on its line; it is taken to end with the line");
        }
        else
        {
            index++;
        }
    }

    private void escape(final StringBuilder builder)
    {
        final char c = line.charAt(index++);
        final int simple = "abEfnrtv".indexOf(c);
        if (simple >= 0)
        {
            builder.append("\u0007\b\u001B\f\n\r\t\u000B".charAt(simple));
        }
        else if ('x' == c && digit(16) >= 0)
        {
            number(builder, 0, 16, 2);
        }
        else if ('c' == c && index < line.length() && line.charAt(index) < 128)
        {
            builder.append((char)(line.charAt(index++) & 0x1F));
        }
        else if (c >= '0' && c <= '7')
        {
            number(builder, c - '0', 8, 2);
        }
        else
        {
            builder.append(c);
        }
    }

    private void number(final StringBuilder builder, final int first, final int radix, final int digits)
    {
        int value = first;
        for (int i = 0; i < digits && digit(radix) >= 0; i++)
        {
            value = value * radix + digit(radix);
            index++;
        }
        builder.append((char)(value & 0xFF));
    }

    private int digit(final int radix)
    {
        return index < line.length() ? Character.digit(line.charAt(index), radix) : -1;
    }

    private void add(final Token.Kind kind, final String text, final int start, final boolean quoted)
    {
        tokens.add(new Token(kind, new Word(text, new Position(file, lineNumber, start + 1), quoted)));
    }
}
