/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.Ipv6Flyweight;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a datagram into fragments: IPv4 by RFC 791 section 3.2, in the sizes of ip_do_fragment (net/ipv4/ip_output.c),
 * and IPv6 by RFC 8200 section 4.5 for the outer datagram of a tunnel, whose source the director is.
 * <p>
 * Not thread safe: one per worker. Fragments are built in own memory, one after the other.
 */
public final class Fragmenter
{
    private static final int UNIT_MASK = ~7;
    private static final int MAX_DATAGRAM_LENGTH = 0xFFFF;
    private static final int FRAME_AT = 64;
    private static final int COPIED_OPTION = 0x80;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;

    private final UnsafeBuffer scratch =
        new UnsafeBuffer(new byte[FRAME_AT + LinkHeader.MAX_LENGTH + MAX_DATAGRAM_LENGTH]);
    private final Frame fragment = new Frame();
    private final Ipv4Flyweight ipv4 = new Ipv4Flyweight();
    private final Ipv6Flyweight ipv6 = new Ipv6Flyweight();
    private final IpIdentification identification;

    /**
     * A fragmenter.
     *
     * @param identification of IPv6 fragments; IPv4 ones keep that of their datagram.
     */
    public Fragmenter(final IpIdentification identification)
    {
        this.identification = identification;
    }

    /**
     * Send an IPv4 datagram, itself perhaps a fragment, as fragments that fit an MTU, whether its DF is set or not.
     *
     * @param frame          with its Ethernet header as it is to be sent, no padding, not changed.
     * @param ipOffset       of the IPv4 header.
     * @param mtu            in bytes of IP datagram.
     * @param keepsFlag      whether the fragments keep the DF flag of the datagram, as those of a datagram do that
     *                       came in fragments with DF (IPSKB_FRAG_PMTU); else it is cleared.
     * @param interfaceIndex where the fragments leave.
     * @param sink           takes them in order.
     * @return false if a fragment could not be queued or the MTU leaves no room for payload.
     */
    public boolean fragmentIpv4(
        final Frame frame,
        final int ipOffset,
        final int mtu,
        final boolean keepsFlag,
        final int interfaceIndex,
        final FrameSink sink)
    {
        final MutableDirectBuffer buffer = frame.buffer();
        final int linkLength = ipOffset - frame.offset();
        ipv4.wrap(buffer, ipOffset);
        final int headerLength = ipv4.headerLength();
        final int payloadLength = ipv4.totalLength() - headerLength;
        final int bits = ipv4.fragment();
        final int firstUnits = bits & Ipv4Flyweight.FRAGMENT_OFFSET_MASK;
        final int keptFlag = keepsFlag ? bits & Ipv4Flyweight.FLAG_DONT_FRAGMENT : 0;
        final int lastFlag = bits & Ipv4Flyweight.FLAG_MORE_FRAGMENTS;
        final int chunk = mtu - headerLength & UNIT_MASK;
        if (chunk <= 0)
        {
            return false;
        }

        final int at = FRAME_AT + linkLength;
        scratch.putBytes(FRAME_AT, buffer, frame.offset(), linkLength + headerLength);
        ipv4.wrap(scratch, at);
        boolean sent = true;
        for (int done = 0; done < payloadLength && sent; done += chunk)
        {
            final boolean last = payloadLength - done <= mtu - headerLength;
            final int length = last ? payloadLength - done : chunk;
            if (chunk == done)
            {
                hideOptionsNotCopied(at + Ipv4Flyweight.LENGTH, at + headerLength);
            }
            scratch.putBytes(at + headerLength, buffer, ipOffset + headerLength + done, length);
            ipv4.totalLength(headerLength + length)
                .fragment(firstUnits + (done >> 3) | keptFlag | (last ? lastFlag : Ipv4Flyweight.FLAG_MORE_FRAGMENTS))
                .putChecksum();
            sent = transmit(linkLength + headerLength + length, interfaceIndex, sink);
            if (last)
            {
                break;
            }
        }
        return sent;
    }

    /**
     * Send an IPv6 datagram without extension headers as fragments that fit an MTU.
     *
     * @param frame          with its Ethernet header as it is to be sent, no padding, not changed.
     * @param ipOffset       of the IPv6 header.
     * @param mtu            in bytes of IP datagram.
     * @param interfaceIndex where the fragments leave.
     * @param sink           takes them in order.
     * @return false if a fragment could not be queued or the MTU leaves no room for payload.
     */
    public boolean fragmentIpv6(
        final Frame frame, final int ipOffset, final int mtu, final int interfaceIndex, final FrameSink sink)
    {
        final MutableDirectBuffer buffer = frame.buffer();
        final int linkLength = ipOffset - frame.offset();
        final int headerLength = Ipv6Flyweight.LENGTH + Ipv6Flyweight.FRAGMENT_LENGTH;
        final int payloadLength = ipv6.wrap(buffer, ipOffset).payloadLength();
        final int nextHeader = ipv6.nextHeader();
        final int chunk = mtu - headerLength & UNIT_MASK;
        if (chunk <= 0)
        {
            return false;
        }

        final int at = FRAME_AT + linkLength;
        final int fragmentAt = at + Ipv6Flyweight.LENGTH;
        scratch.putBytes(FRAME_AT, buffer, frame.offset(), linkLength + Ipv6Flyweight.LENGTH);
        ipv6.wrap(scratch, at).nextHeader(IpProtocol.FRAGMENT);
        scratch.putShort(fragmentAt, (short)(nextHeader << 8), BIG_ENDIAN);
        scratch.putInt(
            fragmentAt + Ipv6Flyweight.FRAGMENT_IDENTIFICATION_OFFSET, identification.next(), BIG_ENDIAN);
        boolean sent = true;
        for (int done = 0; done < payloadLength && sent; done += chunk)
        {
            final int length = Math.min(chunk, payloadLength - done);
            final int more = done + length < payloadLength ? Ipv6Flyweight.FRAGMENT_MORE : 0;
            scratch.putShort(fragmentAt + Ipv6Flyweight.FRAGMENT_OFFSET_OFFSET, (short)(done | more), BIG_ENDIAN);
            scratch.putBytes(at + headerLength, buffer, ipOffset + Ipv6Flyweight.LENGTH + done, length);
            ipv6.payloadLength(Ipv6Flyweight.FRAGMENT_LENGTH + length);
            sent = transmit(linkLength + headerLength + length, interfaceIndex, sink);
        }
        return sent;
    }

    /** Options without the "copied" bit belong into the first fragment only; the kernel keeps their place. */
    private void hideOptionsNotCopied(final int start, final int end)
    {
        int at = start;
        while (at < end)
        {
            final int type = scratch.getByte(at) & 0xFF;
            if (END_OF_OPTIONS == type)
            {
                return;
            }
            final int length = NO_OPERATION == type || at + 1 == end ? 1 : scratch.getByte(at + 1) & 0xFF;
            if (NO_OPERATION != type && length < 2 || at + length > end)
            {
                return;
            }
            if (0 == (type & COPIED_OPTION))
            {
                scratch.setMemory(at, length, (byte)NO_OPERATION);
            }
            at += length;
        }
    }

    private boolean transmit(final int length, final int interfaceIndex, final FrameSink sink)
    {
        fragment.wrap(scratch, FRAME_AT, length, FRAME_AT, interfaceIndex);
        return sink.transmit(interfaceIndex, fragment);
    }
}
