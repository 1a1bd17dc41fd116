/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.cnc.LeasedAddress;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.vrrp.address.VirtualAddresses;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which addresses this process has put on interfaces for its masters, so that the director can take them off when this
 * process falls silent. VRRP thread only.
 */
final class AddressCustody
{
    private final DirectorGuard guard;
    private final VirtualAddresses addresses;
    private final Map<String, VrrpInstance> masters = new LinkedHashMap<>();

    AddressCustody(final DirectorGuard guard, final VirtualAddresses addresses)
    {
        this.guard = guard;
        this.addresses = addresses;
    }

    /**
     * An instance is about to put its addresses on interfaces, or has got others.
     *
     * @param instance that is master.
     * @param nowNs    time.
     */
    void take(final VrrpInstance instance, final long nowNs)
    {
        masters.put(instance.name(), instance);
        hold(nowNs);
    }

    /**
     * An instance has taken its addresses off.
     *
     * @param instance that was master, or not.
     * @param nowNs    time.
     */
    void give(final VrrpInstance instance, final long nowNs)
    {
        if (null != masters.remove(instance.name()))
        {
            hold(nowNs);
        }
    }

    private void hold(final long nowNs)
    {
        final List<LeasedAddress> held = new ArrayList<>();
        long intervalNs = Long.MAX_VALUE;
        for (final VrrpInstance instance : masters.values())
        {
            intervalNs = Math.min(intervalNs, instance.election().advertIntervalNs());
            Stream.concat(instance.addresses().addresses().stream(), instance.addresses().excluded().stream())
                .flatMap((address) -> addresses.links().named(addresses.device(instance, address)).stream()
                    .map((link) -> leased(address, link)))
                .forEach(held::add);
        }
        guard.hold(held, intervalNs, nowNs);
    }

    private static LeasedAddress leased(final VirtualAddress address, final LinkInfo link)
    {
        return new LeasedAddress(link.index(), link.name(), address.address(), address.prefixLength());
    }
}
