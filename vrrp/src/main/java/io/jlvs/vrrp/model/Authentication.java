/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.Map;

/**
 * How adverts are authenticated.
 */
public sealed interface Authentication
{
    /** Not at all: v2 type 0, and all of v3. */
    Authentication NONE = new None();

    /**
     * No authentication.
     */
    record None() implements Authentication
    {
    }

    /**
     * {@code auth_type PASS}, v2 type 1: clear text in the last 8 bytes of the advert.
     *
     * @param text 1 to 8 bytes.
     */
    record Password(String text) implements Authentication
    {
    }

    /**
     * {@code auth_type AH}, v2 type 2: an authentication header (RFC 2402) with HMAC-MD5-96.
     *
     * @param text 1 to 8 bytes, the key when padded with zeroes to 8.
     */
    record Header(String text) implements Authentication
    {
    }

    /**
     * {@code auth_hmac} of keepalived 2.4, v3: a trailer with HMAC-SHA256 cut to 16 bytes.
     *
     * @param keys         by key id 1..255, 32 to 64 bytes each.
     * @param activeKey    id of the key that signs.
     * @param isMonotonic  {@code anti_replay monotonic} instead of time.
     * @param timeWindowNs how far the sender's clock may differ.
     * @param mode         what becomes of adverts without a trailer.
     */
    record Hmac(Map<Integer, byte[]> keys, int activeKey, boolean isMonotonic, long timeWindowNs, HmacMode mode)
        implements Authentication
    {
    }

    /**
     * What becomes of adverts without a valid trailer.
     */
    enum HmacMode
    {
        /** They are dropped. */
        ENFORCE,
        /** They are taken when they have no trailer; ours have one. */
        PERMISSIVE,
        /** They are taken when they have no trailer, and ours have none. */
        RECEIVE_ONLY
    }
}
