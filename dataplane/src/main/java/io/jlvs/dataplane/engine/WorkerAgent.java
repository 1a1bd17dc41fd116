/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.io.FrameHandler;
import io.jlvs.dataplane.io.PacketIo;
import io.jlvs.dataplane.linux.ThreadNiceness;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.ServiceSnapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/**
 * The hot path: takes frames from its packet I/O, decides, sends. One thread each; with several workers the kernel
 * spreads the flows over them (PACKET_FANOUT), so that a flow stays with one worker.
 * <p>
 * All that {@link #doWork} reaches allocates nothing and calls the kernel for batches only.
 */
final class WorkerAgent implements Agent
{
    private static final Logger LOGGER = System.getLogger(WorkerAgent.class.getName());
    private static final long DROPS_PAUSE_NS = 1_000_000_000L;

    private final String roleName;
    private final PacketIo io;
    private final PublishedServices services;
    private final PublishedVirtualMacs virtualMacs;
    private final PacketProcessor processor;
    private final Connections connections;
    private final WorkerCounters counters;
    private final ErrorHandler errorHandler;
    private final FrameHandler frameHandler = this::onFrame;
    private final int idlePollMs;

    private ServiceSnapshot adopted;
    private VirtualMacSnapshot adoptedMacs;
    private long nextDropsNs = System.nanoTime();

    WorkerAgent(
        final int index,
        final PacketIo io,
        final PublishedServices services,
        final PublishedVirtualMacs virtualMacs,
        final PacketProcessor processor,
        final Connections connections,
        final WorkerCounters counters,
        final ErrorHandler errorHandler,
        final boolean busyPoll)
    {
        this.errorHandler = errorHandler;
        this.roleName = "worker-" + index;
        this.io = io;
        this.services = services;
        this.virtualMacs = virtualMacs;
        this.processor = processor;
        this.connections = connections;
        this.counters = counters;
        this.idlePollMs = busyPoll ? 0 : Configuration.IDLE_POLL_MS;
    }

    @Override
    public void onStart()
    {
        if (!ThreadNiceness.set(Configuration.WORKER_NICENESS))
        {
            LOGGER.log(
                Level.WARNING,
                "{0} shares its CPU evenly with other threads: no permission to set its niceness to {1} (CAP_SYS_NICE)",
                roleName,
                Configuration.WORKER_NICENESS);
        }
    }

    /**
     * One duty cycle: look at the clock and at what the conductor published once, then packets, then what time brings.
     *
     * @return number of frames and events handled.
     */
    @Override
    public int doWork()
    {
        final long startNs = System.nanoTime();
        processor.now(startNs);
        adoptPublished();

        final int frames = io.poll(frameHandler, Configuration.POLL_LIMIT);
        final int released = processor.pollPending();
        if (released > 0)
        {
            io.flush();
        }

        final int expired = connections.expire();
        readDrops(startNs);
        counters.onCycle(frames, System.nanoTime() - startNs);
        if (0 == frames && idlePollMs > 0)
        {
            io.awaitFrames(idlePollMs);
        }

        return frames + released + expired;
    }

    @Override
    public void onClose()
    {
        counters.receiveDrops(io.receiveDrops());
        io.close();
    }

    @Override
    public String roleName()
    {
        return roleName;
    }

    private void adoptPublished()
    {
        final ServiceSnapshot latest = services.latest();
        if (latest != adopted)
        {
            adopted = latest;
            processor.services(latest);
        }

        final VirtualMacSnapshot latestMacs = virtualMacs.latest();
        if (latestMacs != adoptedMacs)
        {
            adoptedMacs = latestMacs;
            processor.virtualMacs(latestMacs);
        }
    }

    private void readDrops(final long nowNs)
    {
        if (nowNs - nextDropsNs >= 0)
        {
            nextDropsNs = nowNs + DROPS_PAUSE_NS;
            counters.receiveDrops(io.receiveDrops());
        }
    }

    private void onFrame(final Frame frame)
    {
        counters.onVerdict(decide(frame));
    }

    /**
     * A packet that the director fails on must not take its neighbours in the batch with it.
     */
    private Verdict decide(final Frame frame)
    {
        try
        {
            return processor.onFrame(frame);
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
            return Verdict.DROP_ERROR;
        }
    }
}
