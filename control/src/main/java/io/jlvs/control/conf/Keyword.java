/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

/**
 * A keyword as it may stand in one kind of block.
 *
 * @param name        as written in the file.
 * @param minimum     fewest arguments.
 * @param maximum     most arguments, {@link #ANY} for no limit.
 * @param form        line, block of statements or block of free lines.
 * @param block       kind of block that it opens, empty unless the form is {@link Form#BLOCK}.
 * @param implemented false if jlvs knows the keyword but does nothing with it yet.
 * @param argument    what it takes, in words, for messages.
 */
public record Keyword(
    String name, int minimum, int maximum, Form form, String block, boolean implemented, String argument)
{
    /** No limit on the number of arguments. */
    public static final int ANY = Integer.MAX_VALUE;

    /**
     * What may follow the arguments.
     */
    public enum Form
    {
        /** Nothing: the statement is one line. */
        LEAF,
        /** A block of statements. */
        BLOCK,
        /** A block whose lines have no keywords: addresses, names. */
        LINES
    }
}
