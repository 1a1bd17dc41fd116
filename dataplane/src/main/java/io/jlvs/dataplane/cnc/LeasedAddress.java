/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;

/**
 * An address that a control process has put on an interface, and that the director takes off again when the process
 * falls silent.
 *
 * @param interfaceIndex of the interface in the director's network namespace, positive.
 * @param interfaceName  for messages; at most 15 bytes (IFNAMSIZ with its NUL).
 * @param address        IPv4 or IPv6.
 * @param prefixLength   with which it was added, in bits: the kernel finds an IPv6 address by both.
 */
public record LeasedAddress(int interfaceIndex, String interfaceName, InetAddress address, int prefixLength)
{
    /**
     * As messages show it.
     *
     * @return for example "10.0.0.100/32 on eth0".
     */
    @Override
    public String toString()
    {
        return InetText.of(address) + "/" + prefixLength + " on " + interfaceName;
    }
}
