/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.engine.Simulation;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The director of a dry run: takes the rules that {@code ipvsadm -S} saved, that is, services and servers to add, and
 * refuses all else.
 */
public final class SimulatedDirector implements IpvsadmDirector
{
    private final Simulation simulation;

    private SimulatedDirector(final Simulation simulation)
    {
        this.simulation = simulation;
    }

    /**
     * Give a dry run its services.
     *
     * @param rules      lines as {@code ipvsadm -S -n} prints them.
     * @param simulation to configure.
     * @param err        takes what ipvsadm would say about a line.
     * @return exit status of {@code ipvsadm -R}: 0 if all lines were taken.
     */
    public static int load(final InputStream rules, final Simulation simulation, final PrintStream err)
    {
        final IpvsadmCommand command = new IpvsadmCommand(
            Path.of("simulation"),
            (directory) -> new SimulatedDirector(simulation),
            new ServiceNames(Path.of("/etc/services")),
            new HostNames(Path.of("/etc/hosts"), true),
            rules,
            err,
            err,
            Map.of());
        return command.run(new String[] {"-R"});
    }

    @Override
    public CommandResponse addService(final ServiceKey key, final ServiceSpec spec)
    {
        return simulation.addService(key, spec);
    }

    @Override
    public CommandResponse addDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return simulation.addDestination(service, key, spec);
    }

    @Override
    public CommandResponse editService(final ServiceKey key, final ServiceSpec spec)
    {
        return refuse();
    }

    @Override
    public CommandResponse deleteService(final ServiceKey key)
    {
        return refuse();
    }

    @Override
    public CommandResponse flush()
    {
        return refuse();
    }

    @Override
    public CommandResponse editDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return refuse();
    }

    @Override
    public CommandResponse deleteDestination(final ServiceKey service, final DestinationKey key)
    {
        return refuse();
    }

    @Override
    public CommandResponse zeroAll()
    {
        return refuse();
    }

    @Override
    public CommandResponse zeroService(final ServiceKey key)
    {
        return refuse();
    }

    @Override
    public CommandResponse setTimeouts(final TimeoutsRow timeouts)
    {
        return refuse();
    }

    @Override
    public TimeoutsRow timeouts()
    {
        throw new UnsupportedOperationException("rules of a dry run add services and servers, they list nothing");
    }

    @Override
    public List<ServiceRow> services()
    {
        throw new UnsupportedOperationException("rules of a dry run add services and servers, they list nothing");
    }

    @Override
    public void connections(final ConnectionListener listener)
    {
        throw new UnsupportedOperationException("rules of a dry run add services and servers, they list nothing");
    }

    @Override
    public void close()
    {
    }

    private static CommandResponse refuse()
    {
        return new CommandResponse(
            ResponseCode.UNSUPPORTED, "rules of a dry run may only add services and servers (-A and -a)");
    }
}
