/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.packet.Frame;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames on their way to one interface. Used by one worker.
 */
interface TransmitQueue extends AutoCloseable
{
    /**
     * Queue a frame; its offload fields go with it.
     *
     * @param frame      whose bytes stay as they are until {@link #flush()} if they lie in {@code ringMemory}, and are
     *                   copied otherwise.
     * @param ringMemory of the frames that are being received, or null.
     * @return false if there is no room for it, now or ever.
     */
    boolean offer(Frame frame, UnsafeBuffer ringMemory);

    /**
     * Pass what was queued to the kernel. Frames that it does not take are lost and counted, or wait for the next call.
     */
    void flush();

    /**
     * Whether frames wait for the next {@link #flush()}.
     *
     * @return true if it should come soon.
     */
    boolean isCongested();

    /**
     * Frames that were queued and then refused by the kernel.
     *
     * @return number since the start.
     */
    long drops();

    @Override
    void close();
}
