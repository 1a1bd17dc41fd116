/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.diff.DesiredState;
import io.jlvs.control.diff.DirectorCommand;
import io.jlvs.control.diff.DirectorCommand.DeleteDestination;
import io.jlvs.control.diff.DirectorCommand.SetDestination;
import io.jlvs.control.diff.DirectorCommand.SetService;
import io.jlvs.control.diff.DirectorState;
import io.jlvs.control.model.Labels;
import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.text.InetText;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A director in memory: keeps what it is told and records the commands.
 */
final class FakeDirector implements DirectorLink
{
    final List<String> commands = new ArrayList<>();
    DirectorState state = new DirectorState();
    boolean isRunning = true;
    long instance = 1;
    int keepalives;
    Predicate<DirectorCommand> isUnsupported = (command) -> false;

    /** The director dies and a new one starts, empty. */
    void restart()
    {
        state = new DirectorState();
        instance++;
        isRunning = true;
    }

    List<String> takeCommands()
    {
        final List<String> taken = List.copyOf(commands);
        commands.clear();

        return taken;
    }

    @Override
    public boolean isAlive()
    {
        return isRunning;
    }

    @Override
    public String reason()
    {
        return isRunning ? "" : "none runs";
    }

    @Override
    public long instanceId()
    {
        return instance;
    }

    @Override
    public List<ServiceRow> services()
    {
        verifyRunning();
        final DesiredState snapshot = state.snapshot();
        final List<ServiceRow> rows = new ArrayList<>();
        snapshot.services().forEach(
            (key, service) ->
            {
                final List<DestinationRow> destinations = new ArrayList<>();
                service.destinations().forEach((destination, spec) -> destinations.add(0, new DestinationRow(
                    destinations.size(), destination, spec, true, 0, 0, 0, TrafficRow.ZERO)));
                rows.add(new ServiceRow(key, service.spec(), true, TrafficRow.ZERO, destinations));
            });

        return rows;
    }

    @Override
    public CommandResponse send(final DirectorCommand command)
    {
        verifyRunning();
        commands.add(text(command));
        if (isUnsupported.test(command))
        {
            return new CommandResponse(ResponseCode.UNSUPPORTED, "not offered");
        }
        if (!(command instanceof SetService) && !state.services().contains(command.service()))
        {
            return new CommandResponse(ResponseCode.NO_SUCH_SERVICE, "");
        }
        state.apply(command);

        return new CommandResponse(ResponseCode.OK, "");
    }

    @Override
    public void keepalive()
    {
        keepalives++;
    }

    @Override
    public void close()
    {
        isRunning = false;
    }

    private void verifyRunning()
    {
        if (!isRunning)
        {
            throw new DirectorUnavailableException(DirectorUnavailableException.Reason.NO_ANSWER, "no answer");
        }
    }

    private static String text(final DirectorCommand command)
    {
        final String service = Labels.service(command.service());
        if (command instanceof SetService set)
        {
            return "set " + service + " " + set.spec().schedulerName();
        }
        if (command instanceof SetDestination set)
        {
            return "set " + service + " " + InetText.of(set.key().address()) + " " + set.spec().weight();
        }

        return command instanceof DeleteDestination delete ?
            "delete " + service + " " + InetText.of(delete.key().address()) : "delete " + service;
    }
}
