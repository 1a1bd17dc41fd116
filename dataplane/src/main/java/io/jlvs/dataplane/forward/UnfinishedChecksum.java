/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.PacketContext;

/**
 * Checksums that a sender left to its device. Stateless.
 */
final class UnfinishedChecksum
{
    private UnfinishedChecksum()
    {
    }

    /**
     * Finish the checksum, if it is unfinished, and declare the frame ordinary. The frame ends with its datagram.
     * Positions outside the transport part are left alone: nothing can be right then.
     */
    static void complete(final Frame frame, final PacketContext packet)
    {
        if (0 != (frame.flags() & Frame.FLAG_NEEDS_CHECKSUM))
        {
            final int offset = frame.offset();
            final int end = offset + frame.length();
            final int start = offset + frame.checksumStart();
            final int field = start + frame.checksumOffset();
            if (packet.transportOffset <= start && start <= field && field + Short.BYTES <= end)
            {
                Checksums.complete(frame.buffer(), start, end, field);
            }
        }
        frame.clearOffload();
    }
}
