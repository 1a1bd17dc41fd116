/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffload;
import io.jlvs.dataplane.linux.BpfMapMemory;
import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The tables of an XDP program that a killed director left running.
 */
final class XdpPredecessor implements FlowOffload.Predecessor
{
    private static final byte[] FIRST_INDEX = new byte[Integer.BYTES];

    private final List<MappedRegion> flows;
    private final MappedRegion destinations;
    private final MappedRegion traffic;

    private XdpPredecessor(
        final List<MappedRegion> flows, final MappedRegion destinations, final MappedRegion traffic)
    {
        this.flows = flows;
        this.destinations = destinations;
        this.traffic = traffic;
    }

    /**
     * Who loaded a program.
     *
     * @param program attached somewhere.
     * @return null if it is not a director's, or of another layout.
     */
    static GuardOwner ownerOf(final KernelProgram program)
    {
        if (!DirectorLayout.PROGRAM.equals(program.info().name()))
        {
            return null;
        }

        try (BpfMap constants = program.map(DirectorLayout.CONSTANTS_MAP))
        {
            return null == constants || DirectorLayout.CONSTANTS_LENGTH != constants.info().valueSize() ?
                null : GuardOwner.decode(constants.get(FIRST_INDEX), DirectorLayout.VERSION);
        }
    }

    /**
     * Map the tables of a program.
     *
     * @param program of this layout.
     * @return the tables, to be closed.
     */
    static XdpPredecessor of(final KernelProgram program)
    {
        final int cpus = Native.check("libbpf_num_possible_cpus", Native.libBpf().possibleCpus());
        return new XdpPredecessor(
            List.of(flows(program, DirectorLayout.FLOWS_IPV4_MAP), flows(program, DirectorLayout.FLOWS_IPV6_MAP)),
            BpfMapMemory.map(
                mapId(program, DirectorLayout.DESTINATIONS_MAP),
                DirectorLayout.MAX_DESTINATIONS * DestinationCells.CELL_LENGTH),
            BpfMapMemory.map(
                mapId(program, DirectorLayout.TRAFFIC_MAP),
                DirectorLayout.trafficRows(cpus) * DirectorLayout.TRAFFIC_ROW_LENGTH));
    }

    @Override
    public List<UnsafeBuffer> flows()
    {
        return flows.stream().map(MappedRegion::buffer).toList();
    }

    @Override
    public DestinationCells destinations()
    {
        return new DestinationCells(destinations.buffer());
    }

    @Override
    public long packets(final int destinationId)
    {
        return sum(destinationId, DirectorLayout.TRAFFIC_PACKETS_OFFSET);
    }

    @Override
    public long bytes(final int destinationId)
    {
        return sum(destinationId, DirectorLayout.TRAFFIC_BYTES_OFFSET);
    }

    @Override
    public long connections(final int destinationId)
    {
        return traffic.buffer().getLong(
            connectionsRow() + destinationId * DirectorLayout.TRAFFIC_LENGTH + DirectorLayout.TRAFFIC_PACKETS_OFFSET);
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(flows);
        CloseHelper.quietCloseAll(destinations, traffic);
    }

    /** Over all rows but that of the connections, the last one. */
    private long sum(final int destinationId, final int offset)
    {
        long sum = 0;
        for (int row = 0; row < connectionsRow(); row += DirectorLayout.TRAFFIC_ROW_LENGTH)
        {
            sum += traffic.buffer().getLong(row + destinationId * DirectorLayout.TRAFFIC_LENGTH + offset);
        }

        return sum;
    }

    private int connectionsRow()
    {
        return traffic.length() - DirectorLayout.TRAFFIC_ROW_LENGTH;
    }

    private static MappedRegion flows(final KernelProgram program, final String name)
    {
        final int id = mapId(program, name);
        try (MappedRegion header = BpfMapMemory.map(id, FlowTableDescriptor.HEADER_LENGTH))
        {
            return BpfMapMemory.map(id, FlowTableDescriptor.regionLength(
                FlowTableDescriptor.isIpv6(header.buffer()), FlowTableDescriptor.capacity(header.buffer())));
        }
    }

    private static int mapId(final KernelProgram program, final String name)
    {
        try (BpfMap map = program.map(name))
        {
            if (null == map)
            {
                throw new IllegalStateException("the program " + program.info().id() + " has no map " + name);
            }

            return map.info().id();
        }
    }
}
