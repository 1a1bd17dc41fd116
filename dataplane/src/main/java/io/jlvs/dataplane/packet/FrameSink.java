/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

/**
 * Takes frames that are to leave. Implemented by packet I/O, called by the steps that produce frames.
 */
@FunctionalInterface
public interface FrameSink
{
    /**
     * Queue a frame for transmission. The bytes must stay as they are until the batch is flushed, or, where the frame
     * does not lie in memory of the packet I/O, are copied before this returns: the implementation knows its memory.
     *
     * @param interfaceIndex where it leaves.
     * @param frame          borrowed for the call.
     * @return false if it could not be queued; the frame is then lost and the caller counts it.
     */
    boolean transmit(int interfaceIndex, Frame frame);
}
