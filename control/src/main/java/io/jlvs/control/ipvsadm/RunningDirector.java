/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.DirectorClient;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.table.Timeouts;

import java.nio.file.Path;
import java.util.List;

/**
 * A director in another process: commands and listings go through {@code cnc.dat}, connections are read from its flow
 * tables. Used by one thread.
 */
final class RunningDirector implements IpvsadmDirector
{
    private static final int NS_PER_TICK = 1_000_000_000 / Timeouts.TICKS_PER_SECOND;

    private final DirectorClient client;
    private final Path directory;

    private RunningDirector(final DirectorClient client, final Path directory)
    {
        this.client = client;
        this.directory = directory;
    }

    /**
     * The clock of the flow tables.
     *
     * @return ticks of 10 ms of the monotonic clock, modulo 2^32.
     */
    static int nowTicks()
    {
        return (int)(System.nanoTime() / NS_PER_TICK);
    }

    @Override
    public CommandResponse addService(final ServiceKey key, final ServiceSpec spec)
    {
        return client.addService(key, spec);
    }

    @Override
    public CommandResponse editService(final ServiceKey key, final ServiceSpec spec)
    {
        return client.editService(key, spec);
    }

    @Override
    public CommandResponse deleteService(final ServiceKey key)
    {
        return client.deleteService(key);
    }

    @Override
    public CommandResponse flush()
    {
        return client.flush();
    }

    @Override
    public CommandResponse addDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return client.addDestination(service, key, spec);
    }

    @Override
    public CommandResponse editDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return client.editDestination(service, key, spec);
    }

    @Override
    public CommandResponse deleteDestination(final ServiceKey service, final DestinationKey key)
    {
        return client.deleteDestination(service, key);
    }

    @Override
    public CommandResponse zeroAll()
    {
        return client.zeroAll();
    }

    @Override
    public CommandResponse zeroService(final ServiceKey key)
    {
        return client.zeroService(key);
    }

    @Override
    public CommandResponse setTimeouts(final TimeoutsRow timeouts)
    {
        return client.setTimeouts(timeouts);
    }

    @Override
    public TimeoutsRow timeouts()
    {
        return client.timeouts();
    }

    @Override
    public List<ServiceRow> services()
    {
        return client.services();
    }

    @Override
    public void connections(final ConnectionListener listener)
    {
        final List<ServiceRow> services = client.services();
        new ConnectionListing(services, nowTicks(), listener).read(directory);
    }

    @Override
    public void close()
    {
        client.close();
    }

    /** Connects through {@code cnc.dat}. */
    static final class Connector implements IpvsadmDirector.Connector
    {
        @Override
        public IpvsadmDirector connect(final Path directory)
        {
            return new RunningDirector(DirectorClient.connect(directory), directory);
        }
    }
}
