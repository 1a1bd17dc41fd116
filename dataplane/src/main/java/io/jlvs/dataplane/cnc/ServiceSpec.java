/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * What an operator sets for a virtual service.
 *
 * @param schedulerName             as ipvsadm names it, at most 15 characters.
 * @param schedulerFlags            bits flag-1 = 1, flag-2 = 2, flag-3 = 4 (IP_VS_SVC_F_SCHED1..3 shifted down).
 * @param persistenceTimeoutSeconds 0 = not persistent.
 * @param netmask                   persistence granularity: IPv4 mask as a number (-1 = 255.255.255.255), IPv6 prefix
 *                                  length (128 = whole address).
 * @param onePacket                 one-packet scheduling.
 * @param persistenceEngine         name, or empty.
 */
public record ServiceSpec(
    String schedulerName,
    int schedulerFlags,
    int persistenceTimeoutSeconds,
    int netmask,
    boolean onePacket,
    String persistenceEngine)
{
}
