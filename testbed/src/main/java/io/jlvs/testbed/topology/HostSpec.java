/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

import java.util.List;
import java.util.Map;

/**
 * A host.
 *
 * @param name       unique in the topology.
 * @param interfaces Ethernet interfaces.
 * @param loopback   addresses on lo, besides the kernel's own.
 * @param routes     besides the connected ones.
 * @param sysctls    kernel settings, name to value, applied when the interfaces exist and before they come up.
 */
public record HostSpec(
    String name,
    List<InterfaceSpec> interfaces,
    List<AddressSpec> loopback,
    List<RouteSpec> routes,
    Map<String, String> sysctls)
{
    /**
     * Keep immutable copies.
     */
    public HostSpec
    {
        interfaces = List.copyOf(interfaces);
        loopback = List.copyOf(loopback);
        routes = List.copyOf(routes);
        sysctls = Map.copyOf(sysctls);
    }
}
