/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.diff.DirectorCommand;
import io.jlvs.control.diff.DirectorCommand.DeleteDestination;
import io.jlvs.control.diff.DirectorCommand.DeleteService;
import io.jlvs.control.diff.DirectorCommand.SetDestination;
import io.jlvs.control.diff.DirectorCommand.SetService;
import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DirectorClient;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ServiceRow;

import java.nio.file.Path;
import java.util.List;

/**
 * Speaks with the director of a directory over its {@code cnc.dat}.
 */
final class CncDirectorLink implements DirectorLink
{
    /** Short, so that the health checks and the end of the process do not wait for a director that hangs. */
    private static final long TIMEOUT_MS = 700;
    private static final String CLIENT_NAME = "keepalived";

    private final Path directory;
    private DirectorClient client;
    private String reason = "";

    CncDirectorLink(final Path directory)
    {
        this.directory = directory;
    }

    @Override
    public boolean isAlive()
    {
        try
        {
            if (null == client)
            {
                client = DirectorClient.connect(directory, TIMEOUT_MS);
            }
        }
        catch (final DirectorUnavailableException ex)
        {
            reason = ex.getMessage();
            return false;
        }

        if (client.isDirectorAlive())
        {
            reason = "";
            return true;
        }
        reason = "the director in " + directory + " has ended or its heartbeat has stopped";

        return false;
    }

    @Override
    public String reason()
    {
        return reason;
    }

    @Override
    public long instanceId()
    {
        return client.instanceId();
    }

    @Override
    public List<ServiceRow> services()
    {
        return client.services();
    }

    @Override
    public CommandResponse send(final DirectorCommand command)
    {
        if (command instanceof SetService set)
        {
            return client.setService(set.service(), set.spec());
        }
        if (command instanceof SetDestination set)
        {
            return client.setDestination(set.service(), set.key(), set.spec());
        }
        if (command instanceof DeleteDestination delete)
        {
            return client.deleteDestination(delete.service(), delete.key());
        }

        return client.deleteService(((DeleteService)command).service());
    }

    @Override
    public void keepalive()
    {
        client.keepalive(CLIENT_NAME);
    }

    @Override
    public void close()
    {
        if (client != null)
        {
            client.close();
        }
    }
}
