/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * Forwarding methods by the numbers of IPVS (IP_VS_CONN_F_FWD_MASK, include/uapi/linux/ip_vs.h), as they stand in
 * commands, flow entries and the connection record.
 */
public final class ForwardingCode
{
    /** Network address translation, ipvsadm {@code -m}. */
    public static final int MASQUERADE = 0;
    /** The director itself. */
    public static final int LOCAL = 1;
    /** IPIP tunnel, ipvsadm {@code -i}. */
    public static final int TUNNEL = 2;
    /** Direct routing, ipvsadm {@code -g}. */
    public static final int DIRECT_ROUTE = 3;

    private ForwardingCode()
    {
    }
}
