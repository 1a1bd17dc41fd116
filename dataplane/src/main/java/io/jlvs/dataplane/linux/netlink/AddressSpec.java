/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;


import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An address that an interface shall have, or shall not have any more. Immutable.
 *
 * @param interfaceIndex     of the interface.
 * @param address            of this host.
 * @param prefixLength       of the network, in bits.
 * @param scope              RT_SCOPE_*: 0 global, 200 site, 253 link, 254 host.
 * @param flags              IFA_F_* (include/uapi/linux/if_addr.h).
 * @param label              IFA_LABEL, if given; IPv4.
 * @param broadcast          address of the network, if given.
 * @param peer               other end of a point-to-point link, if given.
 * @param preferredLifetimeS in seconds, if given; the address is valid for ever.
 */
public record AddressSpec(
    int interfaceIndex,
    InetAddress address,
    int prefixLength,
    int scope,
    int flags,
    Optional<String> label,
    Optional<InetAddress> broadcast,
    Optional<InetAddress> peer,
    OptionalLong preferredLifetimeS)
{
    /** No duplicate address detection (IPv6). */
    public static final int IFA_F_NODAD = 0x02;
    /** Home address of mobile IPv6. */
    public static final int IFA_F_HOMEADDRESS = 0x10;
    /** Temporary addresses are made from it (IPv6). */
    public static final int IFA_F_MANAGETEMPADDR = 0x100;
    /** No route to its network. */
    public static final int IFA_F_NOPREFIXROUTE = 0x200;
    /** The multicast group is joined. */
    public static final int IFA_F_MCAUTOJOIN = 0x400;

    /**
     * Without anything but the address.
     *
     * @param interfaceIndex of the interface.
     * @param address        of this host.
     * @param prefixLength   of the network, in bits.
     * @param flags          IFA_F_*.
     * @return the address with scope global.
     */
    public static AddressSpec of(
        final int interfaceIndex, final InetAddress address, final int prefixLength, final int flags)
    {
        return new AddressSpec(interfaceIndex, address, prefixLength, 0, flags, Optional.empty(), Optional.empty(),
            Optional.empty(), OptionalLong.empty());
    }

    @Override
    public String toString()
    {
        return InetText.of(address) + "/" + prefixLength + " on interface " + interfaceIndex;
    }
}
