/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

/**
 * Where something stands in a configuration file.
 *
 * @param file   as the operator named it or as an include matched it.
 * @param line   from 1.
 * @param column from 1, in characters; a tab is one.
 */
public record Position(String file, int line, int column)
{
    @Override
    public String toString()
    {
        return file + ":" + line;
    }
}
