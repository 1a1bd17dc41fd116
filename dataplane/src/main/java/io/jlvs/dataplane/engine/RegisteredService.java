/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.TrafficCounters;

import java.util.ArrayList;
import java.util.List;

/**
 * A configured service as the conductor keeps it. Plain mutable state of one thread.
 */
final class RegisteredService
{
    final ServiceKey key;
    final int id;
    final TrafficCounters counters;
    /** Newest first, as IPVS keeps them. */
    final List<RegisteredDestination> destinations = new ArrayList<>();
    ServiceSpec spec;
    long version;
    private TrafficRow zero = TrafficRow.ZERO;
    private Destination[] array = {};

    RegisteredService(final ServiceKey key, final ServiceSpec spec, final int id, final TrafficCounters counters)
    {
        this.key = key;
        this.spec = spec;
        this.id = id;
        this.counters = counters;
    }

    RegisteredDestination find(final DestinationKey destinationKey)
    {
        for (final RegisteredDestination destination : destinations)
        {
            if (destination.key.equals(destinationKey))
            {
                return destination;
            }
        }

        return null;
    }

    void zero()
    {
        zero = Traffic.row(counters, TrafficRow.ZERO);
        destinations.forEach(RegisteredDestination::zero);
    }

    TrafficRow traffic()
    {
        return Traffic.row(counters, zero);
    }

    /**
     * A destination was added, edited or deleted: schedulers are told so by a new array.
     */
    void destinationsChanged()
    {
        array = new Destination[destinations.size()];
        for (int i = 0; i < array.length; i++)
        {
            array[i] = destinations.get(i).destination;
        }
    }

    Service view()
    {
        final Address address = Address.of(key.address());
        return new Service(
            id,
            version,
            address.ipv6(),
            key.protocol(),
            address.high(),
            address.low(),
            key.port(),
            spec.schedulerName(),
            spec.persistenceTimeoutSeconds() * (long)Ticks.PER_SECOND,
            array,
            counters);
    }
}
