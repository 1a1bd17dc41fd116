/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads capture files of the classic format (magic 0xA1B2C3D4, microseconds or nanoseconds), without libpcap.
 */
final class PcapFile
{
    private static final int MAGIC_MICROS = 0xA1B2C3D4;
    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_TIME_LENGTH = 8;

    private PcapFile()
    {
    }

    static List<byte[]> read(final String resource)
    {
        try (InputStream in = PcapFile.class.getResourceAsStream(resource))
        {
            if (null == in)
            {
                throw new IllegalArgumentException("no such resource: " + resource);
            }
            return frames(ByteBuffer.wrap(in.readAllBytes()), resource);
        }
        catch (final IOException exception)
        {
            throw new UncheckedIOException(resource, exception);
        }
    }

    private static List<byte[]> frames(final ByteBuffer file, final String resource)
    {
        file.order(ByteOrder.LITTLE_ENDIAN);
        final int magic = file.getInt(0);
        if (MAGIC_MICROS != magic && MAGIC_NANOS != magic)
        {
            throw new IllegalArgumentException(resource + ": magic " + Integer.toHexString(magic));
        }
        final List<byte[]> frames = new ArrayList<>();
        file.position(FILE_HEADER_LENGTH);
        while (file.hasRemaining())
        {
            file.position(file.position() + RECORD_TIME_LENGTH);
            final byte[] frame = new byte[file.getInt()];
            final int wireLength = file.getInt();
            if (wireLength != frame.length)
            {
                throw new IllegalArgumentException(resource + ": frame was cut, " + frame.length + " of " + wireLength);
            }
            file.get(frame);
            frames.add(frame);
        }
        return frames;
    }
}
