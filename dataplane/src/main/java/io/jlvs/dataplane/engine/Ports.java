/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The interfaces that a director works on.
 *
 * @param links as they were at the start.
 */
record Ports(List<LinkInfo> links)
{
    /**
     * Look the interfaces up.
     *
     * @param context names them, or none for all that are up.
     * @return at least one interface.
     * @throws DirectorException for arguments that cannot work.
     */
    static Ports choose(final DirectorContext context)
    {
        checkArguments(context);
        final List<LinkInfo> all;
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            all = netlink.links();
        }

        if (context.interfaces().isEmpty())
        {
            final List<LinkInfo> up = unnamed(all);
            if (up.isEmpty())
            {
                throw DirectorException.usage(
                    "no interface is up but loopback: bring one up, or name one with --interface");
            }

            return new Ports(up);
        }

        final List<LinkInfo> chosen = new ArrayList<>();
        for (final String name : context.interfaces())
        {
            chosen.add(all.stream().filter((link) -> link.name().equals(name)).findFirst().orElseThrow(
                () -> DirectorException.usage("there is no interface '" + name + "' here; there are: " +
                    all.stream().map(LinkInfo::name).collect(Collectors.joining(", ")) +
                    ". Name one of them with --interface")));
        }

        return new Ports(chosen.stream().distinct().toList());
    }

    /**
     * Interfaces to work on when none is named: all that are up. Frames for a macvlan interface above one of them are
     * taken there ({@link VirtualMacTable}), so that it matters not whether VRRP or the director is started first.
     *
     * @param all of this host.
     * @return those that are up, without loopback.
     */
    static List<LinkInfo> unnamed(final List<LinkInfo> all)
    {
        final List<LinkInfo> up = all.stream().filter((link) -> link.up() && !link.loopback()).toList();
        final Ports below =
            new Ports(up.stream().filter((link) -> !LinkInfo.MACVLAN.equals(link.kind())).toList());
        return up.stream().filter((link) -> !VirtualMacTable.isAbovePort(link, below)).toList();
    }

    List<Integer> indexes()
    {
        return links.stream().map(LinkInfo::index).toList();
    }

    String name(final int interfaceIndex)
    {
        return links.stream().filter((link) -> link.index() == interfaceIndex)
            .map(LinkInfo::name).findFirst().orElse("interface " + interfaceIndex);
    }

    boolean contains(final int interfaceIndex)
    {
        return links.stream().anyMatch((link) -> link.index() == interfaceIndex);
    }

    String names()
    {
        return links.stream().map(LinkInfo::name).collect(Collectors.joining(","));
    }

    private static void checkArguments(final DirectorContext context)
    {
        switch (context.io())
        {
            case DirectorContext.IO_AUTO:
            case DirectorContext.IO_AF_PACKET:
            case DirectorContext.IO_XDP:
                break;

            default:
                throw DirectorException.usage(
                    "--io '" + context.io() + "' is unknown: use af_packet, xdp or auto");
        }

        if (context.workers() < 1 || context.workers() > Configuration.MAX_WORKERS)
        {
            throw DirectorException.usage(
                "--workers " + context.workers() + " is out of range: 1 to " + Configuration.MAX_WORKERS);
        }

        if (context.orphanSeconds() < 0 || context.orphanSeconds() > Configuration.MAX_ORPHAN_SECONDS)
        {
            throw DirectorException.usage(
                "--orphan-seconds " + context.orphanSeconds() + " is out of range: 0 to " +
                Configuration.MAX_ORPHAN_SECONDS);
        }

        if (context.connections() < Configuration.MIN_CONNECTIONS ||
            context.connections() > Configuration.MAX_CONNECTIONS)
        {
            throw DirectorException.usage(
                "--connections " + context.connections() + " is out of range: " + Configuration.MIN_CONNECTIONS +
                " to " + Configuration.MAX_CONNECTIONS);
        }
    }
}
