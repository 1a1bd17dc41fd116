/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * How frames reach a destination: the answer of the routing and neighbour tables, resolved by the conductor and read
 * by the workers through {@link Destination#nextHop()}. Immutable.
 *
 * @param interfaceIndex  that the frames leave by.
 * @param sourceMac       48 bits, MAC of that interface.
 * @param destinationMac  48 bits, MAC of the server or of the gateway towards it.
 * @param mtu             of the route, in bytes of IP datagram.
 * @param sourceHigh      high 64 bits of the director's own address towards the server (outer source of a tunnel).
 * @param sourceLow       low 64 bits of that address.
 */
public record NextHop(
    int interfaceIndex,
    long sourceMac,
    long destinationMac,
    int mtu,
    long sourceHigh,
    long sourceLow)
{
}
