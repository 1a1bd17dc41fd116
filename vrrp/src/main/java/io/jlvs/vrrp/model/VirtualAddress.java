/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A line of {@code virtual_ipaddress}, {@code virtual_ipaddress_excluded} or {@code static_ipaddress}.
 *
 * @param address            to own.
 * @param prefixLength       of its network, in bits; the whole address if not given.
 * @param device             interface, if other than that of the instance.
 * @param scope              0 global, 200 site, 253 link, 254 host (RT_SCOPE_*).
 * @param label              of the address (IFA_LABEL), IPv4.
 * @param broadcast          address of the network, if given.
 * @param peer               other end of a point-to-point link, if given.
 * @param flags              given by name.
 * @param preferredLifetimeS in seconds, if given; 0 makes it a deprecated address.
 */
public record VirtualAddress(
    InetAddress address,
    int prefixLength,
    Optional<String> device,
    int scope,
    Optional<String> label,
    Optional<InetAddress> broadcast,
    Optional<InetAddress> peer,
    Set<Flag> flags,
    OptionalLong preferredLifetimeS)
{
    /**
     * A word behind an address.
     */
    public enum Flag
    {
        /** {@code home}: IFA_F_HOMEADDRESS. */
        HOME,
        /** {@code -nodad}: IFA_F_NODAD is left out, so that duplicate address detection runs. */
        DUPLICATE_DETECTION,
        /** {@code mngtmpaddr}: IFA_F_MANAGETEMPADDR. */
        MANAGE_TEMPORARY,
        /** {@code noprefixroute}: IFA_F_NOPREFIXROUTE. */
        NO_PREFIX_ROUTE,
        /** {@code autojoin}: IFA_F_MCAUTOJOIN. */
        AUTO_JOIN,
        /** {@code no_track}: the instance does not fail when the interface of this address does. */
        NOT_TRACKED,
        /** {@code use_vmac}: on the virtual MAC interface of its device. */
        VIRTUAL_MAC
    }

    /**
     * Without anything but the address.
     *
     * @param address      to own.
     * @param prefixLength of its network, in bits.
     * @return the address with all defaults.
     */
    public static VirtualAddress of(final InetAddress address, final int prefixLength)
    {
        return new VirtualAddress(address, prefixLength, Optional.empty(), 0, Optional.empty(), Optional.empty(),
            Optional.empty(), Set.of(), OptionalLong.empty());
    }
}
