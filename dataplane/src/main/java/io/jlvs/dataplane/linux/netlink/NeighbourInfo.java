/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import java.net.InetAddress;

/**
 * An entry of the kernel's neighbour table (RTM_NEWNEIGH). Immutable.
 *
 * @param interfaceIndex of the interface.
 * @param address        of the neighbour.
 * @param mac            48 bits, 0 while it is not known.
 * @param state          NUD_*.
 */
public record NeighbourInfo(int interfaceIndex, InetAddress address, long mac, int state)
{
    public static final int NUD_NONE = 0;
    public static final int NUD_INCOMPLETE = 0x01;
    public static final int NUD_REACHABLE = 0x02;
    public static final int NUD_STALE = 0x04;
    public static final int NUD_DELAY = 0x08;
    public static final int NUD_PROBE = 0x10;
    public static final int NUD_FAILED = 0x20;
    public static final int NUD_NOARP = 0x40;
    public static final int NUD_PERMANENT = 0x80;

    private static final int USABLE =
        NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_NOARP | NUD_PERMANENT;

    /**
     * Whether frames may be sent to {@link #mac()}.
     *
     * @return true if the kernel itself would send.
     */
    public boolean isUsable()
    {
        return 0 != (state & USABLE);
    }

    /**
     * Whether the kernel never asks for it: set by hand, or on an interface without addresses.
     *
     * @return true if it stays as it is.
     */
    public boolean isFixed()
    {
        return 0 != (state & (NUD_PERMANENT | NUD_NOARP));
    }
}
