/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.AdvertSettings.VirtualMac;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Builds {@code use_vmac}. An instance reads one block.
 */
final class VirtualMacBuilder
{
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){4,5}:?");
    private static final Pattern NAME = Pattern.compile("[^/:\\s]{1,15}");
    private static final Pattern COLON = Pattern.compile(":");
    private static final int RADIX = 16;
    private static final int MAC_OCTETS = 6;
    private static final int MULTICAST_BIT = 40;
    private static final long RFC_PREFIX = 0x00_00_5E_00L;

    private final InstanceScope scope;
    private final int virtualRouterId;
    private Optional<String> name = Optional.empty();
    private Optional<Long> mac = Optional.empty();

    VirtualMacBuilder(final InstanceScope scope, final int virtualRouterId)
    {
        this.scope = scope;
        this.virtualRouterId = virtualRouterId;
    }

    Optional<VirtualMac> build(final boolean isUnicast)
    {
        final Optional<ConfigNode> line = scope.values().line("use_vmac");
        final boolean isSendingFromBase = scope.has("vmac_xmit_base");
        if (line.isEmpty())
        {
            if (isSendingFromBase)
            {
                scope.report().error(scope.place("vmac_xmit_base"),
                    "'vmac_xmit_base' needs 'use_vmac'; it is left out");
            }
            return Optional.empty();
        }
        if (isUnicast && scope.interfaceName().isEmpty())
        {
            scope.report().error(line.get().position(),
                "'use_vmac' needs an 'interface'; it is left out");
            return Optional.empty();
        }

        line.get().arguments().stream().takeWhile((word) -> !"group".equals(word.text())).forEach(this::read);

        return Optional.of(new VirtualMac(name, mac, isSendingFromBase(isSendingFromBase, isUnicast)));
    }

    private boolean isSendingFromBase(final boolean isWanted, final boolean isUnicast)
    {
        if (isUnicast && !isWanted)
        {
            scope.report().error(scope.place("use_vmac"),
                "'use_vmac' with unicast needs 'vmac_xmit_base'; it is taken");
            return true;
        }
        if (isWanted && scope.isStrict())
        {
            scope.report().error(scope.place("vmac_xmit_base"),
                "strict mode does not allow 'vmac_xmit_base'; it is left out");
            return false;
        }

        return isWanted;
    }

    private void read(final Word word)
    {
        if (word.text().indexOf(':') >= 0)
        {
            readMac(word);
        }
        else if ("netlink_notify_msg".equals(word.text()) || "name".equals(word.text()))
        {
            return;
        }
        else if (name.isPresent() || !NAME.matcher(word.text()).matches())
        {
            scope.report().error(word.position(), "'use_vmac': '" + word.text() +
                "' cannot be the name of an interface; it is left out");
        }
        else
        {
            name = Optional.of(word.text());
        }
    }

    private void readMac(final Word word)
    {
        final Optional<Long> found = MAC.matcher(word.text()).matches() ? number(word.text()) : Optional.empty();
        final boolean isUsable = found.filter((address) ->
            0 == (address >> MULTICAST_BIT & 1) && address >> 16 != RFC_PREFIX).isPresent();
        if (!isUsable || mac.isPresent())
        {
            scope.report().error(word.position(), "'use_vmac': '" + word.text() + "' is no MAC address of a host " +
                "outside 00:00:5e:00; it is left out");
        }
        else if (scope.isStrict())
        {
            scope.report().error(word.position(),
                "strict mode allows no MAC address behind 'use_vmac'; that of the RFC is taken");
        }
        else
        {
            mac = found;
        }
    }

    /** Of five octets the virtual router id is the sixth. */
    private Optional<Long> number(final String text)
    {
        final String[] octets = COLON.split(text);
        long address = 0;
        for (final String octet : octets)
        {
            address = address << Byte.SIZE | Integer.parseInt(octet, RADIX);
        }

        return Optional.of(octets.length < MAC_OCTETS ? address << Byte.SIZE | virtualRouterId : address);
    }
}
