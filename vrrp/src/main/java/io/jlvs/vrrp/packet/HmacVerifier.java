/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.vrrp.model.Authentication;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Checks {@link HmacTrailerFlyweight}s: form, time window, key, HMAC, and that the sequence of each sender grows. The
 * time window comes before the HMAC, so that a flood of repeated adverts costs nothing; the mark of a sender moves only
 * by a right HMAC.
 * <p>
 * One thread.
 */
final class HmacVerifier
{
    private final Authentication.Hmac settings;
    private final HmacDigest digest;
    private final int windowS;
    private final Map<InetAddress, Long> marks;
    private final HmacTrailerFlyweight trailer = new HmacTrailerFlyweight();

    /**
     * Begin without marks.
     *
     * @param settings    keys and modes.
     * @param senderLimit marks that are kept; the sender heard least recently is forgotten first.
     */
    HmacVerifier(final Authentication.Hmac settings, final int senderLimit)
    {
        this.settings = settings;
        digest = new HmacDigest(settings.keys());
        windowS = (int)TimeUnit.NANOSECONDS.toSeconds(settings.timeWindowNs());
        marks = new Marks(senderLimit);
    }

    /**
     * Check an advert.
     *
     * @param source       of it.
     * @param buffer       that holds the advert and, if there is one, its trailer.
     * @param offset       of the advert.
     * @param advertLength up to the trailer.
     * @param hasTrailer   whether there is one.
     * @param epochNs      wall clock, nanoseconds since 1970.
     * @return what is wrong, null if nothing.
     */
    AdvertError check(
        final InetAddress source,
        final MutableDirectBuffer buffer,
        final int offset,
        final int advertLength,
        final boolean hasTrailer,
        final long epochNs)
    {
        if (!hasTrailer)
        {
            return Authentication.HmacMode.ENFORCE == settings.mode() ? AdvertError.HMAC_MISSING : null;
        }
        trailer.wrap(buffer, offset + advertLength);
        if (!trailer.isWellFormed())
        {
            return AdvertError.HMAC_MALFORMED;
        }
        if (isOutsideOfWindow(trailer.sequence(), epochNs))
        {
            return AdvertError.HMAC_STALE;
        }
        if (!digest.hasKey(trailer.keyId()))
        {
            return AdvertError.HMAC_UNKNOWN_KEY;
        }
        final byte[] expected =
            digest.compute(trailer.keyId(), source.getAddress(), buffer, offset, advertLength);
        if (!MessageDigest.isEqual(expected, trailer.hmac()))
        {
            return AdvertError.HMAC_INVALID;
        }
        return isNew(source, trailer.sequence(), epochNs) ? null : AdvertError.HMAC_REPLAY;
    }

    private boolean isNew(final InetAddress source, final long sequence, final long epochNs)
    {
        final Long mark = marks.get(source);
        // A mark outside of the window only forbids what the window forbids anyhow; without it a sender whose clock
        // was set back is heard again.
        if (null != mark && !isOutsideOfWindow(mark, epochNs) && !HmacTime.isAfter(sequence, mark))
        {
            return false;
        }
        marks.put(source, sequence);
        return true;
    }

    private boolean isOutsideOfWindow(final long sequence, final long epochNs)
    {
        return !settings.isMonotonic() && windowS < Math.abs((long)HmacTime.ageS(sequence, epochNs));
    }

    private static final class Marks extends LinkedHashMap<InetAddress, Long>
    {
        private static final long serialVersionUID = 1L;
        private static final float LOAD_FACTOR = 0.75f;

        private final int limit;

        Marks(final int limit)
        {
            super(limit, LOAD_FACTOR, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(final Map.Entry<InetAddress, Long> eldest)
        {
            return limit < size();
        }
    }
}
