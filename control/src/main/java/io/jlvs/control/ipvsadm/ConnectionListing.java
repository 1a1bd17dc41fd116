/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.engine.FlowFile;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.FlowEntry;
import io.jlvs.dataplane.table.FlowTableReader;
import io.jlvs.dataplane.table.Timeouts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes rows of the entries of a director's flow tables, which it reads while the workers write them, without locks.
 * The tables name a real server by the id of its destination; its address comes from the listing of services. An entry
 * whose server the listing did not have yet is left out, as one that is added behind a reader is. Used once.
 */
final class ConnectionListing implements Consumer<FlowEntry>
{
    private static final String IPV4_FILE = "flows4.dat";
    private static final String IPV6_FILE = "flows6.dat";
    private static final int RETIRED_PORT = 65535;

    private final Map<Integer, DestinationKey> servers = new HashMap<>();
    private final int nowTicks;
    private final IpvsadmDirector.ConnectionListener listener;
    private Timeouts timeouts;

    /**
     * A listing.
     *
     * @param services of the director, with the deleted ones that connections still refer to.
     * @param nowTicks time now, ticks of 10 ms of the monotonic clock.
     * @param listener gets the rows.
     */
    ConnectionListing(
        final List<ServiceRow> services, final int nowTicks, final IpvsadmDirector.ConnectionListener listener)
    {
        this.nowTicks = nowTicks;
        this.listener = listener;
        for (final ServiceRow service : services)
        {
            for (final DestinationRow server : service.destinations())
            {
                servers.put(server.id(), server.key());
            }
        }
    }

    /**
     * Read both tables of a director.
     *
     * @param directory of the director.
     * @throws IllegalStateException        if a table is not there or of another version.
     * @throws java.io.UncheckedIOException if a table cannot be read.
     */
    void read(final Path directory)
    {
        read(directory, IPV4_FILE);
        read(directory, IPV6_FILE);
    }

    @Override
    public void accept(final FlowEntry entry)
    {
        final DestinationKey server = servers.get(entry.destinationId());
        final int remainingTicks = entry.remainingTicks(nowTicks, timeouts);
        if (null == server || remainingTicks <= 0)
        {
            return;
        }

        // The kernel's timer has always lost a tick when somebody looks: 900 seconds show as 14:59.
        final long remainingSeconds = (remainingTicks - 1) / Timeouts.TICKS_PER_SECOND;
        final String protocol = IpProtocol.name(entry.protocol());
        listener.onConnection(new ConnectionRow(
            protocol,
            entry.protocol(),
            remainingSeconds,
            ConnectionState.name(entry.state()),
            bytes(entry.ipv6(), entry.sourceHigh(), entry.sourceLow()),
            entry.sourcePort(),
            bytes(entry.ipv6(), entry.destinationHigh(), entry.destinationLow()),
            entry.retired() ? RETIRED_PORT : entry.destinationPort(),
            server.address().getAddress(),
            serverPort(entry, server)));
    }

    private void read(final Path directory, final String file)
    {
        try (FlowTableReader reader = FlowFile.read(directory.resolve(file)))
        {
            timeouts = reader.timeouts();
            reader.forEach(this);
        }
    }

    /** A server of a port-0 service is reached on the port that the client asked for. */
    private static int serverPort(final FlowEntry entry, final DestinationKey server)
    {
        if (entry.retired())
        {
            return RETIRED_PORT;
        }
        return 0 == server.port() && !entry.template() ? entry.destinationPort() : server.port();
    }

    private static byte[] bytes(final boolean ipv6, final long high, final long low)
    {
        final byte[] address = new byte[ipv6 ? AddressText.IPV6_LENGTH : AddressText.IPV4_LENGTH];
        for (int i = address.length - 1; i >= 0; i--)
        {
            final int fromEnd = address.length - 1 - i;
            address[i] = (byte)((fromEnd < Long.BYTES ? low : high) >>> (Byte.SIZE * (fromEnd % Long.BYTES)));
        }
        return address;
    }
}
