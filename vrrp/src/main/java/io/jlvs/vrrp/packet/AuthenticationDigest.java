/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.Ipv4Flyweight;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Integrity check value of an authentication header, HMAC-MD5-96 (RFC 2402 section 3.3.3, RFC 2403), over the whole
 * IPv4 datagram: TOS, flags with fragment offset, header checksum and the value itself count as 0; the TTL does for
 * unicast adverts only, as keepalived has it.
 * <p>
 * One thread.
 */
final class AuthenticationDigest
{
    private static final String ALGORITHM = "HmacMD5";

    private final Mac mac;
    private final byte[] bytes = new byte[AdvertDatagram.MAX_LENGTH];
    private final MutableDirectBuffer copy = new UnsafeBuffer(bytes);
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();

    AuthenticationDigest(final String text)
    {
        try
        {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(text), ALGORITHM));
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, ex);
        }
    }

    /**
     * The 8 bytes of {@code auth_pass}: cut, or padded with zeroes.
     */
    static byte[] key(final String text)
    {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), AdvertFlyweight.AUTHENTICATION_DATA_LENGTH);
    }

    /**
     * Value for a datagram.
     *
     * @param buffer         that holds it; not changed.
     * @param offset         of the IPv4 header.
     * @param ipHeaderLength with options.
     * @param length         of the datagram, at most {@link AdvertDatagram#MAX_LENGTH}.
     * @param isUnicast      whether the TTL counts as 0.
     * @return a copy of 12 bytes.
     */
    byte[] compute(
        final DirectBuffer buffer,
        final int offset,
        final int ipHeaderLength,
        final int length,
        final boolean isUnicast)
    {
        buffer.getBytes(offset, copy, 0, length);
        ipv4.wrap(copy, 0).tos(0).fragment(0).checksum(0);
        if (isUnicast)
        {
            ipv4.ttl(0);
        }
        copy.setMemory(
            ipHeaderLength + AuthenticationHeaderFlyweight.DATA_OFFSET,
            AuthenticationHeaderFlyweight.DATA_LENGTH,
            (byte)0);
        mac.update(bytes, 0, length);
        return Arrays.copyOf(mac.doFinal(), AuthenticationHeaderFlyweight.DATA_LENGTH);
    }
}
