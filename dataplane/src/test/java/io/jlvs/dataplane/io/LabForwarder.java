/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.dataplane.packet.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * The smallest forwarder: frames to this host that arrive at one of two interfaces leave by the other with new MAC
 * addresses. Runs in a JVM of its own inside a namespace; prints "ready", forwards until its standard input has
 * something or ends, then prints its counters.
 * <pre>
 *   LabForwarder batch|ring WORKERS sleep|spin IF1 PEER_MAC1 IF2 PEER_MAC2
 * </pre>
 */
public final class LabForwarder implements FrameHandler
{
    private static final int BATCH = Integer.getInteger("batch", 256);

    private static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final AfPacketIo io;
    private final LinkInfo[] links;
    private final long[] peers;
    private volatile boolean isRunning = true;
    private long received;
    private long forwarded;
    private long longest;
    private long tagged;
    private long unfinished;
    private long allocated;
    private long cpuTimeNs;

    private LabForwarder(final AfPacketIo io, final LinkInfo[] links, final long[] peers)
    {
        this.io = io;
        this.links = links;
        this.peers = peers;
    }

    /**
     * Run until told to stop.
     *
     * @param args as the class says.
     * @throws Exception if anything fails.
     */
    public static void main(final String[] args) throws Exception
    {
        final int workers = Integer.parseInt(args[1]);
        final LinkInfo[] links = new LinkInfo[2];
        final long[] peers = {mac(args[4]), mac(args[6])};
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            links[0] = netlink.link(args[3]).orElseThrow();
            links[1] = netlink.link(args[5]).orElseThrow();
        }
        final LabForwarder[] forwarders = new LabForwarder[workers];
        final Thread[] threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            final AfPacketIo io = new AfPacketIo(new AfPacketIo.Context()
                .interfaces(links[0].index(), links[1].index())
                .workers(workers)
                .fanoutGroup(0x4a00)
                .blockSize(Integer.getInteger("blockSize", 128 * 1024))
                .blockCount(Integer.getInteger("blockCount", 128))
                .busyPoll("spin".equals(args[2]))
                .transmitRing("ring".equals(args[0])));
            forwarders[i] = new LabForwarder(io, links, peers);
            threads[i] = new Thread(forwarders[i]::run, "worker-" + i);
        }
        for (final Thread thread : threads)
        {
            thread.start();
        }
        System.out.println("ready");
        waitForInput();
        for (int i = 0; i < workers; i++)
        {
            final LabForwarder forwarder = forwarders[i];
            forwarder.isRunning = false;
            threads[i].join();
            System.out.printf(
                "worker=%d received=%d forwarded=%d longest=%d tagged=%d unfinished=%d rxdrops=%d txdrops=%d " +
                "allocated=%d cpuMs=%d%n",
                i,
                forwarder.received,
                forwarder.forwarded,
                forwarder.longest,
                forwarder.tagged,
                forwarder.unfinished,
                forwarder.io.receiveDrops(),
                forwarder.io.transmitDrops(),
                forwarder.allocated,
                forwarder.cpuTimeNs / 1_000_000);
            forwarder.io.close();
        }
    }

    private static void waitForInput() throws IOException
    {
        System.in.read();
    }

    private void run()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        // Frames that came before the end may still lie in a block that the kernel has not handed over.
        for (long endNs = Long.MAX_VALUE; System.nanoTime() < endNs;)
        {
            if (0 == io.poll(this, BATCH))
            {
                io.awaitFrames(isRunning ? 100 : 1);
            }
            if (!isRunning && Long.MAX_VALUE == endNs)
            {
                endNs = System.nanoTime() + DRAIN_NS;
            }
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
        cpuTimeNs = threads.getCurrentThreadCpuTime();
    }

    @Override
    public void onFrame(final Frame frame)
    {
        received++;
        if (Frame.TO_HOST != frame.packetType())
        {
            return;
        }
        final int out = frame.interfaceIndex() == links[0].index() ? 1 : 0;
        final MutableDirectBuffer buffer = frame.buffer();
        putMac(buffer, frame.offset(), peers[out]);
        putMac(buffer, frame.offset() + 6, links[out].mac());
        longest = Math.max(longest, frame.length());
        tagged += (byte)0x81 == buffer.getByte(frame.offset() + 12) && 0 == buffer.getByte(frame.offset() + 13) ? 1 : 0;
        unfinished += frame.flags() & Frame.FLAG_NEEDS_CHECKSUM;
        forwarded += io.transmit(links[out].index(), frame) ? 1 : 0;
    }

    private static long mac(final String text)
    {
        return Long.parseLong(text.replace(":", ""), 16);
    }

    private static void putMac(final MutableDirectBuffer buffer, final int offset, final long mac)
    {
        buffer.putShort(offset, (short)(mac >>> 32), ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 2, (int)mac, ByteOrder.BIG_ENDIAN);
    }
}
