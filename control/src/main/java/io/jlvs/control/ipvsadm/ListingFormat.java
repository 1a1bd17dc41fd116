/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * How to print rows.
 *
 * @param view    columns.
 * @param numeric addresses and ports as numbers, without looking up names.
 * @param sorted  by address; else in the director's order.
 * @param exact   large numbers in full instead of with K, M, G and T.
 */
record ListingFormat(View view, boolean numeric, boolean sorted, boolean exact)
{
    /** What is printed without any option. */
    static final ListingFormat PLAIN = new ListingFormat(View.CONFIGURATION, false, true, false);

    /** Columns of a listing. */
    enum View
    {
        /** Scheduler, forwarding method, weight, connections. */
        CONFIGURATION,
        /** Traffic counters. */
        STATS,
        /** Traffic rates. */
        RATE,
        /** Connection thresholds. */
        THRESHOLDS,
        /** Persistent connections. */
        PERSISTENT,
        /** Configuration with the tunnel's encapsulation. */
        TUNNEL,
        /** Command lines that make the same table. */
        RULES
    }
}
