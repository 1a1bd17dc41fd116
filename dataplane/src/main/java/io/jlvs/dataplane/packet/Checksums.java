/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.ByteOrder.nativeOrder;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Internet checksums: RFC 1071 sums, RFC 1624 incremental updates, pseudo headers of IPv4 (RFC 9293 section 3.1) and
 * IPv6 (RFC 8200 section 8.1).
 * <p>
 * A "sum" is an unfolded one's complement sum of big-endian 16-bit words in a long; sums of ranges that start at even
 * distances from each other are added with {@code +}, and {@link #finish} makes the checksum. Stateless.
 */
public final class Checksums
{
    private static final boolean SWAP = LITTLE_ENDIAN == nativeOrder();
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private Checksums()
    {
    }

    /**
     * Sum of the 16-bit words of a range; an odd last byte counts as a word padded with 0.
     *
     * @param buffer that holds the range.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return folded to 16 bits.
     */
    public static long sum(final DirectBuffer buffer, final int offset, final int length)
    {
        // The sum does not depend on the byte order, save that its bytes come out swapped (RFC 1071 section 2 B).
        // Halves of a long are added apart, so that no carry is lost: 2^32 words of 32 bits fit.
        long sum = 0;
        int at = offset;
        final int end = offset + length;
        for (final int last = end - 4 * Long.BYTES; at <= last; at += 4 * Long.BYTES)
        {
            final long a = buffer.getLong(at);
            final long b = buffer.getLong(at + Long.BYTES);
            final long c = buffer.getLong(at + 2 * Long.BYTES);
            final long d = buffer.getLong(at + 3 * Long.BYTES);
            sum += (a & LOW_32) + (a >>> 32) + (b & LOW_32) + (b >>> 32) +
                (c & LOW_32) + (c >>> 32) + (d & LOW_32) + (d >>> 32);
        }
        for (; at <= end - Integer.BYTES; at += Integer.BYTES)
        {
            sum += buffer.getInt(at) & LOW_32;
        }
        if (at <= end - Short.BYTES)
        {
            sum += buffer.getShort(at) & 0xFFFF;
            at += Short.BYTES;
        }
        if (at < end)
        {
            final int last = buffer.getByte(at) & 0xFF;
            sum += SWAP ? last : last << 8;
        }
        final int folded = fold(sum);
        return SWAP ? Short.reverseBytes((short)folded) & 0xFFFF : folded;
    }

    /**
     * Fold a sum to 16 bits with end-around carry.
     *
     * @param sum unfolded, not negative.
     * @return 16 bits.
     */
    public static int fold(final long sum)
    {
        long folded = (sum >>> 32) + (sum & LOW_32);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (int)folded;
    }

    /**
     * Checksum to be stored for a sum in which the checksum field counted as 0.
     *
     * @param sum unfolded.
     * @return 16 bits.
     */
    public static int finish(final long sum)
    {
        return ~fold(sum) & 0xFFFF;
    }

    /**
     * Whether a sum that includes the stored checksum is that of intact bytes.
     *
     * @param sum unfolded.
     * @return true if it is all ones.
     */
    public static boolean isIntact(final long sum)
    {
        return 0xFFFF == fold(sum);
    }

    /**
     * Adjust a checksum for one changed 16-bit word: RFC 1624 equation 3, HC' = ~(~HC + ~m + m').
     *
     * @param checksum stored, 16 bits.
     * @param before   old value of the word, 16 bits.
     * @param after    new value of the word, 16 bits.
     * @return new checksum, 16 bits.
     */
    public static int update(final int checksum, final int before, final int after)
    {
        int sum = (~checksum & 0xFFFF) + (~before & 0xFFFF) + after;
        sum = (sum >>> 16) + (sum & 0xFFFF);
        sum = (sum >>> 16) + (sum & 0xFFFF);
        return ~sum & 0xFFFF;
    }

    /**
     * Sum of the pseudo header of TCP and UDP over IPv4.
     *
     * @param source      address in the low 32 bits.
     * @param destination address in the low 32 bits.
     * @param protocol    {@link IpProtocol}.
     * @param length      of transport header and payload in bytes.
     * @return unfolded.
     */
    public static long pseudoHeaderV4(
        final long source, final long destination, final int protocol, final int length)
    {
        return (source & LOW_32) + (destination & LOW_32) + protocol + length;
    }

    /**
     * Sum of the pseudo header of TCP, UDP and ICMPv6 over IPv6.
     *
     * @param sourceHigh      high 64 bits of the source address.
     * @param sourceLow       low 64 bits of the source address.
     * @param destinationHigh high 64 bits of the destination address.
     * @param destinationLow  low 64 bits of the destination address.
     * @param protocol        {@link IpProtocol}.
     * @param length          of transport header and payload in bytes.
     * @return unfolded.
     */
    public static long pseudoHeaderV6(
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow,
        final int protocol,
        final int length)
    {
        return (sourceHigh >>> 32) + (sourceHigh & LOW_32) + (sourceLow >>> 32) + (sourceLow & LOW_32) +
            (destinationHigh >>> 32) + (destinationHigh & LOW_32) +
            (destinationLow >>> 32) + (destinationLow & LOW_32) + protocol + length;
    }

    /**
     * Sum of the pseudo header of a parsed packet, for a transport part of a given length.
     *
     * @param packet parsed packet.
     * @param length of transport header and payload in bytes.
     * @return unfolded.
     */
    public static long pseudoHeader(final PacketContext packet, final int length)
    {
        return packet.ipv6 ?
            pseudoHeaderV6(
                packet.sourceHigh,
                packet.sourceLow,
                packet.destinationHigh,
                packet.destinationLow,
                packet.protocol,
                length) :
            pseudoHeaderV4(packet.sourceLow, packet.destinationLow, packet.protocol, length);
    }

    /**
     * Whether the stored checksum of an unfragmented TCP, UDP, ICMP or ICMPv6 packet fits its bytes. UDP over IPv4
     * without checksum counts as intact.
     *
     * @param buffer that holds the packet.
     * @param packet parsed, not a fragment.
     * @return true if the receiver would take it.
     */
    public static boolean isTransportIntact(final DirectBuffer buffer, final PacketContext packet)
    {
        final int offset = packet.transportOffset;
        int length = packet.transportLength;
        if (IpProtocol.UDP == packet.protocol)
        {
            if (0 == buffer.getShort(offset + UdpFlyweight.CHECKSUM_OFFSET))
            {
                return !packet.ipv6;
            }
            length = buffer.getShort(offset + UdpFlyweight.LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
            if (length < UdpFlyweight.LENGTH || length > packet.transportLength)
            {
                return false;
            }
        }
        final long pseudo = IpProtocol.ICMP == packet.protocol ? 0 : pseudoHeader(packet, length);
        return isIntact(pseudo + sum(buffer, offset, length));
    }

    /**
     * Finish a checksum whose field holds the sum of the pseudo header (virtio: "needs checksum").
     *
     * @param buffer         that holds the bytes.
     * @param start          first byte covered.
     * @param end            byte after the last one covered.
     * @param checksumOffset of the field, absolute.
     */
    public static void complete(
        final MutableDirectBuffer buffer, final int start, final int end, final int checksumOffset)
    {
        final int checksum = finish(sum(buffer, start, end - start));
        // A UDP checksum of 0 would mean none (RFC 768); for TCP both representations of zero are right.
        buffer.putShort(checksumOffset, (short)(0 == checksum ? 0xFFFF : checksum), BIG_ENDIAN);
    }
}
