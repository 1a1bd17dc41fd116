/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapIoTest
{
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;
    private static final int INTERFACE = 3;
    private static final List<Long> TIMES =
        List.of(1_700_000_000_000_000_001L, 1_700_000_001_000_000_002L, 1_700_000_002_000_000_003L);

    @TempDir
    private Path directory;
    private Path in;
    private Path out;
    private final List<byte[]> frames = List.of(frame(60, 1), frame(1514, 2), frame(65_226, 3));

    @BeforeEach
    void writeCapture() throws IOException
    {
        in = directory.resolve("in.pcap");
        out = directory.resolve("out.pcap");
        Files.write(in, pcap(ETHERNET, frames));
    }

    @Test
    void shouldReceiveAllFramesAndThenBeExhausted()
    {
        final List<byte[]> received = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        try (PcapIo io = new PcapIo(in, null, INTERFACE))
        {
            final FrameHandler handler = (frame) ->
            {
                assertEquals(INTERFACE, frame.interfaceIndex());
                assertTrue(128 <= frame.headroom());
                assertEquals(0, frame.packetType());
                received.add(bytes(frame.buffer(), frame.offset(), frame.length()));
                times.add(io.timestampNs());
            };

            assertEquals(2, io.poll(handler, 2));
            assertFalse(io.isExhausted());
            assertEquals(1, io.poll(handler, 2));
            assertEquals(0, io.poll(handler, 2));
            assertTrue(io.isExhausted());
        }

        assertEquals(frames.size(), received.size());
        for (int i = 0; i < frames.size(); i++)
        {
            assertArrayEquals(frames.get(i), received.get(i), "frame " + i);
        }
        assertEquals(TIMES, times);
    }

    @Test
    void shouldWriteWhatIsSentWithTheTimeOfWhatWasReceived() throws IOException
    {
        try (PcapIo io = new PcapIo(in, out, INTERFACE))
        {
            io.poll(
                (frame) ->
                {
                    frame.push(20);
                    frame.buffer().putByte(frame.offset(), (byte)0x77);
                    assertTrue(io.transmit(INTERFACE + 1, frame));
                },
                100);
        }

        final List<Long> times = new ArrayList<>();
        final List<byte[]> written = new ArrayList<>();
        try (PcapIo io = new PcapIo(out, null, INTERFACE))
        {
            io.poll(
                (frame) ->
                {
                    times.add(io.timestampNs());
                    written.add(bytes(frame.buffer(), frame.offset(), frame.length()));
                },
                100);
        }
        assertEquals(TIMES, times);
        for (int i = 0; i < frames.size(); i++)
        {
            final byte[] frame = written.get(i);
            assertEquals(frames.get(i).length + 20, frame.length);
            assertEquals(0x77, frame[0]);
            assertArrayEquals(frames.get(i), Arrays.copyOfRange(frame, 20, frame.length));
        }
    }

    @Test
    void shouldReadPcapng() throws IOException
    {
        Files.write(in, pcapng(frames.get(0)));
        final List<byte[]> received = new ArrayList<>();

        try (PcapIo io = new PcapIo(in, null, INTERFACE))
        {
            io.poll((frame) -> received.add(bytes(frame.buffer(), frame.offset(), frame.length())), 10);
        }

        assertEquals(1, received.size());
        assertArrayEquals(frames.get(0), received.get(0));
    }

    @Test
    void shouldSayWhatIsWrongWithTheInput() throws IOException
    {
        final Path text = Files.writeString(directory.resolve("text"), "no capture at all, only text");
        final Path raw = Files.write(directory.resolve("raw.pcap"), pcap(RAW_IP, frames));
        final Path absent = directory.resolve("absent.pcap");

        final String notACapture =
            assertThrows(IllegalArgumentException.class, () -> new PcapIo(text, null, 1).close()).getMessage();
        final String otherLinkType =
            assertThrows(IllegalArgumentException.class, () -> new PcapIo(raw, null, 1).close()).getMessage();
        final String noFile =
            assertThrows(UncheckedIOException.class, () -> new PcapIo(absent, null, 1).close()).getMessage();

        assertTrue(notACapture.startsWith(text + ": not a capture file"), notACapture);
        assertTrue(otherLinkType.startsWith(raw + ": link type") && otherLinkType.contains("Ethernet"), otherLinkType);
        assertTrue(noFile.contains(absent.toString()), noFile);
    }

    @Test
    void shouldReportATruncatedFile() throws IOException
    {
        final byte[] whole = pcap(ETHERNET, frames);
        Files.write(in, Arrays.copyOf(whole, whole.length - 100));

        try (PcapIo io = new PcapIo(in, null, INTERFACE))
        {
            final List<Integer> lengths = new ArrayList<>();
            final UncheckedIOException ex = assertThrows(
                UncheckedIOException.class, () -> io.poll((frame) -> lengths.add(frame.length()), 10));

            assertEquals(List.of(60, 1514), lengths);
            assertTrue(ex.getMessage().contains(in.toString()), ex.getMessage());
            assertTrue(io.isExhausted());
        }
    }

    private static byte[] frame(final int length, final int seed)
    {
        final byte[] frame = new byte[length];
        for (int i = 0; i < length; i++)
        {
            frame[i] = (byte)(i * 31 + seed);
        }
        return frame;
    }

    private static byte[] bytes(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static byte[] pcap(final int linkType, final List<byte[]> frames)
    {
        final ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(MAGIC_NANOSECONDS).putShort((short)2).putShort((short)4).putLong(0);
        file.putInt(262_144).putInt(linkType);
        for (int i = 0; i < frames.size(); i++)
        {
            final byte[] frame = frames.get(i);
            file.putInt(1_700_000_000 + i).putInt(i + 1).putInt(frame.length).putInt(frame.length).put(frame);
        }
        return Arrays.copyOf(file.array(), file.position());
    }

    private static byte[] pcapng(final byte[] frame)
    {
        final int padded = frame.length + 3 & -4;
        final ByteBuffer file = ByteBuffer.allocate(48 + 32 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putInt(1).putLong(-1).putInt(28);
        file.putInt(1).putInt(20).putInt(ETHERNET).putInt(0).putInt(20);
        file.putInt(6).putInt(32 + padded).putInt(0).putLong(0).putInt(frame.length).putInt(frame.length);
        file.put(frame).position(48 + 28 + padded).putInt(32 + padded);
        return file.array();
    }
}
