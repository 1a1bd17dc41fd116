/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.io.IOException;
import java.util.List;

/**
 * Finds and reads the files that an include line names.
 */
@FunctionalInterface
public interface Includes
{
    /** For texts that must not reach for other files. */
    Includes NONE = (from, pattern) -> List.of();

    /**
     * Files of an include line.
     *
     * @param from    file in which the line stands; relative names are relative to its directory.
     * @param pattern file name with {@code *}, {@code ?}, {@code [..]} and {@code {a,b}}.
     * @return name and text of each file, sorted by name; empty if none matches.
     * @throws IOException if a file that matches cannot be read; the message names it.
     */
    List<Source> resolve(String from, String pattern) throws IOException;

    /**
     * A file to parse.
     *
     * @param file name for messages.
     * @param text of the file.
     */
    record Source(String file, String text)
    {
    }
}
