/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Time-outs that {@code ipvsadm --set} changes, in seconds.
 *
 * @param tcp    ESTABLISHED.
 * @param tcpFin FIN_WAIT.
 * @param udp    UDP.
 */
public record TimeoutsRow(int tcp, int tcpFin, int udp)
{
}
