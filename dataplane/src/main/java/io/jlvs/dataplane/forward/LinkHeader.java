/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.MutableDirectBuffer;

/**
 * What all forwarding methods do to Ethernet header, tags and padding. Stateless.
 */
final class LinkHeader
{
    /** Ethernet header with two tags. */
    static final int MAX_LENGTH = 22;

    private LinkHeader()
    {
    }

    /** Cut the padding that the sender's Ethernet added behind a short datagram. */
    static void trim(final Frame frame, final PacketContext packet)
    {
        frame.length(packet.ipOffset - frame.offset() + packet.ipLength);
    }

    /**
     * Address the frame to the next hop. VLAN tags stay when the frame leaves where it came in, and go when the route
     * leads through another interface: that one's device knows its own tag.
     */
    static void address(final Frame frame, final PacketContext packet, final NextHop nextHop)
    {
        final MutableDirectBuffer buffer = frame.buffer();
        final int tagLength = packet.ipOffset - frame.offset() - EthernetFlyweight.LENGTH;
        if (0 != tagLength && nextHop.interfaceIndex() != frame.interfaceIndex())
        {
            final short type = buffer.getShort(packet.ipOffset - Short.BYTES);
            frame.pull(tagLength);
            buffer.putShort(frame.offset() + EthernetFlyweight.TYPE_OFFSET, type);
        }
        addressTo(buffer, frame.offset(), nextHop);
    }

    /**
     * Make room for an outer IP header in front of a datagram and write the Ethernet header before it.
     *
     * @param frame      that holds the datagram and nothing behind it.
     * @param ipOffset   of the datagram.
     * @param outerBytes length of the outer IP header.
     * @param outerType  EtherType of the outer datagram.
     * @param nextHop    where it goes.
     * @return offset of the outer IP header.
     */
    static int encapsulate(
        final Frame frame, final int ipOffset, final int outerBytes, final int outerType, final NextHop nextHop)
    {
        final MutableDirectBuffer buffer = frame.buffer();
        final int tagLength = nextHop.interfaceIndex() == frame.interfaceIndex() ?
            ipOffset - frame.offset() - EthernetFlyweight.LENGTH : 0;
        final int tagsAt = frame.offset() + EthernetFlyweight.TYPE_OFFSET;
        // At most two tags; read before the bytes are overwritten.
        final int firstTag = 0 < tagLength ? buffer.getInt(tagsAt) : 0;
        final int secondTag = Integer.BYTES < tagLength ? buffer.getInt(tagsAt + Integer.BYTES) : 0;

        final int outerOffset = ipOffset - outerBytes;
        final int start = outerOffset - EthernetFlyweight.LENGTH - tagLength;
        frame.push(frame.offset() - start);
        if (0 < tagLength)
        {
            buffer.putInt(start + EthernetFlyweight.TYPE_OFFSET, firstTag);
        }
        if (Integer.BYTES < tagLength)
        {
            buffer.putInt(start + EthernetFlyweight.TYPE_OFFSET + Integer.BYTES, secondTag);
        }
        buffer.putShort(outerOffset - Short.BYTES, (short)outerType, BIG_ENDIAN);
        addressTo(buffer, start, nextHop);
        return outerOffset;
    }

    /**
     * Write the Ethernet header of an answer: back to the MAC the packet came from, tags kept.
     *
     * @param frame   that is answered.
     * @param packet  its parsed view.
     * @param answer  takes the header.
     * @param at      offset of the header in {@code answer}.
     * @return offset behind the header.
     */
    static int answer(final Frame frame, final PacketContext packet, final MutableDirectBuffer answer, final int at)
    {
        final MutableDirectBuffer buffer = frame.buffer();
        final int offset = frame.offset();
        final int length = packet.ipOffset - offset;
        answer.putBytes(at, buffer, offset, length);
        EthernetFlyweight.mac(answer, at + EthernetFlyweight.DESTINATION_OFFSET,
            EthernetFlyweight.mac(buffer, offset + EthernetFlyweight.SOURCE_OFFSET));
        EthernetFlyweight.mac(answer, at + EthernetFlyweight.SOURCE_OFFSET,
            EthernetFlyweight.mac(buffer, offset + EthernetFlyweight.DESTINATION_OFFSET));
        return at + length;
    }

    private static void addressTo(final MutableDirectBuffer buffer, final int offset, final NextHop nextHop)
    {
        EthernetFlyweight.mac(buffer, offset + EthernetFlyweight.DESTINATION_OFFSET, nextHop.destinationMac());
        EthernetFlyweight.mac(buffer, offset + EthernetFlyweight.SOURCE_OFFSET, nextHop.sourceMac());
    }
}
