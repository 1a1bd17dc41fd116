/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;

/**
 * An address, route or rule with what adds and what deletes it. Immutable.
 *
 * @param text   for messages, for example "address 10.0.0.100/32 dev eth0".
 * @param add    what adds it.
 * @param delete what deletes it.
 */
record OwnedObject(String text, NetlinkCommand add, NetlinkCommand delete)
{
    /**
     * Whether it is an address that the kernel speaks of.
     *
     * @param info of the kernel.
     * @return false for routes and rules.
     */
    boolean isAddress(final AddressInfo info)
    {
        return add instanceof NetlinkCommand.AddAddress command &&
            command.address().interfaceIndex() == info.interfaceIndex() &&
            command.address().prefixLength() == info.prefixLength() &&
            command.address().address().equals(info.address());
    }

    /**
     * Whether it is a route or a rule.
     *
     * @return false for an address.
     */
    boolean isRouting()
    {
        return !(add instanceof NetlinkCommand.AddAddress);
    }
}
