/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A raw packet socket (packet(7)) on one interface with whole Ethernet frames, each behind a
 * {@link VirtioNetHeader}, and without promiscuous mode. Set it up in this order: options, ring, {@link #bind},
 * {@link #joinFanout}. It receives nothing before {@link #bind}.
 * <p>
 * One owner; not thread safe.
 */
public final class PacketSocket implements AutoCloseable
{
    /** Nominal frame size of a receive ring: the kernel wants one, TPACKET_V3 does not use it. */
    private static final int NOMINAL_FRAME_LENGTH = 2048;
    private static final int ETH_P_ALL = 3;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_RESERVE = 12;
    private static final int PACKET_TX_RING = 13;
    private static final int PACKET_LOSS = 14;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int TPACKET_V2 = 1;
    private static final int TPACKET_V3 = 2;
    private static final int PACKET_FANOUT_HASH = 0;
    static final int ADDRESS_FAMILY = 0;
    static final int ADDRESS_PROTOCOL = 2;
    static final int ADDRESS_INTERFACE = 4;
    static final int ADDRESS_LENGTH = 20;
    static final int STATISTICS_DROPS = 4;
    static final int STATISTICS_LENGTH = 12;

    private final FileDescriptor fd;
    private final ByteBuffer statistics = Syscalls.nativeBuffer(STATISTICS_LENGTH);
    private long drops;

    /**
     * Open a socket that is bound to nothing.
     *
     * @throws NativeException with EPERM without CAP_NET_RAW.
     */
    public PacketSocket()
    {
        fd = Syscalls.socket("socket(AF_PACKET)", Syscalls.AF_PACKET, Syscalls.SOCK_RAW, 0);
        try
        {
            option("PACKET_VNET_HDR", PACKET_VNET_HDR, 1);
        }
        catch (final RuntimeException ex)
        {
            fd.close();
            throw ex;
        }
    }

    /**
     * Do not deliver frames that this host sends (Linux 4.20).
     */
    public void ignoreOutgoing()
    {
        option("PACKET_IGNORE_OUTGOING", PACKET_IGNORE_OUTGOING, 1);
    }

    /**
     * Hand frames straight to the driver, past the queueing discipline and past the taps of other packet sockets.
     */
    public void bypassQueueingDiscipline()
    {
        option("PACKET_QDISC_BYPASS", PACKET_QDISC_BYPASS, 1);
    }

    /**
     * Let so much wait in the send queue (needs CAP_NET_ADMIN).
     *
     * @param length in bytes.
     */
    public void sendBufferLength(final int length)
    {
        Syscalls.setOption("setsockopt(SO_SNDBUFFORCE)", fd, Syscalls.SOL_SOCKET, Syscalls.SO_SNDBUFFORCE, length);
    }

    /**
     * Make a receive ring of version {@link TpacketV3} and map it.
     *
     * @param blockLength     in bytes, a power of two and a multiple of the page size.
     * @param blockCount      number of blocks.
     * @param retireTimeoutMs a block that is not empty is handed over after so long at the latest.
     * @param headroom        bytes reserved before each frame.
     * @return the ring, owned by the caller.
     */
    public MappedRegion receiveRing(
        final int blockLength, final int blockCount, final int retireTimeoutMs, final int headroom)
    {
        option("PACKET_VERSION", PACKET_VERSION, TPACKET_V3);
        option("PACKET_RESERVE", PACKET_RESERVE, headroom);
        final ByteBuffer request = Syscalls.nativeBuffer(TpacketV3.REQUEST_LENGTH)
            .putInt(TpacketV3.REQUEST_BLOCK_LENGTH, blockLength)
            .putInt(TpacketV3.REQUEST_BLOCK_COUNT, blockCount)
            .putInt(TpacketV3.REQUEST_FRAME_LENGTH, NOMINAL_FRAME_LENGTH)
            .putInt(TpacketV3.REQUEST_FRAME_COUNT, blockLength / NOMINAL_FRAME_LENGTH * blockCount)
            .putInt(TpacketV3.REQUEST_RETIRE_TIMEOUT, retireTimeoutMs);
        Syscalls.setOption(
            "setsockopt(PACKET_RX_RING, " + blockCount + " blocks of " + blockLength + ")",
            fd, SOL_PACKET, PACKET_RX_RING, request);
        return MappedRegion.of("mmap(PACKET_RX_RING)", fd, Math.multiplyExact(blockLength, blockCount));
    }

    /**
     * Make a transmit ring of version {@link TpacketV2} and map it. Frames that the kernel refuses are skipped.
     *
     * @param blockLength in bytes, a multiple of the page size.
     * @param blockCount  number of blocks.
     * @param slotLength  in bytes, a multiple of 16; a block holds as many slots as fit.
     * @return the ring, owned by the caller.
     */
    public MappedRegion transmitRing(final int blockLength, final int blockCount, final int slotLength)
    {
        option("PACKET_VERSION", PACKET_VERSION, TPACKET_V2);
        option("PACKET_LOSS", PACKET_LOSS, 1);
        final ByteBuffer request = Syscalls.nativeBuffer(TpacketV2.REQUEST_LENGTH)
            .putInt(TpacketV2.REQUEST_BLOCK_LENGTH, blockLength)
            .putInt(TpacketV2.REQUEST_BLOCK_COUNT, blockCount)
            .putInt(TpacketV2.REQUEST_SLOT_LENGTH, slotLength)
            .putInt(TpacketV2.REQUEST_SLOT_COUNT, blockLength / slotLength * blockCount);
        Syscalls.setOption(
            "setsockopt(PACKET_TX_RING, " + blockCount + " blocks of " + blockLength + ")",
            fd, SOL_PACKET, PACKET_TX_RING, request);
        return MappedRegion.of("mmap(PACKET_TX_RING)", fd, Math.multiplyExact(blockLength, blockCount));
    }

    /**
     * Receive all frames of an interface from now on and send through it; while it is down, none.
     *
     * @param interfaceIndex of the kernel.
     * @throws NativeException with ENODEV if there is no such interface.
     */
    public void bind(final int interfaceIndex)
    {
        bind(interfaceIndex, ETH_P_ALL);
    }

    /**
     * Send through an interface and receive nothing.
     *
     * @param interfaceIndex of the kernel.
     */
    public void bindForSending(final int interfaceIndex)
    {
        bind(interfaceIndex, 0);
    }

    /**
     * Share the frames of the interface, which must be up, with the other sockets of a group, by flow hash.
     *
     * @param group 16-bit number, unique in the network namespace for each interface.
     */
    public void joinFanout(final int group)
    {
        final int value = group & 0xffff | PACKET_FANOUT_HASH << 16;
        option("PACKET_FANOUT, group " + group, PACKET_FANOUT, value);
    }

    /**
     * Frames lost because the ring was full.
     *
     * @return number since the socket was opened.
     */
    public long drops()
    {
        Syscalls.option("getsockopt(PACKET_STATISTICS)", fd, SOL_PACKET, PACKET_STATISTICS, statistics);
        drops += Integer.toUnsignedLong(statistics.getInt(STATISTICS_DROPS));
        return drops;
    }

    /**
     * Read and clear the pending error (the interface went down), which otherwise keeps poll(2) from sleeping.
     */
    public void clearError()
    {
        Syscalls.option(
            "getsockopt(SO_ERROR)", fd, Syscalls.SOL_SOCKET, Syscalls.SO_ERROR, Syscalls.nativeBuffer(Integer.BYTES));
    }

    /**
     * The descriptor, for {@link Syscalls}.
     *
     * @return borrowed descriptor.
     */
    public FileDescriptor fd()
    {
        return fd;
    }

    /**
     * Close the socket. Unmap its rings first.
     */
    @Override
    public void close()
    {
        fd.close();
    }

    private void bind(final int interfaceIndex, final int protocol)
    {
        final ByteBuffer address = Syscalls.nativeBuffer(ADDRESS_LENGTH)
            .putShort(ADDRESS_FAMILY, (short)Syscalls.AF_PACKET)
            .putInt(ADDRESS_INTERFACE, interfaceIndex);
        address.order(ByteOrder.BIG_ENDIAN).putShort(ADDRESS_PROTOCOL, (short)protocol);
        Syscalls.bind("bind(AF_PACKET, interface " + interfaceIndex + ")", fd, address);
    }

    private void option(final String label, final int name, final int value)
    {
        Syscalls.setOption("setsockopt(" + label + ")", fd, SOL_PACKET, name, value);
    }
}
