/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

/**
 * What the lexer makes of a file.
 *
 * @param kind what it is.
 * @param word its text and position.
 */
record Token(Kind kind, Word word)
{
    /**
     * Kinds of token.
     */
    enum Kind
    {
        /** Keyword or value. */
        WORD,
        /** Opening brace. */
        OPEN,
        /** Closing brace. */
        CLOSE,
        /** End of a line, which ends a statement. */
        END_OF_LINE,
        /** A line that asks for other files to be read here; the pattern of file names is the next token. */
        INCLUDE
    }
}
