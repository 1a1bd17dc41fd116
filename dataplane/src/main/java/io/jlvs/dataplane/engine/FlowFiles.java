/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.PersistenceTemplates;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * The flow tables as files in the director's directory, mapped, so that {@code ipvsadm -Lnc} can read them. Made anew
 * at each start and moved into place whole.
 */
final class FlowFiles implements AutoCloseable
{
    private static final int CHUNK_LENGTH = 1 << 20;

    private final MappedRegion ipv4;
    private final MappedRegion ipv6;
    private final Connections.FlowRegions regions;

    private FlowFiles(final MappedRegion ipv4, final MappedRegion ipv6, final int capacityIpv4, final int capacityIpv6)
    {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.regions = new Connections.FlowRegions(
            ipv4.buffer(),
            ipv6.buffer(),
            PersistenceTemplates.allocateHolds(capacityIpv4),
            PersistenceTemplates.allocateHolds(capacityIpv6));
    }

    static FlowFiles create(final Path directory, final int connections, final int workers) throws IOException
    {
        final int capacityIpv4 = (int)FlowTableDescriptor.capacityFor(connections);
        final int capacityIpv6 = (int)FlowTableDescriptor.capacityFor(
            Math.min(connections, Configuration.CONNECTIONS_IPV6_DEFAULT));
        final MappedRegion ipv4 =
            create(directory.resolve(Configuration.FLOWS_IPV4_FILE), false, capacityIpv4, workers);
        try
        {
            final MappedRegion ipv6 =
                create(directory.resolve(Configuration.FLOWS_IPV6_FILE), true, capacityIpv6, workers);
            return new FlowFiles(ipv4, ipv6, capacityIpv4, capacityIpv6);
        }
        catch (final IOException | RuntimeException ex)
        {
            ipv4.close();
            throw ex;
        }
    }

    Connections.FlowRegions regions()
    {
        return regions;
    }

    void timeouts(final Timeouts timeouts)
    {
        FlowTableDescriptor.timeouts(regions.ipv4(), timeouts);
        FlowTableDescriptor.timeouts(regions.ipv6(), timeouts);
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(ipv4, ipv6);
    }

    private static MappedRegion create(
        final Path file, final boolean isIpv6, final int capacity, final int workers) throws IOException
    {
        final Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        final int length = FlowTableDescriptor.regionLength(isIpv6, capacity);
        allocate(temporary, length);
        final MappedRegion region = MappedRegion.ofFile(temporary, length);
        final UnsafeBuffer buffer = region.buffer();
        FlowTableDescriptor.initialise(
            buffer, isIpv6, capacity, new SecureRandom().nextLong(), workers, System.currentTimeMillis());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return region;
    }

    /**
     * Every byte is written, so that a full file system is an error here and not a SIGBUS in the hot path.
     */
    private static void allocate(final Path file, final int length) throws IOException
    {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_LENGTH);
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            for (int rest = length; rest > 0; rest -= CHUNK_LENGTH)
            {
                zeros.clear().limit(Math.min(rest, CHUNK_LENGTH));
                while (zeros.hasRemaining())
                {
                    channel.write(zeros);
                }
            }
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(file);
            throw new IOException(
                "cannot allocate " + length + " bytes for " + file + ": " + ex.getMessage() +
                ": make room there, start with fewer --connections, or use another --dir", ex);
        }
    }
}
