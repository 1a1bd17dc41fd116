/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.net.InetAddress;

/**
 * Identity of a virtual service: protocol, address and port, or a firewall mark.
 *
 * @param protocol     IANA number (TCP, UDP, SCTP); 0 with a firewall mark.
 * @param address      virtual address; the wildcard address of the family with a firewall mark.
 * @param port         virtual port, 0 = any; 0 with a firewall mark.
 * @param firewallMark 1..4294967295, or 0 for an address service.
 */
public record ServiceKey(int protocol, InetAddress address, int port, long firewallMark)
{
}
