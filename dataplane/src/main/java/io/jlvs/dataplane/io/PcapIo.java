/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import io.jlvs.dataplane.packet.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.concurrent.TimeoutException;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * {@link PacketIo} over capture files: the frames of one file (pcap or pcapng, Ethernet) are received, in order, and
 * what is sent goes to another file (pcap), with the time stamp of the frame received last. There is no waiting:
 * the whole input is ready at once, and {@link #isExhausted()} tells its end.
 * <p>
 * Frames carry no offload state. One owner; not thread safe.
 */
public final class PcapIo implements PacketIo
{
    private static final int HEADROOM = 256;
    private static final int MAX_FRAME_LENGTH = 256 * 1024;

    private final Path in;
    private final Path out;
    private final int interfaceIndex;
    private final PcapHandle source;
    private final PcapDumper sink;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HEADROOM + MAX_FRAME_LENGTH]);
    private final Frame frame = new Frame();
    private Timestamp timestamp = new Timestamp(0);
    private boolean isExhausted;

    /**
     * Open the files.
     *
     * @param in             capture to read.
     * @param out            capture to write, replaced if it exists; null to forget what is sent.
     * @param interfaceIndex that the frames are received on.
     * @throws IllegalArgumentException if the input is no capture of Ethernet frames, with the file and the reason.
     * @throws UncheckedIOException     if a file cannot be read or written.
     */
    public PcapIo(final Path in, final Path out, final int interfaceIndex)
    {
        if (!Files.isReadable(in))
        {
            throw new UncheckedIOException(new IOException("cannot read capture " + in));
        }
        this.in = in;
        this.out = out;
        this.interfaceIndex = interfaceIndex;
        source = open(in);
        PcapDumper dumper = null;
        try
        {
            if (!DataLinkType.EN10MB.equals(source.getDlt()))
            {
                throw new IllegalArgumentException(in + ": link type " + source.getDlt() + ", needed is Ethernet");
            }
            dumper = null == out ? null : source.dumpOpen(out.toString());
        }
        catch (final PcapNativeException | NotOpenException ex)
        {
            source.close();
            throw new UncheckedIOException(new IOException("cannot write capture " + out + ": " + ex.getMessage(), ex));
        }
        catch (final RuntimeException ex)
        {
            source.close();
            throw ex;
        }
        sink = dumper;
    }

    private static PcapHandle open(final Path in)
    {
        try
        {
            return Pcaps.openOffline(in.toString(), TimestampPrecision.NANO);
        }
        catch (final PcapNativeException ex)
        {
            throw new IllegalArgumentException(in + ": not a capture file: " + ex.getMessage(), ex);
        }
    }

    /**
     * Whether all frames have been received.
     *
     * @return true when {@link #poll} has found the end of the file.
     */
    public boolean isExhausted()
    {
        return isExhausted;
    }

    /**
     * Time stamp of the frame that was received last.
     *
     * @return nanoseconds since 1970.
     */
    public long timestampNs()
    {
        return timestamp.getTime() / 1000 * 1_000_000_000L + timestamp.getNanos();
    }

    @Override
    public int poll(final FrameHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit && !isExhausted)
        {
            final byte[] bytes = next();
            if (null != bytes)
            {
                timestamp = source.getTimestamp();
                buffer.putBytes(HEADROOM, bytes);
                frame.wrap(buffer, HEADROOM, bytes.length, HEADROOM, interfaceIndex);
                count++;
                handler.onFrame(frame);
            }
        }
        return count;
    }

    private byte[] next()
    {
        try
        {
            final byte[] bytes = source.getNextRawPacketEx();
            if (MAX_FRAME_LENGTH < bytes.length)
            {
                throw new IllegalArgumentException(in + ": frame of " + bytes.length + " bytes");
            }
            return bytes;
        }
        catch (final EOFException ex)
        {
            isExhausted = true;
            return null;
        }
        catch (final PcapNativeException | TimeoutException | NotOpenException ex)
        {
            isExhausted = true;
            throw new UncheckedIOException(new IOException(in + ": " + ex.getMessage(), ex));
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * Written to the file at once, whatever the interface.
     */
    @Override
    public boolean transmit(final int leavingBy, final Frame sent)
    {
        if (null != sink)
        {
            final byte[] bytes = new byte[sent.length()];
            sent.buffer().getBytes(sent.offset(), bytes);
            try
            {
                sink.dumpRaw(bytes, timestamp);
            }
            catch (final NotOpenException ex)
            {
                throw new UncheckedIOException(new IOException("cannot write capture " + out, ex));
            }
        }
        return true;
    }

    @Override
    public void flush()
    {
        if (null != sink)
        {
            try
            {
                sink.flush();
            }
            catch (final PcapNativeException | NotOpenException ex)
            {
                throw new UncheckedIOException(new IOException("cannot write capture " + out, ex));
            }
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * Returns at once: frames are waiting, or none will come.
     */
    @Override
    public void awaitFrames(final int timeoutMs)
    {
    }

    /**
     * {@inheritDoc}
     *
     * @return 0.
     */
    @Override
    public long receiveDrops()
    {
        return 0;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(sink, source);
    }
}
