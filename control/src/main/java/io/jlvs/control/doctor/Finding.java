/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

/**
 * Something that a check found.
 *
 * @param severity how bad.
 * @param check    name of the check.
 * @param object   what it is about: an address, an interface, a service.
 * @param text     what is wrong, with the values seen.
 * @param remedy   what to do, with the command; empty for a note.
 */
public record Finding(Severity severity, String check, String object, String text, String remedy)
{
    /**
     * How bad it is.
     */
    public enum Severity
    {
        /** Does not work. */
        ERROR,
        /** Will not work for some clients, or at the next failure. */
        WARNING,
        /** Good to know; nothing is wrong. */
        NOTE
    }

    static Finding error(final String check, final Object object, final String text, final String remedy)
    {
        return new Finding(Severity.ERROR, check, object.toString(), text, remedy);
    }

    static Finding warning(final String check, final Object object, final String text, final String remedy)
    {
        return new Finding(Severity.WARNING, check, object.toString(), text, remedy);
    }

    static Finding note(final String check, final Object object, final String text)
    {
        return new Finding(Severity.NOTE, check, object.toString(), text, "");
    }

    /**
     * Whether something is wrong.
     *
     * @return false for a note.
     */
    public boolean isFault()
    {
        return Severity.NOTE != severity;
    }
}
