/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import java.net.InetAddress;

/**
 * An address of an interface (RTM_NEWADDR). Immutable.
 *
 * @param interfaceIndex of the interface.
 * @param address        of this host.
 * @param prefixLength   of the network, in bits.
 * @param scope          0 global, 253 link, 254 host (include/uapi/linux/rtnetlink.h).
 * @param flags          IFA_F_* (include/uapi/linux/if_addr.h), for example 0x40 tentative.
 */
public record AddressInfo(int interfaceIndex, InetAddress address, int prefixLength, int scope, int flags)
{
}
