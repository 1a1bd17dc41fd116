/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.packet.Frame;

/**
 * Receives frames from {@link PacketIo#poll}.
 */
@FunctionalInterface
public interface FrameHandler
{
    /**
     * One frame arrived.
     *
     * @param frame borrowed until this returns; its bytes may be rewritten in place and passed to
     *              {@link PacketIo#transmit}, in which case they stay valid until the flush.
     */
    void onFrame(Frame frame);
}
