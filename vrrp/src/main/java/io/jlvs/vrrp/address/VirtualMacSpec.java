/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A macvlan interface that an instance needs. Immutable.
 *
 * @param instance        name of the instance.
 * @param baseName        interface below.
 * @param isIpv6          family of the virtual router.
 * @param virtualRouterId 1..255.
 * @param mac             48 bits.
 * @param name            of the interface, if the configuration names it.
 * @param hasIpv6         IPv6 addresses will be on it.
 * @param hasLinkLocal    adverts over IPv6 leave by it, so it needs a link-local address of its own.
 * @param source          configured source of the adverts, if given.
 */
record VirtualMacSpec(
    String instance,
    String baseName,
    boolean isIpv6,
    int virtualRouterId,
    long mac,
    Optional<String> name,
    boolean hasIpv6,
    boolean hasLinkLocal,
    Optional<InetAddress> source)
{
    /** RFC 9568 section 7.3: the last byte is the virtual router. */
    private static final long IPV4_MAC = 0x00_00_5e_00_01_00L;
    private static final long IPV6_MAC = 0x00_00_5e_00_02_00L;

    /**
     * What an instance needs: first that of {@code use_vmac}, then those of addresses that ask for their own.
     *
     * @param instance      of the configuration.
     * @param defaultDevice of an instance without an interface.
     * @return none without {@code use_vmac}.
     */
    static List<VirtualMacSpec> of(final VrrpInstance instance, final String defaultDevice)
    {
        final AdvertSettings adverts = instance.adverts();
        final String baseName = adverts.interfaceName().orElse(defaultDevice);
        final List<VirtualAddress> addresses = Stream.concat(
            instance.addresses().addresses().stream(), instance.addresses().excluded().stream()).toList();
        final List<VirtualMacSpec> specs = new ArrayList<>();
        adverts.virtualMac().ifPresent((virtualMac) ->
        {
            final boolean isOwnFamily = adverts.isIpv6();
            specs.add(new VirtualMacSpec(
                instance.name(),
                baseName,
                isOwnFamily,
                adverts.virtualRouterId(),
                virtualMac.mac().orElse(mac(isOwnFamily, adverts.virtualRouterId())),
                virtualMac.interfaceName(),
                isOwnFamily,
                isOwnFamily && !virtualMac.isSendingFromBase(),
                adverts.source()));
        });
        final Set<VirtualMacSpec> others = new LinkedHashSet<>();
        for (final VirtualAddress address : addresses)
        {
            final String device = address.device().orElse(baseName);
            final boolean isIpv6 = isIpv6(address);
            final boolean isOwn = adverts.virtualMac().isPresent() &&
                device.equals(baseName) && isIpv6 == adverts.isIpv6();
            if (address.flags().contains(VirtualAddress.Flag.VIRTUAL_MAC) && !isOwn)
            {
                others.add(new VirtualMacSpec(
                    instance.name(),
                    device,
                    isIpv6,
                    adverts.virtualRouterId(),
                    adverts.virtualMac().flatMap(AdvertSettings.VirtualMac::mac)
                        .orElse(mac(isIpv6, adverts.virtualRouterId())),
                    Optional.empty(),
                    isIpv6,
                    false,
                    Optional.empty()));
            }
        }
        specs.addAll(others);
        return List.copyOf(specs);
    }

    /**
     * Names to try, as keepalived does: vrrp.VRID, then (IPv6) vrrp6.VRID, then vrrp1.VRID and so on.
     *
     * @param attempt from 0.
     * @return name of an interface.
     */
    String candidate(final int attempt)
    {
        if (name.isPresent() || 0 == attempt)
        {
            return name.orElse("vrrp." + virtualRouterId);
        }
        // IPv6 has taken 6 first and leaves it out later.
        final int number = !isIpv6 ? attempt : 1 == attempt ? 6 : attempt <= 6 ? attempt - 1 : attempt;
        return "vrrp" + number + "." + virtualRouterId;
    }

    static boolean isIpv6(final VirtualAddress address)
    {
        return address.address() instanceof Inet6Address;
    }

    private static long mac(final boolean isIpv6, final int virtualRouterId)
    {
        return (isIpv6 ? IPV6_MAC : IPV4_MAC) | virtualRouterId;
    }
}
