/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * One real server in a listing.
 *
 * @param id                    index by which flow entries refer to it.
 * @param key                   identity.
 * @param spec                  what was set.
 * @param available             false for a deleted server that connections still refer to; listings of services leave
 *                              it out, listings of connections need its address.
 * @param activeConnections     active by the rules of IPVS.
 * @param inactiveConnections   all others.
 * @param persistentConnections templates.
 * @param traffic               since the start or the last zeroing.
 */
public record DestinationRow(
    int id,
    DestinationKey key,
    DestinationSpec spec,
    boolean available,
    long activeConnections,
    long inactiveConnections,
    long persistentConnections,
    TrafficRow traffic)
{
}
