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
 * @param kind     of a virtual interface (IFLA_INFO_KIND), for example "macvlan"; "" if it has none.
 * @param parent   index of the interface below (IFLA_LINK), of a veth that of its other end, 0 if there is none in this
 *                 network namespace.
 */
public record LinkInfo(
    int index, String name, long mac, int mtu, boolean up, boolean running, boolean loopback, String kind, int parent)
{
    /** Kind of an interface with a MAC address of its own on another interface. */
    public static final String MACVLAN = "macvlan";

    /**
     * An interface of its own, with nothing below it.
     *
     * @param index    of the interface.
     * @param name     of the interface.
     * @param mac      48 bits, 0 if the interface has none.
     * @param mtu      in bytes of IP datagram.
     * @param up       set up by the administrator (IFF_UP).
     * @param running  has a carrier (IFF_RUNNING).
     * @param loopback is a loopback interface.
     */
    public LinkInfo(
        final int index,
        final String name,
        final long mac,
        final int mtu,
        final boolean up,
        final boolean running,
        final boolean loopback)
    {
        this(index, name, mac, mtu, up, running, loopback, "", 0);
    }
}
