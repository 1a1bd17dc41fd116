/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

/**
 * One finding about a configuration.
 *
 * @param file     in which it was found.
 * @param line     from 1; 0 when it concerns the file as a whole.
 * @param column   from 1; 0 when it concerns the line as a whole.
 * @param severity what it means for the run.
 * @param text     what is wrong, the value, and what to write or what is done instead.
 */
public record Diagnostic(String file, int line, int column, Severity severity, String text)
{
    /**
     * In the form that compilers use and editors jump to.
     *
     * @return {@code file:line:column: error: text}.
     */
    @Override
    public String toString()
    {
        final StringBuilder builder = new StringBuilder(file);
        if (line > 0)
        {
            builder.append(':').append(line);
            if (column > 0)
            {
                builder.append(':').append(column);
            }
        }

        return builder.append(": ").append(severity.label()).append(": ").append(text).toString();
    }
}
