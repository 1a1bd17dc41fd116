/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualRoute;
import io.jlvs.vrrp.model.VirtualRule;
import io.jlvs.vrrp.model.VrrpVersion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds what an instance owns while it is master. An instance reads one block.
 */
final class AddressSettingsBuilder
{
    private static final int MAX_ADDRESSES = 255;

    private final InstanceScope scope;
    private final RouteNames names;
    private final Interfaces interfaces;
    private final RulePriorities priorities;

    AddressSettingsBuilder(
        final InstanceScope scope,
        final RouteNames names,
        final Interfaces interfaces,
        final RulePriorities priorities)
    {
        this.scope = scope;
        this.names = names;
        this.interfaces = interfaces;
        this.priorities = priorities;
    }

    /**
     * Build it.
     *
     * @param isUnicast whether adverts go to peers.
     * @return the settings, or empty if the instance has nothing to speak of; the diagnostics say why.
     */
    Optional<AddressSettings> build(final boolean isUnicast)
    {
        final List<VirtualAddress> addresses = new ArrayList<>();
        final List<VirtualAddress> excluded = new ArrayList<>();
        read("virtual_ipaddress", addresses, true);
        if (addresses.size() > MAX_ADDRESSES)
        {
            scope.report().error(scope.place("virtual_ipaddress"), "an advert holds " + MAX_ADDRESSES +
                " addresses; the others are owned, but not listed in it");
            final List<VirtualAddress> rest = addresses.subList(MAX_ADDRESSES, addresses.size());
            excluded.addAll(rest);
            rest.clear();
        }
        read("virtual_ipaddress_excluded", excluded, false);
        if (!isSpeakable(addresses))
        {
            return Optional.empty();
        }
        if (scope.isIpv6() && !isUnicast && !addresses.isEmpty())
        {
            reportFirst(addresses.get(0));
        }

        return Optional.of(new AddressSettings(
            List.copyOf(addresses), List.copyOf(excluded), routes(), rules(), isPromoting()));
    }

    private void read(final String name, final List<VirtualAddress> addresses, final boolean isOneFamily)
    {
        for (final ConfigNode line : scope.values().entries(name))
        {
            final Optional<VirtualAddress> address =
                new VirtualAddressParser(line, scope.report(), names, interfaces).parse();
            if (address.isPresent() && isOneFamily && Addresses.isIpv6(address.get().address()) != scope.isIpv6())
            {
                scope.report().error(line.position(), line.name() + ": adverts of this instance list " +
                    (scope.isIpv6() ? "IPv6" : "IPv4") + " addresses; it is left out; write it in " +
                    "'virtual_ipaddress_excluded' or in an instance of its own");
            }
            else if (address.isPresent() && addresses.stream().anyMatch((other) -> isSame(other, address.get())))
            {
                scope.report().error(line.position(), line.name() + " is there twice; the second is left out");
            }
            else
            {
                address.ifPresent(addresses::add);
            }
        }
    }

    private static boolean isSame(final VirtualAddress one, final VirtualAddress other)
    {
        return one.address().equals(other.address()) && one.device().equals(other.device());
    }

    private boolean isSpeakable(final List<VirtualAddress> addresses)
    {
        if (!addresses.isEmpty() || scope.has("no_virtual_ipaddress") && !scope.isStrict())
        {
            return true;
        }
        if (VrrpVersion.V3 == scope.version() || scope.isStrict())
        {
            scope.report().error(scope.node().position(), "has no virtual address, and " +
                (scope.isStrict() ? "strict mode" : "version 3") +
                " wants one; write 'virtual_ipaddress { ADDRESS }'; the instance is left out");
            return false;
        }
        scope.report().warning(scope.node().position(),
            "has no virtual address; write 'virtual_ipaddress { ADDRESS }', or 'no_virtual_ipaddress' to say so");

        return true;
    }

    private void reportFirst(final VirtualAddress first)
    {
        if (!first.address().isLinkLocalAddress())
        {
            final String text = "the first IPv6 address, " + InetText.of(first.address()) +
                ", should be link-local (RFC 5798 section 5.2.9)";
            if (scope.isStrict())
            {
                scope.report().error(scope.place("virtual_ipaddress"), text);
            }
            else
            {
                scope.report().note(scope.place("virtual_ipaddress"), text);
            }
        }
    }

    private List<VirtualRoute> routes()
    {
        return scope.values().entries("virtual_routes").stream()
            .map((line) -> new VirtualRouteParser(line, scope.report(), names, interfaces).parse())
            .flatMap(Optional::stream)
            .toList();
    }

    private List<VirtualRule> rules()
    {
        return scope.values().entries("virtual_rules").stream()
            .map((line) -> new VirtualRuleParser(line, scope.report(), names, interfaces, priorities).parse())
            .flatMap(Optional::stream)
            .toList();
    }

    private boolean isPromoting()
    {
        final boolean isWanted = scope.has("promote_secondaries");
        if (isWanted && scope.has("use_vmac"))
        {
            scope.report().error(scope.place("promote_secondaries"),
                "'promote_secondaries' is always set with 'use_vmac'; it is left out");
        }

        return isWanted && !scope.has("use_vmac");
    }
}
