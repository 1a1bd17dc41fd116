/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

/**
 * A route of a host.
 *
 * @param destination prefix, or "default".
 * @param via         address of the next hop; empty for a prefix that the host itself owns (a local route on lo).
 */
public record RouteSpec(String destination, String via)
{
    /**
     * A route through another host.
     *
     * @param destination prefix, or "default".
     * @param via         address of the next hop.
     * @return the route.
     */
    public static RouteSpec via(final String destination, final String via)
    {
        return new RouteSpec(destination, via);
    }

    /**
     * A whole prefix that the host takes as its own: many VIPs in one line.
     *
     * @param destination prefix.
     * @return the route.
     */
    public static RouteSpec local(final String destination)
    {
        return new RouteSpec(destination, "");
    }

    /**
     * Whether the host itself owns the prefix.
     *
     * @return true for a local route.
     */
    public boolean isLocal()
    {
        return via.isEmpty();
    }
}
