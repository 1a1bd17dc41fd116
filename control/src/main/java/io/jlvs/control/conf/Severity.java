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
    WARNING("warning");

    private final String label;

    Severity(final String label)
    {
        this.label = label;
    }

    /**
     * Word for messages.
     *
     * @return "error" or "warning".
     */
    public String label()
    {
        return label;
    }
}
