/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.table.Destination;

/**
 * Carries changes of the registry to the guard and to the resolver of next hops. Used by the conductor's thread.
 */
final class RegistryEffects implements RegistryListener
{
    private final KernelGuard guard;
    private final NextHopResolver resolver;
    private final OffloadControl offload;

    /**
     * Effects of a running director.
     *
     * @param guard    keeps the kernel silent.
     * @param resolver finds the way to servers.
     * @param offload  or null if there is none.
     */
    RegistryEffects(final KernelGuard guard, final NextHopResolver resolver, final OffloadControl offload)
    {
        this.guard = guard;
        this.resolver = resolver;
        this.offload = offload;
    }

    @Override
    public void onServiceAdded(final ServiceKey key)
    {
        final Address address = Address.of(key.address());
        guard.add(address.ipv6(), key.protocol(), address.high(), address.low(), key.port());
    }

    @Override
    public void onServiceDeleted(final ServiceKey key)
    {
        final Address address = Address.of(key.address());
        guard.remove(address.ipv6(), key.protocol(), address.high(), address.low(), key.port());
    }

    @Override
    public void onDestinationAdded(final Destination destination)
    {
        resolver.add(destination);
    }

    @Override
    public void onDestinationRemoved(final Destination destination)
    {
        resolver.remove(destination);
        if (null != offload)
        {
            offload.onDestinationRemoved(destination);
        }
    }
}
