/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a configuration, or a running director, says is to be looked at. Immutable.
 *
 * @param services  with their servers.
 * @param routers   what VRRP is configured; empty for a director.
 * @param addresses virtual addresses of services and of VRRP, each once.
 */
public record ExaminedConfiguration(
    List<ExaminedService> services, List<ConfiguredRouter> routers, Set<InetAddress> addresses)
{
    /** Nothing. */
    public static final ExaminedConfiguration NONE = new ExaminedConfiguration(List.of(), List.of(), Set.of());

    /**
     * This and what another one says.
     *
     * @param other whose services are left out where this one has the same.
     * @return both.
     */
    public ExaminedConfiguration and(final ExaminedConfiguration other)
    {
        final Set<InetAddress> all = new LinkedHashSet<>(addresses);
        all.addAll(other.addresses);
        return new ExaminedConfiguration(
            services.isEmpty() ? other.services : services, routers.isEmpty() ? other.routers : routers, all);
    }

    /**
     * What concerns some addresses only.
     *
     * @param chosen addresses.
     * @return services of these addresses, all routers, and the addresses.
     */
    public ExaminedConfiguration only(final Set<InetAddress> chosen)
    {
        return new ExaminedConfiguration(
            services.stream().filter((service) -> chosen.contains(service.key().address())).toList(), routers, chosen);
    }
}
