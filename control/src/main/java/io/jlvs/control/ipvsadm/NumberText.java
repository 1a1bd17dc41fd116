/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * Decimal numbers as C's strtol reads them: white space before, one sign, digits.
 */
final class NumberText
{
    /** What {@link #parse} returns for anything that is no number in its range. */
    static final long INVALID = -1;

    private static final String WHITE_SPACE = " \t\n\u000B\f\r";

    private NumberText()
    {
    }

    /**
     * Parse a whole text as a number.
     *
     * @param text to parse.
     * @param min  smallest, at least 0.
     * @param max  largest.
     * @return the number, or {@link #INVALID}.
     */
    static long parse(final String text, final long min, final long max)
    {
        final int digits = skipSign(text);
        final int end = skipDigits(text, digits);
        if (end == digits || end < text.length())
        {
            return INVALID;
        }
        final long number = value(text, digits, end);
        return number < min || number > max ? INVALID : number;
    }

    /**
     * Number at the start of a text, as C's atoi reads it; what follows is ignored, an overflow wraps.
     *
     * @param text to parse.
     * @return 0 when there is none.
     */
    static int leading(final String text)
    {
        final int digits = skipSign(text);
        return (int)value(text, digits, skipDigits(text, digits));
    }

    /**
     * White space by C's isspace in the C locale.
     *
     * @param c a character.
     * @return true for white space.
     */
    static boolean isSpace(final char c)
    {
        return WHITE_SPACE.indexOf(c) >= 0;
    }

    private static int skipSign(final String text)
    {
        int i = 0;
        while (i < text.length() && isSpace(text.charAt(i)))
        {
            i++;
        }
        return i < text.length() && ('+' == text.charAt(i) || '-' == text.charAt(i)) ? i + 1 : i;
    }

    private static int skipDigits(final String text, final int start)
    {
        int i = start;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9')
        {
            i++;
        }
        return i;
    }

    private static long value(final String text, final int start, final int end)
    {
        final boolean negative = start > 0 && '-' == text.charAt(start - 1);
        long number = 0;
        for (int i = start; i < end; i++)
        {
            final int digit = text.charAt(i) - '0';
            if (number > (Long.MAX_VALUE - digit) / 10)
            {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }
}
