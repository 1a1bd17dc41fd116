/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.vrrp.model.Authentication;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Signs adverts with a {@link HmacTrailerFlyweight}. The sequence is the clock, or one more than the last if the clock
 * has not moved on; after a clock that was set back it starts anew from the clock, unless it is monotonic.
 * <p>
 * One thread.
 */
final class HmacSigner
{
    private final Authentication.Hmac settings;
    private final HmacDigest digest;
    private final int windowS;
    private final HmacTrailerFlyweight trailer = new HmacTrailerFlyweight();
    private long sequence;
    private boolean isBegun;

    HmacSigner(final Authentication.Hmac settings)
    {
        this.settings = settings;
        digest = new HmacDigest(settings.keys());
        windowS = (int)TimeUnit.NANOSECONDS.toSeconds(settings.timeWindowNs());
    }

    /**
     * Take the sequence of the next advert.
     *
     * @param epochNs wall clock, nanoseconds since 1970.
     */
    void advance(final long epochNs)
    {
        final long clock = HmacTime.sequence(epochNs);
        final boolean isStranded = !settings.isMonotonic() && HmacTime.ageS(sequence, epochNs) < -windowS;
        sequence = !isBegun || HmacTime.isAfter(clock, sequence) || isStranded ? clock : sequence + 1;
        isBegun = true;
    }

    /**
     * Write the trailer behind an advert.
     *
     * @param sourceAddress 4 or 16 bytes.
     * @param buffer        that holds the advert and takes the trailer.
     * @param offset        of the advert.
     * @param advertLength  up to the trailer.
     */
    void sign(
        final byte[] sourceAddress, final MutableDirectBuffer buffer, final int offset, final int advertLength)
    {
        trailer.wrap(buffer, offset + advertLength).put(settings.activeKey(), sequence);
        trailer.hmac(digest.compute(settings.activeKey(), sourceAddress, buffer, offset, advertLength));
    }
}
