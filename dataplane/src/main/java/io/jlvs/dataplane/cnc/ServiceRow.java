/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.util.List;

/**
 * One virtual service in a listing.
 *
 * @param key          identity.
 * @param spec         what was set.
 * @param available    false for a deleted service that connections still refer to.
 * @param traffic      since the start or the last zeroing.
 * @param destinations newest first, as IPVS keeps them.
 */
public record ServiceRow(
    ServiceKey key,
    ServiceSpec spec,
    boolean available,
    TrafficRow traffic,
    List<DestinationRow> destinations)
{
}
