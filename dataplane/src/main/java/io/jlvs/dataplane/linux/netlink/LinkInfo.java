/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

/**
 * A network interface as the kernel describes it (RTM_NEWLINK). Immutable.
 *
 * @param index    of the interface.
 * @param name     of the interface.
 * @param mac      48 bits, 0 if the interface has none.
 * @param mtu      in bytes of IP datagram.
 * @param up       set up by the administrator (IFF_UP).
 * @param running  has a carrier (IFF_RUNNING).
 * @param loopback is a loopback interface.
 */
public record LinkInfo(
    int index, String name, long mac, int mtu, boolean up, boolean running, boolean loopback)
{
}
