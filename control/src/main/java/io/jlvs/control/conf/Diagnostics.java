/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects diagnostics in the order in which they are found, each once. Single-threaded.
 */
public final class Diagnostics
{
    private final Set<Diagnostic> list = new LinkedHashSet<>();

    /**
     * Nothing can be run from this file.
     *
     * @param position of the cause.
     * @param text     message.
     */
    public void fatal(final Position position, final String text)
    {
        add(position, Severity.FATAL, text);
    }

    /**
     * A line or block is left out or replaced by a default.
     *
     * @param position of the cause.
     * @param text     message.
     */
    public void error(final Position position, final String text)
    {
        add(position, Severity.ERROR, text);
    }

    /**
     * Something was adjusted or looks unintended.
     *
     * @param position of the cause.
     * @param text     message.
     */
    public void warning(final Position position, final String text)
    {
        add(position, Severity.WARNING, text);
    }

    /**
     * The file is right, and something is worth knowing.
     *
     * @param position of the cause.
     * @param text     message.
     */
    public void note(final Position position, final String text)
    {
        add(position, Severity.NOTE, text);
    }

    /**
     * All of another collection.
     *
     * @param diagnostics to append.
     */
    public void addAll(final List<Diagnostic> diagnostics)
    {
        list.addAll(diagnostics);
    }

    /**
     * What was collected.
     *
     * @return an unmodifiable copy.
     */
    public List<Diagnostic> list()
    {
        return List.copyOf(list);
    }

    private void add(final Position position, final Severity severity, final String text)
    {
        list.add(new Diagnostic(position.file(), position.line(), position.column(), severity, text));
    }
}
