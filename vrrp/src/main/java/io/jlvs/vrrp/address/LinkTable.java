/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The interfaces of this network namespace by name and index, as netlink tells them. Single writer, the VRRP thread.
 */
public final class LinkTable
{
    private final Map<Integer, LinkInfo> links = new TreeMap<>();

    /**
     * The interface of a name.
     *
     * @param name of the interface.
     * @return empty if there is none now.
     */
    public Optional<LinkInfo> named(final String name)
    {
        return links.values().stream().filter((link) -> link.name().equals(name)).findFirst();
    }

    /**
     * The interface of an index.
     *
     * @param index of the interface.
     * @return empty if there is none now.
     */
    public Optional<LinkInfo> at(final int index)
    {
        return Optional.ofNullable(links.get(index));
    }

    /**
     * All interfaces.
     *
     * @return a copy, by index.
     */
    public Collection<LinkInfo> all()
    {
        return List.copyOf(links.values());
    }

    void reset(final List<LinkInfo> all)
    {
        links.clear();
        all.forEach(this::put);
    }

    void put(final LinkInfo link)
    {
        links.put(link.index(), link);
    }

    void remove(final LinkInfo link)
    {
        links.remove(link.index());
    }
}
