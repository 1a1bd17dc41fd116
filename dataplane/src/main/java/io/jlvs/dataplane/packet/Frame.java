/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

import org.agrona.MutableDirectBuffer;

/**
 * Descriptor of one Ethernet frame in memory that somebody else owns, with what the kernel says beside the bytes.
 * <p>
 * The bytes start at {@link #offset()} with the destination MAC; a VLAN tag that the kernel had stripped has been put
 * back. At least {@link #headroom()} bytes before {@code offset} may be overwritten (tunnel headers, VLAN tag, virtio
 * header). The offload fields are those of {@code struct virtio_net_hdr} (include/uapi/linux/virtio_net.h); checksum
 * start is relative to the start of the frame.
 * <p>
 * Not thread safe: one per worker, reused for each frame. Borrowed until the callback that received it returns.
 */
public final class Frame
{
    /** {@code flags}: the checksum at {@code checksumStart + checksumOffset} is still to be computed. */
    public static final int FLAG_NEEDS_CHECKSUM = 1;
    /** {@code flags}: the device verified the checksum. */
    public static final int FLAG_CHECKSUM_VALID = 2;

    /** {@code gsoType}: an ordinary frame. */
    public static final int GSO_NONE = 0;
    /** {@code gsoType}: TCP over IPv4 super-frame. */
    public static final int GSO_TCPV4 = 1;
    /** {@code gsoType}: UDP super-frame that is to be fragmented. */
    public static final int GSO_UDP = 3;
    /** {@code gsoType}: TCP over IPv6 super-frame. */
    public static final int GSO_TCPV6 = 4;
    /** {@code gsoType}: UDP super-frame that is to be cut into datagrams. */
    public static final int GSO_UDP_L4 = 5;
    /** {@code gsoType} bit: segments carry ECN. */
    public static final int GSO_ECN = 0x80;

    /** {@code packetType}: to this host (PACKET_HOST). */
    public static final int TO_HOST = 0;
    /** {@code packetType}: to the hardware address of another (PACKET_OTHERHOST). */
    public static final int TO_OTHER_HOST = 3;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;
    private int headroom;
    private int interfaceIndex;
    private int packetType;
    private int flags;
    private int gsoType;
    private int headerLength;
    private int gsoSize;
    private int checksumStart;
    private int checksumOffset;

    /**
     * Describe a frame; clears the offload fields and the packet type.
     *
     * @param newBuffer         that holds the bytes.
     * @param newOffset         of the destination MAC.
     * @param newLength         of the frame in bytes, without FCS.
     * @param newHeadroom       bytes before {@code newOffset} that may be overwritten.
     * @param newInterfaceIndex where the frame was received or is to be sent.
     * @return this.
     */
    public Frame wrap(
        final MutableDirectBuffer newBuffer,
        final int newOffset,
        final int newLength,
        final int newHeadroom,
        final int newInterfaceIndex)
    {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        headroom = newHeadroom;
        interfaceIndex = newInterfaceIndex;
        packetType = TO_HOST;
        return clearOffload();
    }

    /**
     * Declare the frame ordinary: no super-frame, checksum complete.
     *
     * @return this.
     */
    public Frame clearOffload()
    {
        return offload(0, GSO_NONE, 0, 0, 0, 0);
    }

    /**
     * Set all offload fields.
     *
     * @param newFlags          FLAG_* bits.
     * @param newGsoType        GSO_* value.
     * @param newHeaderLength   bytes of headers before the payload of a super-frame, a hint.
     * @param newGsoSize        payload bytes of each segment of a super-frame.
     * @param newChecksumStart  first byte covered by an unfinished checksum, from the start of the frame.
     * @param newChecksumOffset of the checksum field, from {@code newChecksumStart}.
     * @return this.
     */
    public Frame offload(
        final int newFlags,
        final int newGsoType,
        final int newHeaderLength,
        final int newGsoSize,
        final int newChecksumStart,
        final int newChecksumOffset)
    {
        flags = newFlags;
        gsoType = newGsoType;
        headerLength = newHeaderLength;
        gsoSize = newGsoSize;
        checksumStart = newChecksumStart;
        checksumOffset = newChecksumOffset;
        return this;
    }

    /**
     * Grow the frame at its front, into the headroom; the caller writes the new bytes. Checksum start follows.
     *
     * @param bytes to add, at most {@link #headroom()}.
     * @return this.
     */
    public Frame push(final int bytes)
    {
        offset -= bytes;
        length += bytes;
        headroom -= bytes;
        checksumStart += 0 != (flags & FLAG_NEEDS_CHECKSUM) ? bytes : 0;
        headerLength += GSO_NONE != gsoType ? bytes : 0;
        return this;
    }

    /**
     * Shrink the frame at its front; what was cut becomes headroom. Checksum start follows.
     *
     * @param bytes to cut, at most {@link #length()}.
     * @return this.
     */
    public Frame pull(final int bytes)
    {
        return push(-bytes);
    }

    /**
     * Buffer that holds the bytes.
     *
     * @return the buffer, borrowed.
     */
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Offset of the destination MAC in {@link #buffer()}.
     *
     * @return offset in bytes.
     */
    public int offset()
    {
        return offset;
    }

    /**
     * Length of the frame, without FCS.
     *
     * @return length in bytes.
     */
    public int length()
    {
        return length;
    }

    /**
     * Cut or extend the frame at its end.
     *
     * @param newLength in bytes.
     * @return this.
     */
    public Frame length(final int newLength)
    {
        length = newLength;
        return this;
    }

    /**
     * Bytes before {@link #offset()} that may be overwritten.
     *
     * @return length in bytes.
     */
    public int headroom()
    {
        return headroom;
    }

    /**
     * Interface where the frame was received.
     *
     * @return interface index of the kernel.
     */
    public int interfaceIndex()
    {
        return interfaceIndex;
    }

    /**
     * {@code sll_pkttype} of the frame (linux/if_packet.h).
     *
     * @return {@link #TO_HOST} or another value for frames that are not for this host.
     */
    public int packetType()
    {
        return packetType;
    }

    /**
     * Set {@code sll_pkttype}.
     *
     * @param newPacketType as in linux/if_packet.h.
     * @return this.
     */
    public Frame packetType(final int newPacketType)
    {
        packetType = newPacketType;
        return this;
    }

    /**
     * Offload flags.
     *
     * @return FLAG_* bits.
     */
    public int flags()
    {
        return flags;
    }

    /**
     * Kind of super-frame.
     *
     * @return GSO_* value.
     */
    public int gsoType()
    {
        return gsoType;
    }

    /**
     * Whether the frame stands for several segments.
     *
     * @return true for a super-frame.
     */
    public boolean isSuperFrame()
    {
        return GSO_NONE != gsoType;
    }

    /**
     * Length of the headers of a super-frame, a hint.
     *
     * @return length in bytes.
     */
    public int headerLength()
    {
        return headerLength;
    }

    /**
     * Payload bytes of each segment of a super-frame.
     *
     * @return length in bytes.
     */
    public int gsoSize()
    {
        return gsoSize;
    }

    /**
     * First byte covered by an unfinished checksum, from the start of the frame.
     *
     * @return offset in bytes.
     */
    public int checksumStart()
    {
        return checksumStart;
    }

    /**
     * Offset of the checksum field from {@link #checksumStart()}.
     *
     * @return offset in bytes.
     */
    public int checksumOffset()
    {
        return checksumOffset;
    }
}
