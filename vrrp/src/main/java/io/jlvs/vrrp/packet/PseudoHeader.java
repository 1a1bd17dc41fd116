/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.IpProtocol;
import java.net.InetAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Pseudo header of adverts: source, destination, zero and protocol, length; of both families alike (RFC 5798 section
 * 5.2.8, RFC 8200 section 8.1). Stateless.
 */
final class PseudoHeader
{
    private PseudoHeader()
    {
    }

    /**
     * Unfolded sum, for {@link Checksums}.
     *
     * @param length of what the checksum covers, in bytes.
     */
    static long sum(final InetAddress source, final InetAddress destination, final int length)
    {
        return sum(source) + sum(destination) + IpProtocol.VRRP + length;
    }

    private static long sum(final InetAddress address)
    {
        final byte[] bytes = address.getAddress();
        return Checksums.sum(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
