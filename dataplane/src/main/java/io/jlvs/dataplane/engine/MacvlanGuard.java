/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.agrona.ErrorHandler;

/**
 * Has the kernel guard stand on macvlan interfaces above the director's interfaces too: the guard of the interface
 * below lets their frames pass, since it cannot tell them from those for others. It is there from the moment when such
 * an interface is made, before an address is on it. Conductor only.
 */
final class MacvlanGuard
{
    private final KernelGuard guard;
    private final Ports ports;
    private final ErrorHandler errorHandler;

    MacvlanGuard(final KernelGuard guard, final Ports ports, final ErrorHandler errorHandler)
    {
        this.guard = guard;
        this.ports = ports;
        this.errorHandler = errorHandler;
    }

    /**
     * A link is there, or changed.
     *
     * @param link as it is now.
     */
    void onLink(final LinkInfo link)
    {
        if (VirtualMacTable.isAbovePort(link, ports))
        {
            try
            {
                guard.attach(link.index());
            }
            catch (final RuntimeException ex)
            {
                onRefused(link, ex);
            }
        }
    }

    /** What is gone by now needs no guard. */
    private void onRefused(final LinkInfo link, final RuntimeException refusal)
    {
        try
        {
            if (null != NetworkInterface.getByIndex(link.index()))
            {
                errorHandler.onError(refusal);
            }
        }
        catch (final SocketException ex)
        {
            errorHandler.onError(refusal);
        }
    }
}
