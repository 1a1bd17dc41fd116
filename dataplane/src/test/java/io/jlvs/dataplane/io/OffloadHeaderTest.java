/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.Frame;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OffloadHeaderTest
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final Frame frame = new Frame().wrap(buffer, 100, 90, 80, 1);

    @Test
    void shouldReadAnOrdinaryFrame()
    {
        OffloadHeader.read(buffer, 90, 0, frame);

        assertEquals(0, frame.flags());
        assertEquals(Frame.GSO_NONE, frame.gsoType());
    }

    @Test
    void shouldMoveAllFieldsOfASuperFrameBothWays()
    {
        final Frame copy = new Frame().wrap(buffer, 100, 90, 80, 1);
        frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV6 | Frame.GSO_ECN, 86, 40_000, 54, 16);

        OffloadHeader.write(frame, 86, buffer, 91);
        OffloadHeader.read(buffer, 91, 0, copy);

        assertEquals(Frame.FLAG_NEEDS_CHECKSUM, copy.flags());
        assertEquals(Frame.GSO_TCPV6 | Frame.GSO_ECN, copy.gsoType());
        assertEquals(86, copy.headerLength());
        assertEquals(40_000, copy.gsoSize());
        assertEquals(54, copy.checksumStart());
        assertEquals(16, copy.checksumOffset());
    }

    @Test
    void shouldShiftByTheTagThatWasPutBack()
    {
        final Frame tagged = new Frame().wrap(buffer, 96, 94, 76, 1);
        frame.offload(Frame.FLAG_NEEDS_CHECKSUM, Frame.GSO_TCPV4, 54, 1448, 34, 16);
        OffloadHeader.write(frame, 54, buffer, 90);

        OffloadHeader.read(buffer, 90, 4, tagged);

        assertEquals(58, tagged.headerLength());
        assertEquals(38, tagged.checksumStart());
        assertEquals(16, tagged.checksumOffset());
        assertEquals(1448, tagged.gsoSize());
    }

    @Test
    void shouldNotPassOnWhatOnlyReceivedFramesHave()
    {
        frame.offload(Frame.FLAG_CHECKSUM_VALID, Frame.GSO_NONE, 1, 2, 3, 4);

        OffloadHeader.write(frame, 60, buffer, 90);

        assertEquals(0, buffer.getByte(90 + VirtioNetHeader.FLAGS));
        assertEquals(60, buffer.getShort(90 + VirtioNetHeader.HEADER_LENGTH));
        assertEquals(0, buffer.getShort(90 + VirtioNetHeader.GSO_SIZE));
        assertEquals(0, buffer.getShort(90 + VirtioNetHeader.CHECKSUM_START));
        assertEquals(0, buffer.getShort(90 + VirtioNetHeader.CHECKSUM_OFFSET));
    }
}
