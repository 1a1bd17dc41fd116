/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.topology;

import java.util.List;

/**
 * An Ethernet interface of a host, plugged into a segment.
 *
 * @param name      inside the host, such as "eth0".
 * @param segment   to which it is connected.
 * @param mac       hardware address.
 * @param addresses on it, in the order in which they are added.
 */
public record InterfaceSpec(String name, String segment, String mac, List<AddressSpec> addresses)
{
    /**
     * Keep an immutable copy of the list.
     */
    public InterfaceSpec
    {
        addresses = List.copyOf(addresses);
    }
}
