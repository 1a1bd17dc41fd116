/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;

/**
 * HMAC of a {@link HmacTrailerFlyweight}: HMAC-SHA256 cut to 16 bytes over a header of its own, the advert with its
 * checksum counted as 0, and the trailer with its HMAC counted as 0.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Family (4 or 6)|    Version    | Virtual Rtr ID|       0       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            Source address (16 bytes; IPv4: 4, then 0)         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * One thread.
 */
final class HmacDigest
{
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FAMILY_OFFSET = 0;
    private static final int VERSION_OFFSET = FAMILY_OFFSET + Byte.BYTES;
    private static final int VIRTUAL_ROUTER_ID_OFFSET = VERSION_OFFSET + Byte.BYTES;
    private static final int ADDRESS_OFFSET = VIRTUAL_ROUTER_ID_OFFSET + 2 * Byte.BYTES;
    private static final int IPV6_LENGTH = 16;
    private static final int PSEUDO_HEADER_LENGTH = ADDRESS_OFFSET + IPV6_LENGTH;
    private static final byte[] NO_CHECKSUM = new byte[Short.BYTES];
    private static final byte[] NO_HMAC = new byte[HmacTrailerFlyweight.HMAC_LENGTH];

    private final Map<Integer, Mac> macs = new HashMap<>();
    private final byte[] pseudoHeader = new byte[PSEUDO_HEADER_LENGTH];
    private final byte[] bytes = new byte[AdvertDatagram.MAX_LENGTH];

    HmacDigest(final Map<Integer, byte[]> keys)
    {
        keys.forEach((id, key) -> macs.put(id, mac(key)));
    }

    boolean hasKey(final int id)
    {
        return macs.containsKey(id);
    }

    /**
     * HMAC of an advert with its trailer.
     *
     * @param keyId         of a key that is there.
     * @param sourceAddress 4 or 16 bytes.
     * @param buffer        that holds both; not changed.
     * @param offset        of the advert.
     * @param advertLength  up to the trailer.
     * @return a copy of 16 bytes.
     */
    byte[] compute(
        final int keyId,
        final byte[] sourceAddress,
        final DirectBuffer buffer,
        final int offset,
        final int advertLength)
    {
        final int length = advertLength + HmacTrailerFlyweight.HMAC_OFFSET;
        buffer.getBytes(offset, bytes, 0, length);
        Arrays.fill(pseudoHeader, (byte)0);
        pseudoHeader[FAMILY_OFFSET] = (byte)(IPV6_LENGTH == sourceAddress.length ? 6 : 4);
        pseudoHeader[VERSION_OFFSET] = 3;
        pseudoHeader[VIRTUAL_ROUTER_ID_OFFSET] = bytes[AdvertFlyweight.VIRTUAL_ROUTER_ID_OFFSET];
        System.arraycopy(sourceAddress, 0, pseudoHeader, ADDRESS_OFFSET, sourceAddress.length);

        final Mac mac = macs.get(keyId);
        mac.update(pseudoHeader);
        mac.update(bytes, 0, AdvertFlyweight.CHECKSUM_OFFSET);
        mac.update(NO_CHECKSUM);
        mac.update(bytes, AdvertFlyweight.ADDRESSES_OFFSET, length - AdvertFlyweight.ADDRESSES_OFFSET);
        mac.update(NO_HMAC);
        return Arrays.copyOf(mac.doFinal(), HmacTrailerFlyweight.HMAC_LENGTH);
    }

    private static Mac mac(final byte[] key)
    {
        try
        {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, ex);
        }
    }
}
