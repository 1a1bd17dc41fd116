/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.BpfMapMemory;
import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.FlowTableReader;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Finds the flow table that a file of a director stands for: the file itself, or a BPF map that it names.
 */
public final class FlowFile
{
    private FlowFile()
    {
    }

    /**
     * Open a table for reading.
     *
     * @param file of a director.
     * @return the reader, to be closed.
     * @throws IllegalStateException if there is no such table, or it is of another version.
     * @throws UncheckedIOException  if the file cannot be read.
     */
    public static FlowTableReader read(final Path file)
    {
        final UnsafeBuffer header = new UnsafeBuffer(header(file));
        if (header.capacity() < FlowTableDescriptor.HEADER_LENGTH || 0 == FlowTableDescriptor.mapId(header))
        {
            return FlowTableReader.map(file);
        }

        final int mapId = FlowTableDescriptor.mapId(header);
        final int length = FlowTableDescriptor.regionLength(
            FlowTableDescriptor.isIpv6(header), FlowTableDescriptor.capacity(header));
        final MappedRegion region;
        try
        {
            region = BpfMapMemory.map(mapId, length);
        }
        catch (final NativeException ex)
        {
            throw new IllegalStateException(
                "flow table " + file + " is in the BPF map " + mapId + ", which cannot be read: " + ex.getMessage() +
                ": is the director running, and are you root?", ex);
        }

        try
        {
            return new FlowTableReader(region.buffer(), "in BPF map " + mapId, region);
        }
        catch (final RuntimeException ex)
        {
            region.close();
            throw ex;
        }
    }

    private static byte[] header(final Path file)
    {
        try (InputStream stream = Files.newInputStream(file))
        {
            return stream.readNBytes(FlowTableDescriptor.HEADER_LENGTH);
        }
        catch (final NoSuchFileException ex)
        {
            throw new IllegalStateException("flow table " + file + " does not exist: is the director running?", ex);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("flow table " + file + " cannot be read: " + ex.getMessage(), ex);
        }
    }
}
