/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Traffic counters of a service or destination as listings print them.
 *
 * @param connections scheduled.
 * @param inPackets   from clients.
 * @param outPackets  to clients through the director; 0 with direct routing and tunnels.
 * @param inBytes     of IP datagrams from clients.
 * @param outBytes    to clients through the director.
 */
public record TrafficRow(long connections, long inPackets, long outPackets, long inBytes, long outBytes)
{
    /** No traffic. */
    public static final TrafficRow ZERO = new TrafficRow(0, 0, 0, 0, 0);
}
