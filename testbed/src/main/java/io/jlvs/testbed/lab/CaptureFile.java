/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads capture files.
 */
public final class CaptureFile
{
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long MS_PER_SECOND = 1_000L;

    private CaptureFile()
    {
    }

    /**
     * All frames of a file.
     *
     * @param file in pcap format, link type Ethernet.
     * @return frames in the order of the file.
     * @throws LabException when it cannot be read.
     */
    public static List<CapturedFrame> read(final Path file)
    {
        final List<CapturedFrame> frames = new ArrayList<>();
        try (PcapHandle handle = Pcaps.openOffline(file.toString(), PcapHandle.TimestampPrecision.NANO))
        {
            for (byte[] bytes = handle.getNextRawPacket(); null != bytes; bytes = handle.getNextRawPacket())
            {
                final Timestamp time = handle.getTimestamp();
                frames.add(new CapturedFrame(
                    Math.floorDiv(time.getTime(), MS_PER_SECOND) * NS_PER_SECOND + time.getNanos(), bytes));
            }
        }
        catch (final PcapNativeException | NotOpenException ex)
        {
            throw new LabException("cannot read capture " + file, ex);
        }
        return frames;
    }
}
