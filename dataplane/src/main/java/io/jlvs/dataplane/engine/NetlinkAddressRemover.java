/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.LeasedAddress;
import io.jlvs.dataplane.linux.netlink.AddressSpec;
import io.jlvs.dataplane.linux.netlink.NetlinkCommand;
import io.jlvs.dataplane.linux.netlink.NetlinkCommands;
import io.jlvs.dataplane.linux.netlink.NetlinkOutcome;
import org.agrona.ErrorHandler;

import java.util.List;

/**
 * Takes addresses off interfaces of this network namespace by netlink. Its socket is open from the start, so that
 * nothing can be missing when it is needed. Conductor only.
 */
final class NetlinkAddressRemover implements AddressRemover
{
    private static final int NO_FLAGS = 0;

    private final NetlinkCommands commands = NetlinkCommands.open();
    private final ErrorHandler errorHandler;

    /**
     * Owner of a socket.
     *
     * @param errorHandler takes what the kernel refuses.
     */
    NetlinkAddressRemover(final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
    }

    @Override
    public List<Outcome> remove(final List<LeasedAddress> addresses)
    {
        final List<NetlinkCommand> deletions = addresses.stream()
            .<NetlinkCommand>map((address) -> new NetlinkCommand.DeleteAddress(AddressSpec.of(
                address.interfaceIndex(), address.address(), address.prefixLength(), NO_FLAGS)))
            .toList();

        return commands.execute(deletions).stream().map(this::outcome).toList();
    }

    @Override
    public void close()
    {
        commands.close();
    }

    private Outcome outcome(final NetlinkOutcome outcome)
    {
        if (outcome.isFailure())
        {
            errorHandler.onError(outcome.exception());
            return Outcome.REFUSED;
        }

        return outcome.isDone() ? Outcome.REMOVED : Outcome.ABSENT;
    }
}
