/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.TpacketV3;
import io.jlvs.dataplane.linux.VirtioNetHeader;
import io.jlvs.dataplane.packet.Frame;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The kernel's part is played by the test, over ordinary memory.
 */
class ReceiveRingTest
{
    private static final int BLOCK_LENGTH = 4096;
    private static final int BLOCK_COUNT = 3;
    private static final int FIRST_FRAME = 48;
    private static final int MAC_OFFSET = 220;
    private static final int FRAME_LENGTH = 60;
    private static final int STRIDE = 280;
    private static final int INTERFACE = 7;

    private final MappedRegion region = MappedRegion.anonymous(BLOCK_LENGTH * BLOCK_COUNT);
    private final UnsafeBuffer memory = region.buffer();
    private final ReceiveRing ring = new ReceiveRing(INTERFACE, region, BLOCK_LENGTH);
    private final List<Integer> seen = new ArrayList<>();
    private final FrameHandler recorder = (frame) -> seen.add(frame.buffer().getByte(frame.offset() + 20) & 0xff);

    @AfterEach
    void unmap()
    {
        ring.close();
    }

    @Test
    void shouldDeliverNothingFromBlocksOfTheKernel()
    {
        assertEquals(0, ring.read(recorder, 10));
    }

    @Test
    void shouldDescribeAFrame()
    {
        fill(0, 1, 1);
        final int start = FIRST_FRAME + MAC_OFFSET;
        memory.putByte(FIRST_FRAME + TpacketV3.FRAME_PACKET_TYPE, (byte)3);

        final int count = ring.read(
            (frame) ->
            {
                assertEquals(start, frame.offset());
                assertEquals(FRAME_LENGTH, frame.length());
                assertEquals(INTERFACE, frame.interfaceIndex());
                assertEquals(3, frame.packetType());
                assertEquals(0, frame.flags());
                assertTrue(128 <= frame.headroom(), "headroom " + frame.headroom());
                assertEquals(
                    FIRST_FRAME + TpacketV3.FRAME_HEADERS_LENGTH,
                    frame.offset() - frame.headroom() - VirtioNetHeader.LENGTH,
                    "headroom and a virtio header end where the kernel's headers do");
            },
            10);

        assertEquals(1, count);
    }

    @Test
    void shouldDeliverFramesInOrderUpToTheLimit()
    {
        fill(0, 3, 10);
        fill(1, 2, 20);

        assertEquals(2, ring.read(recorder, 2));
        assertEquals(List.of(10, 11), seen);
        assertEquals(3, ring.read(recorder, 10));
        assertEquals(List.of(10, 11, 12, 20, 21), seen);
        assertEquals(0, ring.read(recorder, 10));
    }

    @Test
    void shouldGiveBackOnlyBlocksThatWereReadToTheirEnd()
    {
        fill(0, 2, 10);
        fill(1, 2, 20);

        ring.read(recorder, 3);
        assertEquals(TpacketV3.STATUS_USER, status(0), "kept until released");
        ring.release();

        assertEquals(TpacketV3.STATUS_KERNEL, status(0));
        assertEquals(TpacketV3.STATUS_USER, status(1));
        ring.read(recorder, 3);
        ring.release();
        assertEquals(TpacketV3.STATUS_KERNEL, status(1));
    }

    @Test
    void shouldNotReadHeldBlocksTwice()
    {
        for (int block = 0; block < BLOCK_COUNT; block++)
        {
            fill(block, 1, block);
        }

        assertEquals(3, ring.read(recorder, 100));
        assertEquals(0, ring.read(recorder, 100));
        ring.release();
        fill(0, 1, 50);

        assertEquals(1, ring.read(recorder, 100));
        assertEquals(List.of(0, 1, 2, 50), seen);
    }

    @Test
    void shouldSkipEmptyBlocks()
    {
        fill(0, 0, 0);
        fill(1, 1, 20);

        assertEquals(1, ring.read(recorder, 100));
        ring.release();

        assertEquals(List.of(20), seen);
        assertEquals(TpacketV3.STATUS_KERNEL, status(0));
        assertEquals(TpacketV3.STATUS_KERNEL, status(1));
    }

    @Test
    void shouldGoOnBehindAFrameWhoseHandlerFailed()
    {
        fill(0, 2, 10);
        try
        {
            ring.read(
                (frame) ->
                {
                    throw new IllegalStateException("handler");
                },
                1);
        }
        catch (final IllegalStateException ex)
        {
            assertEquals("handler", ex.getMessage());
        }

        assertEquals(1, ring.read(recorder, 100));
        assertEquals(List.of(11), seen);
    }

    @Test
    void shouldPutTheVlanTagBackAndShiftTheChecksum()
    {
        fill(0, 1, 1);
        final int start = FIRST_FRAME + MAC_OFFSET;
        for (int i = 0; i < 14; i++)
        {
            memory.putByte(start + i, (byte)(0x10 + i));
        }
        memory.putInt(
            FIRST_FRAME + TpacketV3.FRAME_STATUS,
            TpacketV3.STATUS_USER | TpacketV3.STATUS_VLAN_VALID | TpacketV3.STATUS_VLAN_TPID_VALID);
        memory.putInt(FIRST_FRAME + TpacketV3.FRAME_VLAN_TCI, 0x2064);
        memory.putShort(FIRST_FRAME + TpacketV3.FRAME_VLAN_TPID, (short)0x88a8);
        final int header = start - VirtioNetHeader.LENGTH;
        memory.putByte(header + VirtioNetHeader.FLAGS, (byte)Frame.FLAG_NEEDS_CHECKSUM);
        memory.putShort(header + VirtioNetHeader.CHECKSUM_START, (short)34);
        memory.putShort(header + VirtioNetHeader.CHECKSUM_OFFSET, (short)6);

        final int count = ring.read(
            (frame) ->
            {
                assertEquals(start - 4, frame.offset());
                assertEquals(FRAME_LENGTH + 4, frame.length());
                for (int i = 0; i < 12; i++)
                {
                    assertEquals(0x10 + i, frame.buffer().getByte(frame.offset() + i), "byte " + i);
                }
                assertEquals(0x88a82064, frame.buffer().getInt(frame.offset() + 12, ByteOrder.BIG_ENDIAN));
                assertEquals(0x1c1d, frame.buffer().getShort(frame.offset() + 16, ByteOrder.BIG_ENDIAN));
                assertEquals(Frame.FLAG_NEEDS_CHECKSUM, frame.flags());
                assertEquals(38, frame.checksumStart());
                assertEquals(6, frame.checksumOffset());
            },
            10);

        assertEquals(1, count);
    }

    @Test
    void shouldTakeTheCustomerTagWhenTheKernelDoesNotTellTheProtocol()
    {
        fill(0, 1, 1);
        memory.putInt(
            FIRST_FRAME + TpacketV3.FRAME_STATUS, TpacketV3.STATUS_USER | TpacketV3.STATUS_VLAN_VALID);
        memory.putInt(FIRST_FRAME + TpacketV3.FRAME_VLAN_TCI, 5);

        final int count = ring.read(
            (frame) -> assertEquals(
                0x81000005, frame.buffer().getInt(frame.offset() + 12, ByteOrder.BIG_ENDIAN)),
            10);

        assertEquals(1, count);
    }

    private int status(final int block)
    {
        return memory.getInt(block * BLOCK_LENGTH + TpacketV3.BLOCK_STATUS);
    }

    private void fill(final int block, final int frames, final int firstMark)
    {
        final int base = block * BLOCK_LENGTH;
        memory.putInt(base + TpacketV3.BLOCK_FRAME_COUNT, frames);
        memory.putInt(base + TpacketV3.BLOCK_FIRST_FRAME, FIRST_FRAME);
        for (int i = 0; i < frames; i++)
        {
            final int frame = base + FIRST_FRAME + i * STRIDE;
            memory.putInt(frame + TpacketV3.FRAME_NEXT_OFFSET, i + 1 == frames ? 0 : STRIDE);
            memory.putInt(frame + TpacketV3.FRAME_CAPTURED_LENGTH, FRAME_LENGTH);
            memory.putInt(frame + TpacketV3.FRAME_WIRE_LENGTH, FRAME_LENGTH);
            memory.putInt(frame + TpacketV3.FRAME_STATUS, TpacketV3.STATUS_USER);
            memory.putShort(frame + TpacketV3.FRAME_MAC_OFFSET, (short)MAC_OFFSET);
            memory.putByte(frame + MAC_OFFSET + 20, (byte)(firstMark + i));
        }
        memory.putIntRelease(base + TpacketV3.BLOCK_STATUS, TpacketV3.STATUS_USER);
    }
}
