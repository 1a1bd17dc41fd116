/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;
import io.jlvs.dataplane.linux.netlink.NetlinkOutcome;
import java.util.Optional;

/**
 * An address, route or rule with what adds and what deletes it. Immutable.
 *
 * @param text   for messages, for example "address 10.0.0.100/32 dev eth0".
 * @param device interface that it is on, if it is on one.
 * @param add    what adds it.
 * @param delete what deletes it.
 */
record OwnedObject(String text, Optional<String> device, NetlinkCommand add, NetlinkCommand delete)
{
    /**
     * Why it could not be added or deleted. An interface may be gone before netlink has told so: that is the same
     * failure as when it was known to be missing.
     *
     * @param outcome that is a failure.
     * @return the failure.
     */
    AddressFailure failure(final NetlinkOutcome outcome)
    {
        return Errno.ENODEV == outcome.errno() && device.isPresent() ?
            missing(text, device.get()) : new AddressFailure(text, outcome.exception().getMessage());
    }

    /**
     * Failure of something whose interface does not exist.
     *
     * @param text   of the object.
     * @param device interface.
     * @return the failure.
     */
    static AddressFailure missing(final String text, final String device)
    {
        return new AddressFailure(text, "interface " + device + " does not exist");
    }

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
