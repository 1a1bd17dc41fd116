/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.engine.OffloadOutcome;
import io.jlvs.dataplane.linux.MappedRegion;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The XDP program that forwards packets of known flows, loaded, with the memory it shares with the director: sole owner
 * of both. It forwards nothing before {@link #port} and {@link #heartbeat} were called; where it is attached is not its
 * matter. The conductor's, save the memory of flows.
 */
public final class DirectorProgram implements AutoCloseable
{
    /** Flag of BPF_PROG_LOAD: {@code BPF_F_XDP_HAS_FRAGS} (Linux 5.18). */
    private static final int FLAG_XDP_HAS_FRAGS = 1 << 5;
    private static final List<String> ARCHITECTURES = List.of("amd64", "x86_64");
    private static final int NS_PER_TICK = (int)TimeUnit.MILLISECONDS.toNanos(10);
    private static final int IDENTIFICATIONS = 1 << Short.SIZE;

    private final List<MappedRegion> regions = new ArrayList<>();
    private final BpfObject object;
    private final boolean frags;
    private final int cpus;
    private final UnsafeBuffer flowsIpv4;
    private final UnsafeBuffer flowsIpv6;
    private final UnsafeBuffer destinations;
    private final UnsafeBuffer traffic;
    private final UnsafeBuffer outcomes;
    private final UnsafeBuffer ports;
    private final UnsafeBuffer heartbeat;

    private DirectorProgram(
        final BpfObject object, final boolean frags, final TableShape ipv4, final TableShape ipv6, final int cpus)
    {
        this.object = object;
        this.frags = frags;
        this.cpus = cpus;
        flowsIpv4 = map(
            DirectorLayout.FLOWS_IPV4_MAP, FlowTableDescriptor.regionLength(false, ipv4.capacity()));
        flowsIpv6 = map(
            DirectorLayout.FLOWS_IPV6_MAP, FlowTableDescriptor.regionLength(true, ipv6.capacity()));
        destinations = map(
            DirectorLayout.DESTINATIONS_MAP, DirectorLayout.MAX_DESTINATIONS * DestinationCells.CELL_LENGTH);
        traffic = map(
            DirectorLayout.TRAFFIC_MAP, DirectorLayout.trafficRows(cpus) * DirectorLayout.TRAFFIC_ROW_LENGTH);
        outcomes = map(DirectorLayout.OUTCOMES_MAP, cpus * DirectorLayout.COUNTS_LENGTH);
        ports = map(DirectorLayout.PORTS_MAP, DirectorLayout.MAX_PORTS * DirectorLayout.PORT_LENGTH);
        heartbeat = map(DirectorLayout.HEARTBEAT_MAP, DirectorLayout.HEARTBEAT_LENGTH);

        // Zeroed memory could mean a time to come.
        heartbeat(nowTicks() - 1);
        final int first = ThreadLocalRandom.current().nextInt(IDENTIFICATIONS);
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            // As far from each other as they can be.
            outcomes.putLong(
                cpu * DirectorLayout.COUNTS_LENGTH + DirectorLayout.COUNTS_IDENTIFICATION_OFFSET,
                first + (long)cpu * IDENTIFICATIONS / cpus);
        }
    }

    /**
     * Load the program and map its memory, zeroed. Takes a tenth of a second or more, to learn how the
     * kernel's clock goes.
     *
     * @param directory of the director (--dir), by which a later one finds what this one left.
     * @param ipv4      flow table.
     * @param ipv6      flow table.
     * @return the program, owned by the caller.
     * @throws IllegalStateException if this machine cannot do it, with the reason.
     * @throws BpfException          if the kernel refuses the program.
     */
    public static DirectorProgram open(final Path directory, final TableShape ipv4, final TableShape ipv6)
    {
        if (!ARCHITECTURES.contains(System.getProperty("os.arch")))
        {
            throw new IllegalStateException(
                "the XDP program relies on the order in which x86 loads, it cannot run on " +
                System.getProperty("os.arch"));
        }

        final GuardOwner owner = GuardOwner.self(directory);
        final KernelClock clock = KernelClock.calibrate();
        try
        {
            return open(owner, clock, ipv4, ipv6, true);
        }
        catch (final BpfException ex)
        {
            try
            {
                return open(owner, clock, ipv4, ipv6, false);
            }
            catch (final BpfException second)
            {
                ex.addSuppressed(second);
                throw ex;
            }
        }
    }

    static DirectorProgram open(
        final GuardOwner owner,
        final KernelClock clock,
        final TableShape ipv4,
        final TableShape ipv6,
        final boolean frags)
    {
        final int cpus = Native.check("libbpf_num_possible_cpus", Native.libBpf().possibleCpus());
        final BpfObject object = BpfObject.open(DirectorLayout.RESOURCE, DirectorLayout.OBJECT_NAME);
        try
        {
            object.initialValue(
                DirectorLayout.CONSTANTS_MAP,
                DirectorLayout.constants(owner, ipv4, ipv6, cpus, frags, OffloadOutcome.values().length, clock));
            object.maxEntries(
                DirectorLayout.FLOWS_IPV4_MAP,
                FlowTableDescriptor.HEADER_LENGTH / FlowTableDescriptor.IPV4_ENTRY_LENGTH + ipv4.capacity());
            object.maxEntries(
                DirectorLayout.FLOWS_IPV6_MAP,
                FlowTableDescriptor.HEADER_LENGTH / FlowTableDescriptor.IPV6_ENTRY_LENGTH + ipv6.capacity());
            object.maxEntries(
                DirectorLayout.TRAFFIC_MAP, DirectorLayout.trafficRows(cpus) * DirectorLayout.MAX_DESTINATIONS);
            object.maxEntries(DirectorLayout.OUTCOMES_MAP, cpus);
            object.programFlags(DirectorLayout.PROGRAM, frags ? FLAG_XDP_HAS_FRAGS : 0);
            object.load();

            return new DirectorProgram(object, frags, ipv4, ipv6, cpus);
        }
        catch (final RuntimeException ex)
        {
            object.close();
            throw ex;
        }
    }

    /**
     * The program.
     *
     * @return descriptor of the loaded program, closed with this object.
     */
    public int programFd()
    {
        return object.programFd(DirectorLayout.PROGRAM);
    }

    /**
     * Whether the program takes frames of several buffers, and so interfaces with a large MTU.
     *
     * @return false before Linux 5.18.
     */
    public boolean frags()
    {
        return frags;
    }

    /**
     * Memory of the IPv4 flow table.
     *
     * @return of {@link FlowTableDescriptor#regionLength}.
     */
    public UnsafeBuffer flowsIpv4()
    {
        return flowsIpv4;
    }

    /**
     * Memory of the IPv6 flow table.
     *
     * @return of {@link FlowTableDescriptor#regionLength}.
     */
    public UnsafeBuffer flowsIpv6()
    {
        return flowsIpv6;
    }

    /**
     * Where another process finds the IPv4 flow table.
     *
     * @return id of the kernel's map.
     */
    public int flowsIpv4MapId()
    {
        return object.map(DirectorLayout.FLOWS_IPV4_MAP).info().id();
    }

    /**
     * Where another process finds the IPv6 flow table.
     *
     * @return id of the kernel's map.
     */
    public int flowsIpv6MapId()
    {
        return object.map(DirectorLayout.FLOWS_IPV6_MAP).info().id();
    }

    /**
     * Memory of the destinations.
     *
     * @return for {@link DestinationCells}.
     */
    public UnsafeBuffer destinations()
    {
        return destinations;
    }

    /**
     * Forward packets that come in by an interface; once more when its hardware address has changed.
     *
     * @param interfaceIndex of the kernel.
     * @param mac            of the interface, 48 bits.
     * @throws IllegalStateException if an interface has the place whose index is the same modulo 256.
     */
    public void port(final int interfaceIndex, final long mac)
    {
        final int offset = portOffset(interfaceIndex);
        final int present = ports.getInt(offset + DirectorLayout.PORT_INTERFACE_OFFSET);
        if (present != 0 && present != interfaceIndex)
        {
            throw new IllegalStateException(
                "interface " + interfaceIndex + " cannot be served beside interface " + present +
                ": their indexes are the same modulo " + DirectorLayout.MAX_PORTS);
        }

        EthernetFlyweight.mac(ports, offset + DirectorLayout.PORT_MAC_OFFSET, mac);
        // The program compares the interface first. It may see half a new address: then the packet goes up.
        ports.putIntRelease(offset + DirectorLayout.PORT_INTERFACE_OFFSET, interfaceIndex);
    }

    /**
     * Forward also packets to virtual routers' hardware addresses that come in by an interface.
     *
     * @param interfaceIndex that {@link #port} was called for.
     * @param macs           48 bits each, in place of those given before; others than virtual routers' are left out.
     */
    public void virtualMacs(final int interfaceIndex, final long[] macs)
    {
        final long[] words = DirectorLayout.virtualRouters(macs);
        for (int i = 0; i < words.length; i++)
        {
            // The program reads whole words, at its next packet.
            ports.putLongRelease(
                portOffset(interfaceIndex) + DirectorLayout.PORT_VIRTUAL_ROUTERS_OFFSET + i * Long.BYTES, words[i]);
        }
    }

    /**
     * Forward no packets of an interface any more.
     *
     * @param interfaceIndex of the kernel.
     */
    public void removePort(final int interfaceIndex)
    {
        final int offset = portOffset(interfaceIndex);
        if (ports.getInt(offset + DirectorLayout.PORT_INTERFACE_OFFSET) == interfaceIndex)
        {
            ports.putIntRelease(offset + DirectorLayout.PORT_INTERFACE_OFFSET, 0);
        }
    }

    /**
     * Say until when to forward.
     *
     * @param untilTicks as the tables count time.
     */
    public void heartbeat(final int untilTicks)
    {
        // All that was put into the tables before counts from now on.
        VarHandle.releaseFence();
        heartbeat.putIntRelease(DirectorLayout.HEARTBEAT_UNTIL_OFFSET, untilTicks);
    }

    /**
     * Packets forwarded for a destination.
     *
     * @param destinationId id; those beyond the memory of destinations are never forwarded to.
     * @return sum over the CPUs since the program was loaded.
     */
    public long packets(final int destinationId)
    {
        return traffic(destinationId, DirectorLayout.TRAFFIC_PACKETS_OFFSET);
    }

    /**
     * Bytes of IP datagrams forwarded for a destination.
     *
     * @param destinationId id; those beyond the memory of destinations are never forwarded to.
     * @return sum over the CPUs since the program was loaded.
     */
    public long bytes(final int destinationId)
    {
        return traffic(destinationId, DirectorLayout.TRAFFIC_BYTES_OFFSET);
    }

    /**
     * Leave what others counted for a destination to a following director.
     *
     * @param destinationId id; those beyond the memory of destinations are left out.
     * @param packets       counted by others than the program.
     * @param bytes         of these packets.
     * @param connections   scheduled.
     */
    public void counted(final int destinationId, final long packets, final long bytes, final long connections)
    {
        if (destinationId < DirectorLayout.MAX_DESTINATIONS)
        {
            final int offset =
                cpus * DirectorLayout.TRAFFIC_ROW_LENGTH + destinationId * DirectorLayout.TRAFFIC_LENGTH;
            traffic.putLong(offset + DirectorLayout.TRAFFIC_PACKETS_OFFSET, packets);
            traffic.putLong(offset + DirectorLayout.TRAFFIC_BYTES_OFFSET, bytes);
            traffic.putLong(
                offset + DirectorLayout.TRAFFIC_ROW_LENGTH + DirectorLayout.TRAFFIC_PACKETS_OFFSET, connections);
        }
    }

    /**
     * Packets by what became of them.
     *
     * @param outcome kind.
     * @return sum over the CPUs since the program was loaded.
     */
    public long outcomes(final OffloadOutcome outcome)
    {
        return sum(
            outcomes,
            DirectorLayout.COUNTS_PACKETS_OFFSET + outcome.ordinal() * Long.BYTES,
            DirectorLayout.COUNTS_LENGTH);
    }

    /**
     * Unmap the memory and let go of program and maps. Where the program is attached it stays, with them.
     */
    @Override
    public void close()
    {
        regions.forEach(MappedRegion::close);
        object.close();
    }

    /** The clock of the tables, as the data plane counts it. */
    static int nowTicks()
    {
        return (int)(System.nanoTime() / NS_PER_TICK);
    }

    private UnsafeBuffer map(final String name, final int length)
    {
        final MappedRegion region;
        try
        {
            region = object.map(name).mapped(length);
        }
        catch (final RuntimeException ex)
        {
            regions.forEach(MappedRegion::close);
            throw ex;
        }
        regions.add(region);

        return region.buffer();
    }

    private long traffic(final int destinationId, final int offset)
    {
        return destinationId < DirectorLayout.MAX_DESTINATIONS ?
            sum(
                traffic,
                destinationId * DirectorLayout.TRAFFIC_LENGTH + offset,
                DirectorLayout.MAX_DESTINATIONS * DirectorLayout.TRAFFIC_LENGTH) :
            0;
    }

    private long sum(final UnsafeBuffer buffer, final int offset, final int stride)
    {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            sum += buffer.getLongVolatile(offset + cpu * stride);
        }

        return sum;
    }

    private static int portOffset(final int interfaceIndex)
    {
        return (interfaceIndex & DirectorLayout.MAX_PORTS - 1) * DirectorLayout.PORT_LENGTH;
    }
}
