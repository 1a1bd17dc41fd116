/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * What an operator sets for a real server.
 *
 * @param forwardingCode 0 Masq, 1 Local, 2 Tunnel, 3 Route, as IPVS numbers them.
 * @param weight         0..2147483647.
 * @param upperThreshold connections above which it takes no more, 0 = none.
 * @param lowerThreshold connections below which it takes new ones again, 0 = 3/4 of the upper one.
 * @param tunnelType     0 ipip, 1 gue, 2 gre.
 * @param tunnelPort     UDP port of gue, else 0.
 * @param tunnelFlags    0 no checksum, 1 checksum, 2 remote checksum.
 */
public record DestinationSpec(
    int forwardingCode,
    int weight,
    int upperThreshold,
    int lowerThreshold,
    int tunnelType,
    int tunnelPort,
    int tunnelFlags)
{
}
