/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Numbers behind the names that iproute2 knows: those of the kernel's headers, and those of the files in
 * {@code /etc/iproute2}.
 */
final class RouteNames
{
    private static final Map<String, Integer> SCOPES = Map.of(
        "global", 0, "universe", 0, "site", 200, "link", 253, "host", 254, "nowhere", 255);
    private static final Map<String, Integer> TABLES = Map.of("default", 253, "main", 254, "local", 255);
    private static final Map<String, Integer> PROTOCOLS = Map.of(
        "redirect", 1, "kernel", 2, "boot", 3, "static", 4, "ra", 9, "dhcp", 16, "keepalived", 18);
    private static final int MAX_OCTET = 255;

    private final HostFacts host;

    RouteNames(final HostFacts host)
    {
        this.host = host;
    }

    OptionalInt scope(final String name)
    {
        return number(name, SCOPES, "rt_scopes", MAX_OCTET);
    }

    OptionalInt table(final String name)
    {
        return number(name, TABLES, "rt_tables", Integer.MAX_VALUE);
    }

    OptionalInt protocol(final String name)
    {
        return number(name, PROTOCOLS, "rt_protos", MAX_OCTET);
    }

    private OptionalInt number(
        final String name, final Map<String, Integer> known, final String file, final int maximum)
    {
        final OptionalLong number = Numbers.parse(name);
        if (number.isPresent())
        {
            return number.getAsLong() >= 0 && number.getAsLong() <= maximum ?
                OptionalInt.of((int)number.getAsLong()) : OptionalInt.empty();
        }

        return known.containsKey(name) ? OptionalInt.of(known.get(name)) : host.routeNumber(file, name);
    }
}
