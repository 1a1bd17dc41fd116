/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.MessageHeader;
import io.jlvs.dataplane.linux.PacketSocket;
import io.jlvs.dataplane.linux.Privileges;
import io.jlvs.dataplane.linux.Syscalls;
import io.jlvs.dataplane.packet.Frame;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@link PacketIo} over AF_PACKET sockets: for each interface one socket with a TPACKET_V3 receive ring and a queue of
 * frames to send. Frames that are received are sent on straight from the memory of the ring.
 * <p>
 * Each worker has its own; with several workers the sockets of an interface share its frames by flow hash. Frames carry
 * their offload state (super-frames, unfinished checksums) both ways. Frames that the host itself sends are not seen.
 */
public final class AfPacketIo implements PacketIo
{
    private final Port[] ports;
    private final MappedRegion pollDescriptors;
    private final boolean isBusyPolling;
    private int nextPort;
    private UnsafeBuffer ringMemory;
    private long refused;

    /**
     * Open the sockets; frames arrive in the rings from now on.
     *
     * @param context is not kept.
     * @throws IllegalStateException                     without the privileges, with a message for the operator.
     * @throws io.jlvs.dataplane.linux.NativeException if the kernel refuses, with the interface.
     */
    public AfPacketIo(final Context context)
    {
        context.validate();
        Privileges.ofThisProcess().requireRawNetworkAccess();
        isBusyPolling = context.busyPoll;
        final List<AutoCloseable> opened = new ArrayList<>();
        try
        {
            final int count = context.interfaces.length;
            ports = new Port[count];
            pollDescriptors = MappedRegion.anonymous(count * MessageHeader.POLL_SIZE);
            opened.add(pollDescriptors);
            for (int i = 0; i < count; i++)
            {
                ports[i] = new Port(context, i);
                opened.add(ports[i]);
                final int descriptor = i * MessageHeader.POLL_SIZE;
                pollDescriptors.buffer().putInt(descriptor + MessageHeader.POLL_FD, ports[i].socket.fd().value());
                pollDescriptors.buffer().putShort(
                    descriptor + MessageHeader.POLL_EVENTS, (short)Syscalls.POLLIN);
            }
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(opened);
            throw ex;
        }
    }

    @Override
    public int poll(final FrameHandler handler, final int limit)
    {
        final Port[] ports = this.ports;
        int index = nextPort;
        int count = 0;
        for (int i = 0; i < ports.length && count < limit; i++)
        {
            final ReceiveRing ring = ports[index].ring;
            ringMemory = ring.buffer();
            count += ring.read(handler, limit - count);
            index = index + 1 == ports.length ? 0 : index + 1;
        }
        ringMemory = null;
        nextPort = nextPort + 1 == ports.length ? 0 : nextPort + 1;
        flush();
        for (final Port port : ports)
        {
            port.ring.release();
        }
        return count;
    }

    @Override
    public boolean transmit(final int interfaceIndex, final Frame frame)
    {
        for (final Port port : ports)
        {
            if (port.interfaceIndex == interfaceIndex)
            {
                if (port.queue.offer(frame, ringMemory))
                {
                    return true;
                }
                break;
            }
        }
        refused++;
        return false;
    }

    @Override
    public void flush()
    {
        for (final Port port : ports)
        {
            port.queue.flush();
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * Returns at once when busy polling.
     */
    @Override
    public void awaitFrames(final int timeoutMs)
    {
        if (isBusyPolling)
        {
            Thread.onSpinWait();
            return;
        }
        if (0 < Syscalls.poll(pollDescriptors.address(), ports.length, isCongested() ? 1 : timeoutMs))
        {
            for (int i = 0; i < ports.length; i++)
            {
                final int events = pollDescriptors.buffer().getShort(
                    i * MessageHeader.POLL_SIZE + MessageHeader.POLL_RETURNED_EVENTS);
                if (0 != (events & Syscalls.POLLERR))
                {
                    ports[i].socket.clearError();
                }
            }
        }
    }

    private boolean isCongested()
    {
        for (final Port port : ports)
        {
            if (port.queue.isCongested())
            {
                return true;
            }
        }
        return false;
    }

    @Override
    public long receiveDrops()
    {
        long sum = 0;
        for (final Port port : ports)
        {
            sum += port.socket.drops();
        }
        return sum;
    }

    /**
     * Frames that were to be sent and are lost: refused by {@link #transmit}, or by the kernel later (queue of the
     * device or of the socket full, interface down, frame longer than the MTU).
     *
     * @return number since the start; no system call.
     */
    public long transmitDrops()
    {
        long sum = refused;
        for (final Port port : ports)
        {
            sum += port.queue.drops();
        }
        return sum;
    }

    @Override
    public void close()
    {
        for (final Port port : ports)
        {
            port.close();
        }
        pollDescriptors.close();
    }

    /**
     * Sockets and memory of one interface.
     */
    private static final class Port implements AutoCloseable
    {
        final int interfaceIndex;
        final PacketSocket socket = new PacketSocket();
        final ReceiveRing ring;
        final TransmitQueue queue;
        private final PacketSocket transmitSocket;

        Port(final Context context, final int position)
        {
            final List<AutoCloseable> opened = new ArrayList<>(List.of(socket));
            try
            {
                interfaceIndex = context.interfaces[position];
                socket.ignoreOutgoing();
                final MappedRegion region = socket.receiveRing(
                    context.blockSize, context.blockCount, context.retireTimeoutMs, context.headroom);
                ring = new ReceiveRing(interfaceIndex, region, context.blockSize);
                opened.add(ring);

                transmitSocket = context.transmitRing ? new PacketSocket() : socket;
                opened.add(transmitSocket);
                for (final PacketSocket sender : List.of(socket, transmitSocket))
                {
                    if (context.bypassQueueing)
                    {
                        sender.bypassQueueingDiscipline();
                    }

                    sender.sendBufferLength(context.sendBufferLength);
                }
                final BatchTransmitQueue batchQueue =
                    new BatchTransmitQueue(socket, context.transmitSlots, Context.COPY_AREA_LENGTH);
                opened.add(batchQueue);
                queue = context.transmitRing ?
                    new RingTransmitQueue(transmitSocket, context.transmitSlots, batchQueue) :
                    batchQueue;
                opened.add(queue);
                if (context.transmitRing)
                {
                    transmitSocket.bindForSending(interfaceIndex);
                }
                socket.bind(interfaceIndex);
                if (1 < context.workers)
                {
                    socket.joinFanout(context.fanoutGroup + position);
                }
            }
            catch (final RuntimeException ex)
            {
                CloseHelper.quietCloseAll(opened);
                throw ex;
            }
        }

        @Override
        public void close()
        {
            queue.close();
            ring.close();
            socket.close();
            transmitSocket.close();
        }
    }

    /**
     * Wiring of an {@link AfPacketIo}.
     */
    public static final class Context
    {
        /** Room for a super-frame with headers in a block. */
        private static final int MIN_BLOCK_SIZE = 128 * 1024;
        private static final int COPY_AREA_LENGTH = 1024 * 1024;

        private int[] interfaces = {};
        private int fanoutGroup;
        private int workers = 1;
        private int blockSize = 128 * 1024;
        private int blockCount = 128;
        private int retireTimeoutMs = 1;
        private int headroom = 128;
        private int transmitSlots = 512;
        private int sendBufferLength = 32 * 1024 * 1024;
        private boolean transmitRing = true;
        private boolean busyPoll;
        private boolean bypassQueueing;

        /**
         * Interfaces to receive from and send through.
         *
         * @param indexes of the kernel, at least one.
         * @return this.
         */
        public Context interfaces(final int... indexes)
        {
            interfaces = indexes.clone();
            return this;
        }

        /**
         * First number of the fanout groups; the n-th interface uses this number plus n. The same for all workers, and
         * used by nobody else in the network namespace.
         *
         * @param group 16-bit number.
         * @return this.
         */
        public Context fanoutGroup(final int group)
        {
            fanoutGroup = group;
            return this;
        }

        /**
         * Number of workers that share the frames.
         *
         * @param count at least 1.
         * @return this.
         */
        public Context workers(final int count)
        {
            workers = count;
            return this;
        }

        /**
         * Size of a block of the receive ring.
         *
         * @param length in bytes, a power of two, at least 128 KiB so that super-frames fit.
         * @return this.
         */
        public Context blockSize(final int length)
        {
            blockSize = length;
            return this;
        }

        /**
         * Number of blocks of each receive ring.
         *
         * @param count at least 2.
         * @return this.
         */
        public Context blockCount(final int count)
        {
            blockCount = count;
            return this;
        }

        /**
         * How long the kernel may keep frames in a block that is not full: latency when there is little traffic.
         * Kernels before 6.18 round it up to their tick (often 4 ms).
         *
         * @param timeoutMs at least 1.
         * @return this.
         */
        public Context retireTimeoutMs(final int timeoutMs)
        {
            retireTimeoutMs = timeoutMs;
            return this;
        }

        /**
         * Bytes kept free before each frame.
         *
         * @param length in bytes, at least 128.
         * @return this.
         */
        public Context headroom(final int length)
        {
            headroom = length;
            return this;
        }

        /**
         * Number of frames that can be queued for each interface between two flushes.
         *
         * @param count 1 to 1024.
         * @return this.
         */
        public Context transmitSlots(final int count)
        {
            transmitSlots = count;
            return this;
        }

        /**
         * Send past the queueing discipline of the device and past packet taps: a little faster, but tcpdump on this
         * host does not see what leaves.
         *
         * @param isBypassed true for PACKET_QDISC_BYPASS.
         * @return this.
         */
        public Context bypassQueueing(final boolean isBypassed)
        {
            bypassQueueing = isBypassed;
            return this;
        }

        /**
         * Never sleep: {@link PacketIo#awaitFrames} returns at once.
         *
         * @param isBusyPolling true to keep a core busy.
         * @return this.
         */
        public Context busyPoll(final boolean isBusyPolling)
        {
            busyPoll = isBusyPolling;
            return this;
        }

        /**
         * Send short frames through a PACKET_TX_RING (default), or all with sendmmsg(2).
         *
         * @param isUsed true for the ring.
         * @return this.
         */
        Context transmitRing(final boolean isUsed)
        {
            transmitRing = isUsed;
            return this;
        }

        private void validate()
        {
            require(0 < interfaces.length, "interfaces: at least one is needed");
            require(0 < workers, "workers: must be positive, not " + workers);
            require(
                MIN_BLOCK_SIZE <= blockSize && Integer.bitCount(blockSize) == 1,
                "blockSize: must be a power of two of at least " + MIN_BLOCK_SIZE + ", not " + blockSize);
            require(
                2 <= blockCount && (long)blockCount * blockSize <= Integer.MAX_VALUE,
                "blockCount: must be at least 2 and the ring below 2 GiB, not " + blockCount);
            require(0 < retireTimeoutMs, "retireTimeoutMs: must be positive, not " + retireTimeoutMs);
            require(128 <= headroom && headroom <= 4096, "headroom: must be 128 to 4096, not " + headroom);
            require(
                0 < transmitSlots && transmitSlots <= 1024, "transmitSlots: must be 1 to 1024, not " + transmitSlots);
        }

        private static void require(final boolean condition, final String message)
        {
            if (!condition)
            {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
