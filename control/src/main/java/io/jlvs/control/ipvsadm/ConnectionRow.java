/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * One connection or template in a listing of connections.
 *
 * @param protocol         "TCP", "UDP", "SCTP", or "IP" for a template of a firewall mark.
 * @param protocolNumber   IANA number, to look up the names of ports; 0 for "IP".
 * @param remainingSeconds until it ends.
 * @param state            name of the state.
 * @param client           address, 4 or 16 bytes.
 * @param clientPort       0 in a template.
 * @param virtual          virtual address, as long as the client's.
 * @param virtualPort      virtual port.
 * @param server           address of the real server, 4 or 16 bytes.
 * @param serverPort       port of the real server.
 */
record ConnectionRow(
    String protocol,
    int protocolNumber,
    long remainingSeconds,
    String state,
    byte[] client,
    int clientPort,
    byte[] virtual,
    int virtualPort,
    byte[] server,
    int serverPort)
{
}
