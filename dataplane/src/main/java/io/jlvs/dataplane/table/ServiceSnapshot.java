/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import java.util.Collection;

/**
 * All virtual services at one moment. Immutable: the conductor builds a new one for each change and publishes it by
 * a volatile reference; workers look up without allocation or lock.
 */
public final class ServiceSnapshot
{
    /** No services, version 0. */
    public static final ServiceSnapshot EMPTY = new ServiceSnapshot(0, new Service[0]);

    private static final long MIX = 0xD6E8FEB86659FD93L;

    private final long version;
    private final Service[] services;
    private final Service[] servicesById;
    private final Service[] buckets;
    private final Service[] addressBuckets;
    private final int mask;

    /**
     * Index services.
     *
     * @param version  that grows with each snapshot.
     * @param services with distinct ids and distinct family, protocol, address and port.
     * @throws IllegalArgumentException if two services have the same id or the same key.
     */
    public ServiceSnapshot(final long version, final Collection<Service> services)
    {
        this(version, services.toArray(new Service[0]));
    }

    /**
     * Index services.
     *
     * @param version  that grows with each snapshot.
     * @param services with distinct ids and distinct family, protocol, address and port; copied.
     * @throws IllegalArgumentException if two services have the same id or the same key.
     */
    public ServiceSnapshot(final long version, final Service[] services)
    {
        this.version = version;
        this.services = services.clone();

        int maxId = -1;
        for (final Service service : services)
        {
            maxId = Math.max(maxId, service.id());
        }
        servicesById = new Service[maxId + 1];

        // At most half full, so that a miss (every packet of the host's own) ends after a slot or two.
        final int capacity = Integer.highestOneBit(Math.max(1, services.length)) << 2;
        mask = capacity - 1;
        buckets = new Service[capacity];
        addressBuckets = new Service[capacity];
        for (final Service service : services)
        {
            add(service);
        }
    }

    /**
     * Service of a packet.
     *
     * @param ipv6            family.
     * @param protocol        IANA number.
     * @param destinationHigh high 64 bits of the destination address, 0 for IPv4.
     * @param destinationLow  low 64 bits.
     * @param destinationPort of the packet.
     * @return null if the packet belongs to no service.
     */
    public Service match(
        final boolean ipv6,
        final int protocol,
        final long destinationHigh,
        final long destinationLow,
        final int destinationPort)
    {
        int index = hash(ipv6, protocol, destinationHigh, destinationLow, destinationPort) & mask;
        Service service;
        while (null != (service = buckets[index]))
        {
            if (service.addressLow() == destinationLow &&
                service.port() == destinationPort &&
                service.protocol() == protocol &&
                service.addressHigh() == destinationHigh &&
                service.ipv6() == ipv6)
            {
                return service;
            }
            index = index + 1 & mask;
        }

        return null;
    }

    /**
     * Whether any service has an address: for fragments, which carry no port.
     *
     * @param ipv6            family.
     * @param destinationHigh high 64 bits of the destination address, 0 for IPv4.
     * @param destinationLow  low 64 bits.
     * @return true if a service has it.
     */
    public boolean hasAddress(final boolean ipv6, final long destinationHigh, final long destinationLow)
    {
        return null != addressBuckets[addressIndex(ipv6, destinationHigh, destinationLow)];
    }

    /**
     * Service by id.
     *
     * @param id of the service.
     * @return null if there is none.
     */
    public Service byId(final int id)
    {
        return id >= 0 && id < servicesById.length ? servicesById[id] : null;
    }

    /**
     * All services, in the order given.
     *
     * @return the array itself; must not be modified.
     */
    public Service[] services()
    {
        return services;
    }

    /**
     * Number of services.
     *
     * @return count.
     */
    public int size()
    {
        return services.length;
    }

    /**
     * Version of the snapshot.
     *
     * @return as given.
     */
    public long version()
    {
        return version;
    }

    private void add(final Service service)
    {
        if (null != servicesById[service.id()])
        {
            throw new IllegalArgumentException("two services have the id " + service.id());
        }
        servicesById[service.id()] = service;

        int index = hash(
            service.ipv6(), service.protocol(), service.addressHigh(), service.addressLow(), service.port()) & mask;
        while (null != buckets[index])
        {
            if (isSameKey(service, buckets[index]))
            {
                throw new IllegalArgumentException(
                    "services " + buckets[index].id() + " and " + service.id() + " have the same address and port");
            }
            index = index + 1 & mask;
        }
        buckets[index] = service;
        addressBuckets[addressIndex(service.ipv6(), service.addressHigh(), service.addressLow())] = service;
    }

    /**
     * Place of an address: empty, or taken by some service with this address.
     */
    private int addressIndex(final boolean ipv6, final long addressHigh, final long addressLow)
    {
        int index = hash(ipv6, 0, addressHigh, addressLow, 0) & mask;
        Service service;
        while (null != (service = addressBuckets[index]) &&
            (service.addressLow() != addressLow || service.addressHigh() != addressHigh || service.ipv6() != ipv6))
        {
            index = index + 1 & mask;
        }

        return index;
    }

    private static boolean isSameKey(final Service a, final Service b)
    {
        return a.ipv6() == b.ipv6() && a.protocol() == b.protocol() && a.port() == b.port() &&
            a.addressHigh() == b.addressHigh() && a.addressLow() == b.addressLow();
    }

    private static int hash(
        final boolean ipv6, final int protocol, final long addressHigh, final long addressLow, final int port)
    {
        long hash = (addressLow ^ (long)port << 32) * MIX + addressHigh;
        hash = (hash ^ hash >>> 32 ^ (long)protocol << 1 ^ (ipv6 ? 1 : 0)) * MIX;
        return (int)(hash >>> 32);
    }
}
