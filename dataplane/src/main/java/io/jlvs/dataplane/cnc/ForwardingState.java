/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Whether a director forwards, and if not, why. Those that a director says of itself stand in {@code cnc.dat} by their
 * ordinal, so numbers stay as they are.
 */
public enum ForwardingState
{
    /** It has begun, but does not forward yet. */
    STARTING,
    /** It forwards. */
    FORWARDING,
    /** None of its interfaces is there, up and with a carrier. */
    NO_INTERFACE,
    /** A worker finishes no duty cycle: it hangs, its thread has ended, or each cycle fails. */
    WORKER_SILENT,
    /** It ends in good order. */
    STOPPING,
    /** Seen from outside: no director runs. */
    NO_DIRECTOR,
    /** Seen from outside: its process is there, but gives no sign. */
    SILENT;

    private static final ForwardingState[] VALUES = values();

    /**
     * State by ordinal.
     *
     * @param ordinal as in the file.
     * @return the state, {@link #STARTING} for an unknown ordinal.
     */
    static ForwardingState get(final int ordinal)
    {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : STARTING;
    }
}
