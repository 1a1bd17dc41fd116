/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A kernel setting that a real server needs.
 * <p>
 * For ARP the kernel takes the greater of the values of {@code all} and of the interface on which the question came
 * (IN_DEV_MAXCONF in include/linux/inetdevice.h), so {@code all} is what counts; the interface of the VIP gets the same
 * for whoever reads it there. IPv6 needs nothing: neighbour solicitations are answered for addresses of the interface
 * they came in by only (ndisc_recv_ns in net/ipv6/ndisc.c).
 * <p>
 * What leaves a tunnel comes from clients that are reached by another interface, which strict reverse path filtering
 * refuses. The greater value counts here too, so a 0 on the tunnel does not help if {@code all} is 1, and a 2 (any
 * interface) does.
 *
 * @param sysctl     which.
 * @param wanted     value to write if another is there.
 * @param sufficient values that may stay.
 */
public record RequiredSetting(Sysctl sysctl, int wanted, Set<Integer> sufficient)
{
    /** Interface name of the settings that count for all interfaces. */
    public static final String ALL = "all";
    /** Value of rp_filter that refuses packets which would be answered by another interface. */
    public static final int RP_FILTER_STRICT = 1;

    private static final int RP_FILTER_NONE = 0;
    private static final int RP_FILTER_LOOSE = 2;
    // 1 and 2: only for addresses of the asked interface, 8: for none. 3 (scope host) would answer for the VIP.
    private static final int ARP_IGNORE_OTHERS = 1;
    private static final Set<Integer> ARP_IGNORE_SUFFICIENT = Set.of(ARP_IGNORE_OTHERS, 2, 8);
    private static final int ARP_ANNOUNCE_BEST = 2;

    /**
     * What virtual addresses need together.
     *
     * @param placements     of the addresses.
     * @param isStrictForAll {@code net.ipv4.conf.all.rp_filter} is {@link #RP_FILTER_STRICT}.
     * @return each setting once, in the order in which they are to be made.
     */
    public static List<RequiredSetting> of(final Collection<Placement> placements, final boolean isStrictForAll)
    {
        final List<RequiredSetting> settings = new ArrayList<>();
        final Set<String> interfaces = interfaces(placements, false);
        if (!interfaces.isEmpty())
        {
            settings.addAll(arp(ALL));
        }
        interfaces.forEach((name) -> settings.addAll(arp(name)));
        interfaces(placements, true).forEach((name) -> settings.add(new RequiredSetting(
            Sysctl.ipv4(name, "rp_filter"),
            RP_FILTER_LOOSE,
            isStrictForAll ? Set.of(RP_FILTER_LOOSE) : Set.of(RP_FILTER_NONE, RP_FILTER_LOOSE))));

        return settings;
    }

    /**
     * Whether a server keeps silent about addresses of other interfaces.
     *
     * @param arpIgnore value that counts for the interface which is asked.
     * @return true if it does not answer.
     */
    public static boolean isSilent(final int arpIgnore)
    {
        return ARP_IGNORE_SUFFICIENT.contains(arpIgnore);
    }

    private static List<RequiredSetting> arp(final String interfaceName)
    {
        return List.of(
            new RequiredSetting(
                Sysctl.ipv4(interfaceName, "arp_ignore"), ARP_IGNORE_OTHERS, ARP_IGNORE_SUFFICIENT),
            new RequiredSetting(
                Sysctl.ipv4(interfaceName, "arp_announce"), ARP_ANNOUNCE_BEST, Set.of(ARP_ANNOUNCE_BEST)));
    }

    private static Set<String> interfaces(final Collection<Placement> placements, final boolean isTunnelOnly)
    {
        return placements.stream()
            .filter((placement) -> !placement.isIpv6() && (placement.isTunnel() || !isTunnelOnly))
            .map(Placement::interfaceName)
            .collect(Collectors.toCollection(TreeSet::new));
    }
}
