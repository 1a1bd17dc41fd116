/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
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
import java.util.List;

/**
 * The flow tables as files in the director's directory, mapped, so that {@code ipvsadm -Lnc} can read them. Made anew
 * at each start and moved into place whole.
 */
final class FlowFiles implements AutoCloseable
{
    private static final int CHUNK_LENGTH = 1 << 20;

    private final List<MappedRegion> mappings;
    private final Connections.FlowRegions regions;

    private FlowFiles(final List<MappedRegion> mappings, final UnsafeBuffer ipv4, final UnsafeBuffer ipv6)
    {
        this.mappings = mappings;
        this.regions = new Connections.FlowRegions(
            ipv4,
            ipv6,
            PersistenceTemplates.allocateHolds(FlowTableDescriptor.capacity(ipv4)),
            PersistenceTemplates.allocateHolds(FlowTableDescriptor.capacity(ipv6)));
    }

    /**
     * Tables in files of the directory.
     *
     * @param directory of the director.
     * @param ipv4      shape of the IPv4 table.
     * @param ipv6      shape of the IPv6 table.
     * @param workers   that write.
     * @return the tables, to be closed.
     * @throws IOException if there is no room.
     */
    static FlowFiles create(
        final Path directory, final TableShape ipv4, final TableShape ipv6, final int workers) throws IOException
    {
        final MappedRegion regionIpv4 =
            create(directory.resolve(Configuration.FLOWS_IPV4_FILE), false, ipv4, workers);
        try
        {
            final MappedRegion regionIpv6 =
                create(directory.resolve(Configuration.FLOWS_IPV6_FILE), true, ipv6, workers);
            return new FlowFiles(List.of(regionIpv4, regionIpv6), regionIpv4.buffer(), regionIpv6.buffer());
        }
        catch (final IOException | RuntimeException ex)
        {
            regionIpv4.close();
            throw ex;
        }
    }

    /**
     * Tables in the memory of an offload; the files of the directory say where that is.
     *
     * @param directory of the director.
     * @param offload   with memory for tables of these shapes.
     * @param ipv4      shape of the IPv4 table.
     * @param ipv6      shape of the IPv6 table.
     * @param workers   that write.
     * @return the tables.
     * @throws IOException if the files cannot be written.
     */
    static FlowFiles over(
        final Path directory,
        final FlowOffload offload,
        final TableShape ipv4,
        final TableShape ipv6,
        final int workers) throws IOException
    {
        initialise(offload.flowsIpv4(), false, ipv4, workers);
        initialise(offload.flowsIpv6(), true, ipv6, workers);
        refer(directory.resolve(Configuration.FLOWS_IPV4_FILE), offload.flowsIpv4(), offload.flowsIpv4MapId());
        refer(directory.resolve(Configuration.FLOWS_IPV6_FILE), offload.flowsIpv6(), offload.flowsIpv6MapId());
        return new FlowFiles(List.of(), offload.flowsIpv4(), offload.flowsIpv6());
    }

    static TableShape shapeIpv4(final int connections)
    {
        return new TableShape((int)FlowTableDescriptor.capacityFor(connections), new SecureRandom().nextLong());
    }

    static TableShape shapeIpv6(final int connections)
    {
        return shapeIpv4(Math.min(connections, Configuration.CONNECTIONS_IPV6_DEFAULT));
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
        CloseHelper.quietCloseAll(mappings);
    }

    private static MappedRegion create(
        final Path file, final boolean isIpv6, final TableShape shape, final int workers) throws IOException
    {
        final Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        final int length = FlowTableDescriptor.regionLength(isIpv6, shape.capacity());
        allocate(temporary, length);
        final MappedRegion region = MappedRegion.ofFile(temporary, length);
        initialise(region.buffer(), isIpv6, shape, workers);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return region;
    }

    private static void initialise(
        final UnsafeBuffer region, final boolean isIpv6, final TableShape shape, final int workers)
    {
        FlowTableDescriptor.initialise(
            region, isIpv6, shape.capacity(), shape.seed(), workers, System.currentTimeMillis());
    }

    private static void refer(final Path file, final UnsafeBuffer region, final int mapId) throws IOException
    {
        final byte[] header = new byte[FlowTableDescriptor.HEADER_LENGTH];
        region.getBytes(0, header);
        FlowTableDescriptor.mapId(new UnsafeBuffer(header), mapId);
        final Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, header);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
