/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import java.util.concurrent.TimeUnit;

/**
 * Wall clock time as it stands in a {@link HmacTrailerFlyweight}, and the order of such times: serial number arithmetic
 * (RFC 1982), so that the wrap of the seconds in 2106 changes nothing. Stateless.
 */
final class HmacTime
{
    private static final long NANOS_OF_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int FRACTION_BITS = 16;

    private HmacTime()
    {
    }

    /**
     * Sequence of a moment with counter 0.
     */
    static long sequence(final long epochNs)
    {
        final long seconds = Math.floorDiv(epochNs, NANOS_OF_A_SECOND);
        final long fraction = (Math.floorMod(epochNs, NANOS_OF_A_SECOND) << FRACTION_BITS) / NANOS_OF_A_SECOND;
        return seconds << Integer.SIZE | fraction << FRACTION_BITS;
    }

    /**
     * Whole seconds from a sequence to a moment, negative if the moment is earlier.
     */
    static int ageS(final long sequence, final long epochNs)
    {
        return (int)(Math.floorDiv(epochNs, NANOS_OF_A_SECOND) - (sequence >>> Integer.SIZE));
    }

    static boolean isAfter(final long sequence, final long other)
    {
        return 0 < sequence - other;
    }
}
