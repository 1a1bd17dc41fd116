/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/**
 * What of a host matters to a real server, at one moment. Immutable.
 *
 * @param addresses by name of the interface; an interface that exists has an entry.
 * @param up        names of interfaces that are up.
 * @param settings  values by name; a setting that the kernel does not have is missing.
 */
public record HostSnapshot(Map<String, Set<InetAddress>> addresses, Set<String> up, Map<Sysctl, Integer> settings)
{
    boolean has(final Placement placement)
    {
        return addresses.getOrDefault(placement.interfaceName(), Set.of()).contains(placement.address());
    }

    boolean hasInterface(final String name)
    {
        return addresses.containsKey(name);
    }

    boolean isStrictForAll()
    {
        return Integer.valueOf(RequiredSetting.RP_FILTER_STRICT)
            .equals(settings.get(Sysctl.ipv4(RequiredSetting.ALL, "rp_filter")));
    }
}
