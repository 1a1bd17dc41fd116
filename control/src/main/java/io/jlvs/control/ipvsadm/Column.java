/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * Padding, without the cost of a format string.
 */
final class Column
{
    private Column()
    {
    }

    /**
     * Append text padded with blanks behind it, as %-Ns does; longer text stays whole.
     *
     * @param text  to append to.
     * @param value to append.
     * @param width smallest number of characters.
     */
    static void left(final StringBuilder text, final String value, final int width)
    {
        text.append(value);
        blanks(text, width - value.length());
    }

    /**
     * Append a number padded with blanks behind it.
     *
     * @param text  to append to.
     * @param value to append.
     * @param width smallest number of characters.
     */
    static void left(final StringBuilder text, final long value, final int width)
    {
        final int start = text.length();
        text.append(value);
        blanks(text, width - (text.length() - start));
    }

    /**
     * Append a number with blanks before it.
     *
     * @param text  to append to.
     * @param value not negative.
     * @param width smallest number of characters.
     */
    static void right(final StringBuilder text, final long value, final int width)
    {
        blanks(text, width - digits(value));
        text.append(value);
    }

    /**
     * Length of a number in decimal.
     *
     * @param value not negative.
     * @return at least 1.
     */
    static int digits(final long value)
    {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10)
        {
            digits++;
        }
        return digits;
    }

    private static void blanks(final StringBuilder text, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            text.append(' ');
        }
    }
}
