/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.vrrp.model.VirtualAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Which interface an address of an instance belongs on. Immutable, pure.
 *
 * @param defaultDevice    of the instance.
 * @param isIpv6           family of the instance.
 * @param virtualMacDevice macvlan of {@code use_vmac}, if given: takes the addresses of the instance's family that
 *                         would be on its interface, named or not.
 * @param others           macvlan interfaces of addresses with {@code use_vmac} of their own.
 */
record AddressDevices(
    String defaultDevice, boolean isIpv6, Optional<String> virtualMacDevice, Map<Base, String> others)
{
    /**
     * What such a macvlan interface is for.
     *
     * @param device interface below.
     * @param isIpv6 family.
     */
    record Base(String device, boolean isIpv6)
    {
    }

    /**
     * Without macvlan interfaces.
     *
     * @param defaultDevice of addresses without a device.
     * @return devices of static addresses.
     */
    static AddressDevices plain(final String defaultDevice)
    {
        return new AddressDevices(defaultDevice, false, Optional.empty(), Map.of());
    }

    /**
     * The interface of an address.
     *
     * @param address of the instance.
     * @return name of the interface.
     */
    String of(final VirtualAddress address)
    {
        final String device = address.device().orElse(defaultDevice);
        final boolean isAddressIpv6 = VirtualMacSpec.isIpv6(address);
        if (virtualMacDevice.isPresent() && device.equals(defaultDevice) && isIpv6 == isAddressIpv6)
        {
            return virtualMacDevice.get();
        }
        return address.flags().contains(VirtualAddress.Flag.VIRTUAL_MAC) ?
            others.getOrDefault(new Base(device, isAddressIpv6), device) : device;
    }
}
