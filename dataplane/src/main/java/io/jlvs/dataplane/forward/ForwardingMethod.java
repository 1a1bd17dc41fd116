/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;

/**
 * Sends a packet to the server chosen for it. One instance for each worker (it may hold scratch memory).
 */
public interface ForwardingMethod
{
    /**
     * Rewrite the frame in place and hand it, or what it becomes, to the sink; or answer the client.
     * Allocates nothing.
     *
     * @param frame       as received, borrowed.
     * @param packet      the parser's view of the frame.
     * @param destination chosen server.
     * @param nextHop     how to reach it, not null.
     * @param sink        takes the frames to send.
     * @return FORWARD_*, ANSWER_*, or a DROP_* verdict.
     */
    Verdict forward(Frame frame, PacketContext packet, Destination destination, NextHop nextHop, FrameSink sink);
}
