/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network: Ethernet segments and the hosts on them.
 *
 * @param name     for messages.
 * @param segments each a learning bridge.
 * @param hosts    on the segments.
 */
public record Topology(String name, List<String> segments, List<HostSpec> hosts)
{
    /**
     * Keep immutable copies and check the references between them.
     *
     * @throws IllegalArgumentException when a host's name occurs twice or an interface names an unknown segment.
     */
    public Topology
    {
        segments = List.copyOf(segments);
        hosts = List.copyOf(hosts);
        final Set<String> names = new HashSet<>();
        for (final HostSpec host : hosts)
        {
            if (!names.add(host.name()))
            {
                throw new IllegalArgumentException("two hosts are called " + host.name() + " in topology " + name);
            }
            for (final InterfaceSpec iface : host.interfaces())
            {
                if (!segments.contains(iface.segment()))
                {
                    throw new IllegalArgumentException("interface " + iface.name() + " of host " + host.name() +
                        " is on segment " + iface.segment() + ", topology " + name + " has " + segments);
                }
            }
        }
    }

    /**
     * A host by name.
     *
     * @param hostName of the host.
     * @return the host.
     * @throws IllegalArgumentException when there is none.
     */
    public HostSpec host(final String hostName)
    {
        for (final HostSpec host : hosts)
        {
            if (host.name().equals(hostName))
            {
                return host;
            }
        }
        throw new IllegalArgumentException("no host " + hostName + " in topology " + name);
    }
}
