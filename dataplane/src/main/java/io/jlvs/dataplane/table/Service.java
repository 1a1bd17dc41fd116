/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * One virtual service as the workers see it: immutable, replaced as a whole when an operator changes it. {@code id}
 * and {@code counters} stay the same over all versions of a service, {@code version} grows.
 *
 * @param id                      small number, index of per-service worker state.
 * @param version                 grows with each change of the service or of its destinations.
 * @param ipv6                    family of the virtual address.
 * @param protocol                TCP, UDP or SCTP.
 * @param addressHigh             high 64 bits of the virtual address, 0 for IPv4.
 * @param addressLow              low 64 bits.
 * @param port                    virtual port.
 * @param schedulerName           as ipvsadm names it.
 * @param persistenceTimeoutTicks time-out of templates in ticks of 10 ms, 0 = not persistent.
 * @param destinations            newest first, as IPVS lists them to its schedulers; must not be modified.
 * @param counters                of the service.
 */
public record Service(
    int id,
    long version,
    boolean ipv6,
    int protocol,
    long addressHigh,
    long addressLow,
    int port,
    String schedulerName,
    long persistenceTimeoutTicks,
    Destination[] destinations,
    TrafficCounters counters)
{
    /**
     * Whether clients stick to a server.
     *
     * @return true for a persistent service.
     */
    public boolean isPersistent()
    {
        return 0 != persistenceTimeoutTicks;
    }
}
