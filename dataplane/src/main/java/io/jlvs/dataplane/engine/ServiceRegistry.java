/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.ServiceSnapshot;
import io.jlvs.dataplane.table.TrafficCounters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the operator configured: services with their destinations, and the destinations that were deleted while
 * connections still refer to them. Answers commands as kernel IPVS does (net/netfilter/ipvs/ip_vs_ctl.c) and makes the
 * immutable snapshot that the workers read.
 * <p>
 * Owned by the conductor's thread; no I/O, so that it can be tested alone.
 */
final class ServiceRegistry
{
    private final int workerCount;
    private final DestinationTable destinationTable;
    private final RegistryListener listener;
    private final Map<ServiceKey, RegisteredService> services = new LinkedHashMap<>();
    private final Map<DeletedKey, RegisteredDestination> deleted = new HashMap<>();
    private final IdPool serviceIds = new IdPool();
    private long version;
    private ServiceSnapshot snapshot;

    /**
     * Empty registry.
     *
     * @param workerCount      number of workers that count traffic.
     * @param destinationTable where destinations are published by id.
     * @param listener         told of what must be guarded and resolved.
     */
    ServiceRegistry(final int workerCount, final DestinationTable destinationTable, final RegistryListener listener)
    {
        this.workerCount = workerCount;
        this.destinationTable = destinationTable;
        this.listener = listener;
        this.snapshot = ServiceSnapshot.EMPTY;
    }

    Outcome addService(final ServiceKey key, final ServiceSpec spec)
    {
        if (services.containsKey(key))
        {
            return Outcome.of(ResponseCode.SERVICE_EXISTS);
        }

        final Outcome check = SpecCheck.service(key, spec);
        if (check.isOk())
        {
            final RegisteredService service =
                new RegisteredService(key, spec, serviceIds.allocate(), new TrafficCounters(workerCount));
            services.put(key, service);
            changed(service);
            listener.onServiceAdded(key);
        }

        return check;
    }

    Outcome editService(final ServiceKey key, final ServiceSpec spec)
    {
        final RegisteredService service = services.get(key);
        if (null == service)
        {
            return Outcome.of(ResponseCode.NO_SUCH_SERVICE);
        }

        final Outcome check = SpecCheck.service(key, spec);
        if (check.isOk() && !spec.equals(service.spec))
        {
            service.spec = spec;
            changed(service);
        }

        return check;
    }

    Outcome setService(final ServiceKey key, final ServiceSpec spec)
    {
        return services.containsKey(key) ? editService(key, spec) : addService(key, spec);
    }

    Outcome deleteService(final ServiceKey key)
    {
        final RegisteredService service = services.remove(key);
        if (null == service)
        {
            return Outcome.of(ResponseCode.NO_SUCH_SERVICE);
        }

        for (final RegisteredDestination destination : service.destinations)
        {
            retire(key, destination);
        }

        serviceIds.free(service.id);
        version++;
        snapshot = null;
        listener.onServiceDeleted(key);
        return Outcome.OK;
    }

    Outcome flush()
    {
        for (final ServiceKey key : new ArrayList<>(services.keySet()))
        {
            deleteService(key);
        }

        return Outcome.OK;
    }

    Outcome addDestination(final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        final RegisteredService service = services.get(serviceKey);
        if (null == service)
        {
            return Outcome.of(ResponseCode.NO_SUCH_SERVICE);
        }

        final Outcome range = SpecCheck.range(spec);
        if (!range.isOk())
        {
            return range;
        }

        if (null != service.find(key))
        {
            return Outcome.of(ResponseCode.DESTINATION_EXISTS);
        }

        final Outcome address = SpecCheck.address(serviceKey, key, spec);
        if (!address.isOk())
        {
            return address;
        }

        final Outcome offered = SpecCheck.offered(spec);
        if (!offered.isOk())
        {
            return offered;
        }

        final RegisteredDestination destination = revive(service, key);
        destination.set(spec);
        destination.destination.available(true);
        service.destinations.add(0, destination);
        destinationsChanged(service);
        listener.onDestinationAdded(destination.destination);
        return Outcome.OK;
    }

    Outcome editDestination(final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        final RegisteredService service = services.get(serviceKey);
        if (null == service)
        {
            return Outcome.of(ResponseCode.NO_SUCH_SERVICE);
        }

        final Outcome range = SpecCheck.range(spec);
        if (!range.isOk())
        {
            return range;
        }

        final RegisteredDestination destination = service.find(key);
        if (null == destination)
        {
            return Outcome.of(ResponseCode.NO_SUCH_DESTINATION);
        }

        final Outcome offered = SpecCheck.offered(spec);
        if (!offered.isOk())
        {
            return offered;
        }

        destination.set(spec);
        destinationsChanged(service);

        return Outcome.OK;
    }

    Outcome setDestination(final ServiceKey serviceKey, final DestinationKey key, final DestinationSpec spec)
    {
        final RegisteredService service = services.get(serviceKey);
        final RegisteredDestination known = null == service ? null : service.find(key);
        if (null == known)
        {
            return addDestination(serviceKey, key, spec);
        }

        return spec.equals(known.spec) ? Outcome.OK : editDestination(serviceKey, key, spec);
    }

    Outcome deleteDestination(final ServiceKey serviceKey, final DestinationKey key)
    {
        final RegisteredService service = services.get(serviceKey);
        if (null == service)
        {
            return Outcome.of(ResponseCode.NO_SUCH_SERVICE);
        }

        final RegisteredDestination destination = service.find(key);
        if (null == destination)
        {
            return Outcome.of(ResponseCode.NO_SUCH_DESTINATION);
        }

        service.destinations.remove(destination);
        retire(serviceKey, destination);
        destinationsChanged(service);
        return Outcome.OK;
    }

    Outcome zeroAll()
    {
        services.values().forEach(RegisteredService::zero);
        return Outcome.OK;
    }

    Outcome zeroService(final ServiceKey key)
    {
        final RegisteredService service = services.get(key);
        if (null == service)
        {
            return Outcome.of(ResponseCode.NO_SUCH_SERVICE);
        }

        service.zero();
        return Outcome.OK;
    }

    /**
     * A destination for a connection that is restored from the record: the configured one, or a deleted one that waits
     * for its server to be added again.
     *
     * @param serviceKey     of the connection.
     * @param key            of its server.
     * @param forwardingCode of the connection.
     * @return the destination.
     */
    Destination destinationForRestore(
        final ServiceKey serviceKey, final DestinationKey key, final int forwardingCode)
    {
        final RegisteredService service = services.get(serviceKey);
        final RegisteredDestination configured = null == service ? null : service.find(key);
        if (null != configured)
        {
            return configured.destination;
        }

        return deleted.computeIfAbsent(new DeletedKey(serviceKey, key), (ignore) ->
        {
            final RegisteredDestination destination = newDestination(key, new TrafficCounters(workerCount));
            destination.set(new DestinationSpec(forwardingCode, 1, 0, 0, 0, 0, 0));
            listener.onDestinationAdded(destination.destination);
            return destination;
        }).destination;
    }

    /**
     * Forget deleted destinations to which nothing refers any more.
     *
     * @param nowMs       monotonic time.
     * @param minimumAgeMs that a destination must have been deleted for, so that no worker still schedules to it.
     * @return number of destinations forgotten.
     */
    int reapDeleted(final long nowMs, final long minimumAgeMs)
    {
        int count = 0;
        for (final Iterator<RegisteredDestination> it = deleted.values().iterator(); it.hasNext();)
        {
            final RegisteredDestination destination = it.next();
            if (destination.isReferred())
            {
                destination.idleSinceMs = RegisteredDestination.NOT_IDLE;
            }
            else if (RegisteredDestination.NOT_IDLE == destination.idleSinceMs)
            {
                destination.idleSinceMs = nowMs;
            }
            else if (nowMs - destination.idleSinceMs >= minimumAgeMs)
            {
                it.remove();
                destinationTable.free(destination.destination.id());
                listener.onDestinationRemoved(destination.destination);
                count++;
            }
        }

        version += count;
        return count;
    }

    /**
     * The services for the workers; the same object until something changes.
     *
     * @return immutable snapshot.
     */
    ServiceSnapshot snapshot()
    {
        if (null == snapshot)
        {
            final Service[] array = new Service[services.size()];
            int i = 0;
            for (final RegisteredService service : services.values())
            {
                array[i++] = service.view();
            }

            snapshot = new ServiceSnapshot(version, array);
        }

        return snapshot;
    }

    /**
     * Grows with each change.
     *
     * @return number of changes since the start.
     */
    long version()
    {
        return version;
    }

    Collection<RegisteredService> services()
    {
        return services.values();
    }

    Map<DeletedKey, RegisteredDestination> deletedDestinations()
    {
        return deleted;
    }

    private RegisteredDestination revive(final RegisteredService service, final DestinationKey key)
    {
        final RegisteredDestination old = deleted.remove(new DeletedKey(service.key, key));
        if (null == old)
        {
            return newDestination(key, service.counters);
        }

        old.destination.serviceCounters(service.counters);
        return old;
    }

    private RegisteredDestination newDestination(final DestinationKey key, final TrafficCounters serviceCounters)
    {
        final Address address = Address.of(key.address());
        final Destination destination = new Destination(
            destinationTable.allocateId(),
            address.ipv6(),
            address.high(),
            address.low(),
            key.port(),
            serviceCounters,
            workerCount);
        destinationTable.put(destination);
        return new RegisteredDestination(key, destination);
    }

    private void retire(final ServiceKey serviceKey, final RegisteredDestination destination)
    {
        destination.destination.available(false);
        destination.idleSinceMs = RegisteredDestination.NOT_IDLE;
        deleted.put(new DeletedKey(serviceKey, destination.key), destination);
    }

    private void destinationsChanged(final RegisteredService service)
    {
        service.destinationsChanged();
        changed(service);
    }

    private void changed(final RegisteredService service)
    {
        service.version = ++version;
        snapshot = null;
    }

    /**
     * Identity of a deleted destination.
     *
     * @param service     it belonged to.
     * @param destination key within the service.
     */
    record DeletedKey(ServiceKey service, DestinationKey destination)
    {
    }

    /**
     * Small numbers, the lowest free one first.
     */
    private static final class IdPool
    {
        private final List<Integer> free = new ArrayList<>();
        private int next;

        int allocate()
        {
            return free.isEmpty() ? next++ : free.remove(free.size() - 1);
        }

        void free(final int id)
        {
            free.add(id);
        }
    }
}
