/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

/**
 * What a diagnostic means for the run.
 */
public enum Severity
{
    /** The file as a whole cannot be used: nothing is started from it, and a reload keeps what runs. */
    FATAL("error"),
    /** A line or block is wrong; it is left out or replaced by a default, as keepalived does, and the rest runs. */
    ERROR("error"),
    /** Everything runs; something was adjusted or is probably not what the author meant. */
    WARNING("warning"),
    /** The file is right; this version does less, or does it otherwise. Does not count when a file is tested. */
    NOTE("note");

    private final String label;

    Severity(final String label)
    {
        this.label = label;
    }

    /**
     * Word for messages.
     *
     * @return "error", "warning" or "note".
     */
    public String label()
    {
        return label;
    }
}
