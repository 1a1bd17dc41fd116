/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.diff;

import io.jlvs.control.diff.DirectorCommand.DeleteDestination;
import io.jlvs.control.diff.DirectorCommand.DeleteService;
import io.jlvs.control.diff.DirectorCommand.SetDestination;
import io.jlvs.control.diff.DirectorCommand.SetService;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fewest commands that lead from one state to another; none if they are equal. Within a service what is new comes
 * before what goes, so that it is not without a server in between.
 */
public final class ConfigDiff
{
    private ConfigDiff()
    {
    }

    /**
     * Compare two states.
     *
     * @param present what the director has.
     * @param desired what it should have.
     * @return commands in the order in which they must be sent.
     */
    public static List<DirectorCommand> between(final DesiredState present, final DesiredState desired)
    {
        final List<DirectorCommand> commands = new ArrayList<>();
        for (final Map.Entry<ServiceKey, DesiredService> entry : desired.services().entrySet())
        {
            service(commands, entry.getKey(), present.services().get(entry.getKey()), entry.getValue());
        }
        for (final ServiceKey key : present.services().keySet())
        {
            if (!desired.services().containsKey(key))
            {
                commands.add(new DeleteService(key));
            }
        }

        return commands;
    }

    private static void service(
        final List<DirectorCommand> commands,
        final ServiceKey service,
        final DesiredService present,
        final DesiredService desired)
    {
        if (null == present || !present.spec().equals(desired.spec()))
        {
            commands.add(new SetService(service, desired.spec()));
        }

        final Map<DestinationKey, DestinationSpec> old = null == present ? Map.of() : present.destinations();
        desired.destinations().forEach(
            (key, spec) ->
            {
                if (!spec.equals(old.get(key)))
                {
                    commands.add(new SetDestination(service, key, spec));
                }
            });
        for (final DestinationKey key : old.keySet())
        {
            if (!desired.destinations().containsKey(key))
            {
                commands.add(new DeleteDestination(service, key));
            }
        }
    }
}
