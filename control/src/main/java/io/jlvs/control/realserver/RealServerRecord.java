/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code start} found and changed, so that {@code stop} undoes that and nothing else. Immutable.
 *
 * @param tunnels   modules that were loaded.
 * @param links     interfaces that were set up.
 * @param addresses virtual addresses, in the order in which they came.
 * @param settings  that were changed.
 */
public record RealServerRecord(
    List<Tunnel> tunnels,
    List<String> links,
    List<HeldAddress> addresses,
    List<ChangedSetting> settings)
{
    /** Nothing was changed. */
    public static final RealServerRecord EMPTY =
        new RealServerRecord(List.of(), List.of(), List.of(), List.of());

    /**
     * A virtual address.
     *
     * @param placement of the address.
     * @param isAdded   false if it was there before.
     */
    public record HeldAddress(Placement placement, boolean isAdded)
    {
    }

    /**
     * A changed setting.
     *
     * @param sysctl which.
     * @param before value before the first change.
     * @param after  value that was written.
     */
    public record ChangedSetting(Sysctl sysctl, int before, int after)
    {
    }

    /**
     * Keep immutable copies.
     */
    public RealServerRecord
    {
        tunnels = List.copyOf(tunnels);
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        settings = List.copyOf(settings);
    }

    /**
     * Whether there is nothing to remember.
     *
     * @return true if so.
     */
    public boolean isEmpty()
    {
        return addresses.isEmpty() && settings.isEmpty() && links.isEmpty() && tunnels.isEmpty();
    }

    List<Placement> placements()
    {
        return addresses.stream().map(HeldAddress::placement).toList();
    }

    Optional<HeldAddress> held(final Placement placement)
    {
        return addresses.stream().filter((held) -> held.placement().equals(placement)).findFirst();
    }

    RealServerRecord with(final HeldAddress address)
    {
        final List<HeldAddress> changed = new ArrayList<>(addresses);
        changed.removeIf((held) -> held.placement().equals(address.placement()));
        changed.add(address);
        return new RealServerRecord(tunnels, links, changed, settings);
    }

    RealServerRecord with(final ChangedSetting setting)
    {
        final List<ChangedSetting> changed = new ArrayList<>(settings);
        changed.removeIf((other) -> other.sysctl().equals(setting.sysctl()));
        changed.add(setting);
        return new RealServerRecord(tunnels, links, addresses, changed);
    }

    RealServerRecord with(final Tunnel tunnel)
    {
        final List<Tunnel> changed = new ArrayList<>(tunnels);
        changed.add(tunnel);
        return new RealServerRecord(changed, links, addresses, settings);
    }

    RealServerRecord withLink(final String interfaceName)
    {
        final List<String> changed = new ArrayList<>(links);
        changed.add(interfaceName);
        return new RealServerRecord(tunnels, changed, addresses, settings);
    }
}
