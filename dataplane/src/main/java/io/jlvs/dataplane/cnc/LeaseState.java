/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * State of a place for a lease in {@code cnc.dat}; the ordinal is what the file holds.
 */
public enum LeaseState
{
    /** Nobody's. */
    FREE,
    /** A control process fills it in; nothing is leased yet. */
    CLAIMED,
    /** Addresses are leased, and the director watches. */
    HELD,
    /** The lease ran out, the director takes the addresses off. */
    EXPIRING,
    /** The lease ran out, the addresses are off; until the holder comes back, or another needs the place. */
    EXPIRED,
    /** Leased from a director that was killed, and the director watches: it expires unless its holder takes it over. */
    INHERITED;

    private static final LeaseState[] VALUES = values();

    /**
     * Whether a silent holder loses its addresses.
     *
     * @return true for HELD and INHERITED.
     */
    public boolean isWatched()
    {
        return HELD == this || INHERITED == this;
    }

    /**
     * State by ordinal.
     *
     * @param ordinal as in the file.
     * @return the state, {@link #FREE} for an unknown ordinal.
     */
    static LeaseState get(final int ordinal)
    {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : FREE;
    }
}
