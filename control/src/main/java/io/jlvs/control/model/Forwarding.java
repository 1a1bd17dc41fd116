/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.dataplane.table.ForwardingCode;

/**
 * How packets reach a real server: {@code lb_kind} or {@code lvs_method} with its tunnel options.
 *
 * @param code        a {@link ForwardingCode}.
 * @param tunnelType  0 ipip, 1 gue, 2 gre.
 * @param tunnelPort  UDP port of gue, else 0.
 * @param tunnelFlags 0 no checksum, 1 checksum, 2 remote checksum.
 */
public record Forwarding(int code, int tunnelType, int tunnelPort, int tunnelFlags)
{
    /** keepalived's default. */
    public static final Forwarding NAT = new Forwarding(ForwardingCode.MASQUERADE, 0, 0, 0);
    /** Direct routing. */
    public static final Forwarding DR = new Forwarding(ForwardingCode.DIRECT_ROUTE, 0, 0, 0);
    /** IPIP tunnel. */
    public static final Forwarding TUN = new Forwarding(ForwardingCode.TUNNEL, 0, 0, 0);
}
