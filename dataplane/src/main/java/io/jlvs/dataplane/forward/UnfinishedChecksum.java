/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.Frame;

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
     * Positions that lie outside the frame are left alone: nothing can be right then.
     */
    static void complete(final Frame frame)
    {
        if (0 != (frame.flags() & Frame.FLAG_NEEDS_CHECKSUM))
        {
            final int start = frame.checksumStart();
            final int field = start + frame.checksumOffset();
            if (0 <= start && start <= field && field + Short.BYTES <= frame.length())
            {
                Checksums.complete(
                    frame.buffer(), frame.offset() + start, frame.offset() + frame.length(), frame.offset() + field);
            }
        }
        frame.clearOffload();
    }
}
