/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * One real server of one service. The identity (service, address, port) never changes; what an operator may edit is
 * volatile and written by the conductor alone. A destination that was deleted while connections still refer to it
 * stays, not available, until the last of them is gone or the server is added again: then it comes back with them
 * (the trash list of net/netfilter/ipvs/ip_vs_ctl.c).
 */
public final class Destination
{
    private final int id;
    private final boolean ipv6;
    private final long addressHigh;
    private final long addressLow;
    private final int port;
    private final TrafficCounters counters;
    private volatile TrafficCounters serviceCounters;
    private volatile int weight;
    private volatile int forwardingCode;
    private volatile boolean available;
    private volatile NextHop nextHop;

    /**
     * A destination that is not available yet.
     *
     * @param id              index in the destination table, at least 1.
     * @param ipv6            family of the server's address.
     * @param addressHigh     high 64 bits of the server's address, 0 for IPv4.
     * @param addressLow      low 64 bits.
     * @param port            of the server.
     * @param serviceCounters of the service it belongs to.
     * @param workerCount     number of workers that count.
     */
    public Destination(
        final int id,
        final boolean ipv6,
        final long addressHigh,
        final long addressLow,
        final int port,
        final TrafficCounters serviceCounters,
        final int workerCount)
    {
        this.id = id;
        this.ipv6 = ipv6;
        this.addressHigh = addressHigh;
        this.addressLow = addressLow;
        this.port = port;
        this.serviceCounters = serviceCounters;
        this.counters = new TrafficCounters(workerCount);
    }

    /**
     * Index in the destination table, as flow entries hold it.
     *
     * @return at least 1.
     */
    public int id()
    {
        return id;
    }

    /**
     * Family of the server's address; differs from the service's only with tunnels.
     *
     * @return true for IPv6.
     */
    public boolean ipv6()
    {
        return ipv6;
    }

    /**
     * High 64 bits of the server's address.
     *
     * @return 0 for IPv4.
     */
    public long addressHigh()
    {
        return addressHigh;
    }

    /**
     * Low 64 bits of the server's address.
     *
     * @return numeric value of the network-order bytes.
     */
    public long addressLow()
    {
        return addressLow;
    }

    /**
     * Port of the server.
     *
     * @return 0..65535.
     */
    public int port()
    {
        return port;
    }

    /**
     * Counters of this destination.
     *
     * @return the counters, shared.
     */
    public TrafficCounters counters()
    {
        return counters;
    }

    /**
     * Counters of the service it belongs to.
     *
     * @return the counters, shared.
     */
    public TrafficCounters serviceCounters()
    {
        return serviceCounters;
    }

    /**
     * Bind to a service that was deleted and added again.
     *
     * @param newServiceCounters of the new service.
     */
    public void serviceCounters(final TrafficCounters newServiceCounters)
    {
        serviceCounters = newServiceCounters;
    }

    /**
     * Weight; 0 takes no new connections.
     *
     * @return 0..2147483647.
     */
    public int weight()
    {
        return weight;
    }

    /**
     * Set the weight. Conductor only.
     *
     * @param newWeight 0..2147483647.
     */
    public void weight(final int newWeight)
    {
        weight = newWeight;
    }

    /**
     * Forwarding method for new connections.
     *
     * @return a {@link ForwardingCode}.
     */
    public int forwardingCode()
    {
        return forwardingCode;
    }

    /**
     * Set the forwarding method for new connections. Conductor only.
     *
     * @param newForwardingCode a {@link ForwardingCode}.
     */
    public void forwardingCode(final int newForwardingCode)
    {
        forwardingCode = newForwardingCode;
    }

    /**
     * False once the server was deleted: packets of its connections are dropped until it comes back.
     *
     * @return whether it is in its service's list.
     */
    public boolean available()
    {
        return available;
    }

    /**
     * Mark as added or deleted. Conductor only.
     *
     * @param newAvailable whether it is in its service's list.
     */
    public void available(final boolean newAvailable)
    {
        available = newAvailable;
    }

    /**
     * How to reach it.
     *
     * @return null until route and hardware address are known.
     */
    public NextHop nextHop()
    {
        return nextHop;
    }

    /**
     * Publish how to reach it. Conductor only.
     *
     * @param newNextHop null when route or neighbour went away.
     */
    public void nextHop(final NextHop newNextHop)
    {
        nextHop = newNextHop;
    }

    /**
     * Load as lc and wlc see it (ip_vs_dest_conn_overhead in include/net/ip_vs.h).
     *
     * @return active connections times 256 plus inactive ones.
     */
    public long overhead()
    {
        return (counters.sum(TrafficCounters.ACTIVE) << 8) + counters.sum(TrafficCounters.INACTIVE);
    }
}
