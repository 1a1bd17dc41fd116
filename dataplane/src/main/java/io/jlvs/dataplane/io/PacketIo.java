/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;

/**
 * Frames in and out for one worker. All methods are called by the worker's thread, except {@link #close()}, which is
 * called after that thread has ended.
 */
public interface PacketIo extends FrameSink, AutoCloseable
{
    /**
     * Deliver waiting frames to the handler, without blocking, and flush what the handler transmitted: frame memory is
     * given back to the kernel only after the flush.
     *
     * @param handler of each frame.
     * @param limit   of frames for this call; an implementation may exceed it to finish a block.
     * @return number of frames delivered.
     */
    int poll(FrameHandler handler, int limit);

    /**
     * Send what was queued outside {@link #poll} (answers made later, packets that waited for a neighbour).
     */
    void flush();

    /**
     * Sleep until a frame is waiting or the time is over.
     *
     * @param timeoutMs at most so long.
     */
    void awaitFrames(int timeoutMs);

    /**
     * {@inheritDoc}
     */
    @Override
    boolean transmit(int interfaceIndex, Frame frame);

    /**
     * Frames that the kernel dropped because the receive ring was full, since the start.
     *
     * @return number of frames; costs a system call, so not for every packet.
     */
    long receiveDrops();

    /**
     * {@inheritDoc}
     */
    @Override
    void close();
}
