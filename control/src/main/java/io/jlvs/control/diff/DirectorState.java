/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.diff;

import io.jlvs.control.diff.DirectorCommand.DeleteDestination;
import io.jlvs.control.diff.DirectorCommand.DeleteService;
import io.jlvs.control.diff.DirectorCommand.SetDestination;
import io.jlvs.control.diff.DirectorCommand.SetService;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the director has of ours, as far as it is known from its listing and from what was sent since. Single writer.
 */
public final class DirectorState
{
    private final Map<ServiceKey, ServiceSpec> services = new LinkedHashMap<>();
    private final Map<ServiceKey, Map<DestinationKey, DestinationSpec>> destinations = new LinkedHashMap<>();

    /**
     * Take over a listing of the director.
     *
     * @param rows     the listing.
     * @param concerns services that are ours; all others are left alone.
     */
    public void reset(final List<ServiceRow> rows, final Set<ServiceKey> concerns)
    {
        services.clear();
        destinations.clear();
        for (final ServiceRow row : rows)
        {
            if (row.available() && concerns.contains(row.key()))
            {
                apply(new SetService(row.key(), row.spec()));
                for (final DestinationRow destination : row.destinations())
                {
                    if (destination.available())
                    {
                        apply(new SetDestination(row.key(), destination.key(), destination.spec()));
                    }
                }
            }
        }
    }

    /**
     * A command was carried out.
     *
     * @param command that the director took.
     */
    public void apply(final DirectorCommand command)
    {
        if (command instanceof SetService set)
        {
            services.put(set.service(), set.spec());
        }
        else if (command instanceof SetDestination set)
        {
            destinations.computeIfAbsent(set.service(), (key) -> new LinkedHashMap<>()).put(set.key(), set.spec());
        }
        else if (command instanceof DeleteDestination delete)
        {
            destinations.getOrDefault(delete.service(), Map.of()).remove(delete.key());
        }
        else if (command instanceof DeleteService delete)
        {
            services.remove(delete.service());
            destinations.remove(delete.service());
        }
    }

    /**
     * Services that the director has of ours.
     *
     * @return identities.
     */
    public Set<ServiceKey> services()
    {
        return Set.copyOf(services.keySet());
    }

    /**
     * The state as a value.
     *
     * @return a copy.
     */
    public DesiredState snapshot()
    {
        final Map<ServiceKey, DesiredService> copy = new LinkedHashMap<>();
        services.forEach(
            (key, spec) -> copy.put(key, new DesiredService(spec, destinations.getOrDefault(key, Map.of()))));

        return new DesiredState(copy);
    }
}
