/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.net.InetAddress;

/**
 * Identity of a real server within its service.
 *
 * @param address of the server.
 * @param port    of the server; 0 in port-0 and firewall mark services.
 */
public record DestinationKey(InetAddress address, int port)
{
}
