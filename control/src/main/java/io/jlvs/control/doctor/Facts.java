/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.net.InetAddress;
import java.util.List;

/**
 * All that the checks judge. Immutable.
 *
 * @param addresses virtual addresses that are looked at.
 * @param services  services of the director or of the configuration; empty when only addresses were given.
 * @param routers   what the configuration says of VRRP.
 * @param host      this host.
 * @param director  the director on this host.
 * @param wire      what was heard.
 */
public record Facts(
    List<InetAddress> addresses,
    List<ExaminedService> services,
    List<ConfiguredRouter> routers,
    Host host,
    DirectorFacts director,
    WireFacts wire)
{
    /**
     * Keep immutable copies.
     */
    public Facts
    {
        addresses = List.copyOf(addresses);
        services = List.copyOf(services);
        routers = List.copyOf(routers);
    }
}
